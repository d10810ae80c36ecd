import type { mediaOperations } from '@xom/contract/media';
import { isInsider, outsiders, people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { done, picture, type World } from './caller-matrix-world.ts';

const aFile: Case = { given: async () => ({ input: {}, file: await picture() }) };

/** Whether there is such a file is nobody's business who may not see it. */
const hidden = tell(outsiders, 'not_found');

export const mediaRows: Record<(typeof mediaOperations)[number]['name'], readonly Case[]> = {
  'media.upload': [aFile],
  'media.discard': [
    {
      given: async (world, { name }) => ({
        input: {
          mediaId: await (name === 'sender'
            ? upload(world)
            : world.once('an upload', () => upload(world))),
        },
      }),
      but: { ...tell(people, 'not_found'), sender: 'ok' },
    },
    {
      what: 'one that a message holds',
      given: async (world) => ({ input: { mediaId: await sent(world) } }),
      but: { ...tell(people, 'not_found'), sender: 'conflict' },
    },
  ],
  'media.fetch': [
    {
      given: async (world) => ({ input: { mediaId: await sent(world) } }),
      but: hidden,
    },
    {
      what: 'an upload that nothing holds',
      given: async (world) => ({
        input: { mediaId: await world.once('an upload', () => upload(world)) },
      }),
      but: { ...tell(people, 'not_found'), sender: 'ok' },
    },
    {
      what: 'of a message that they deleted for themselves',
      given: async (world, { name, person }) => {
        if (!person || !isInsider(name)) return { input: { mediaId: await sent(world) } };
        const mediaId = await upload(world);
        const messageId = await send(world, mediaId);
        done(await person.delete(`/api/v1/messages/${messageId}`));
        return { input: { mediaId } };
      },
      // It stays the sender's own upload.
      but: { ...tell(people, 'not_found'), sender: 'ok' },
    },
    {
      what: 'of a recalled message',
      given: async (world) => ({
        input: { mediaId: await world.once('recalled', () => recalled(world)) },
      }),
      but: tell(people, 'not_found'),
    },
  ],
  'media.fetchVariant': [
    {
      given: async (world) => ({
        input: { mediaId: await sent(world), variant: 'thumb' },
      }),
      but: hidden,
    },
  ],
  'stickers.create': [aFile],
  'stickers.list': [{ given: () => ({ input: { limit: 5 } }) }],
};

/** A picture that the sender uploaded. */
async function upload({ cast }: World): Promise<string> {
  const form = new FormData();
  form.append('file', await picture(), 'picture.png');
  return done(await cast.sender.post('/api/v1/media', form)).id;
}

async function send({ cast, group }: World, mediaId: string): Promise<string> {
  const path = `/api/v1/conversations/${group}/messages`;
  return done(await cast.sender.post(path, { type: 'IMAGE', mediaId })).id;
}

/** A picture that the sender sent to the group. */
export function sent(world: World): Promise<string> {
  return world.once('in the group', async () => {
    const mediaId = await upload(world);
    await send(world, mediaId);
    return mediaId;
  });
}

async function recalled(world: World): Promise<string> {
  const mediaId = await upload(world);
  const messageId = await send(world, mediaId);
  done(await world.cast.sender.put(`/api/v1/messages/${messageId}/recall`));
  return mediaId;
}
