import { expect, it } from 'vitest';
import { pngFile } from '../../../test/media-files.ts';
import { emit, next } from '../../../test/people.ts';
import { api, directOf, done, groupOf, recall, send, serveTests } from './test-acts.ts';

serveTests();

it('tells with a message how large its file is shown, wherever the message goes', async () => {
  const { id, people } = await directOf();
  const [lan, minh] = people;
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(await pngFile())]), 'lake.png');
  const media = done(await lan.post(`${api}/media`, form));
  expect(media).toMatchObject({ type: 'IMAGE', width: expect.any(Number) });

  const socket = await minh.connect('/v1');
  const heard = next(socket, 'message.created');
  const message = await send(lan, id, { type: 'IMAGE', mediaId: media.id });
  expect(message.media).toEqual(media);
  expect(await heard).toMatchObject({ id: message.id, media });

  const text = await send(lan, id, 'no file');
  const forward = { targetConversationId: id };
  const copy = done(await minh.post(`${api}/messages/${message.id}/forward`, forward));
  expect(copy).toMatchObject({ senderId: minh.id, media });

  done(await recall(lan, message));
  const { items } = done(await minh.get(`${api}/conversations/${id}/messages`));
  expect(items.map((item: typeof message) => [item.id, item.media])).toEqual([
    [copy.id, media],
    [text.id, null],
    [message.id, null],
  ]);
});

it('stores what comes together in one batch: plain words, a file, a name, and a file that is not there', async () => {
  const { id, people } = await groupOf(2);
  const [lan, minh] = people;
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(await pngFile())]), 'lake.png');
  const media = done(await lan.post(`${api}/media`, form));
  const socket = await lan.connect('/v1');
  const nothing = '01890000-0000-7000-8000-000000000000';
  // Written in one turn: they are stored by the same statement.
  const answers = await Promise.all(
    [
      { type: 'TEXT', content: 'plain' },
      { type: 'IMAGE', mediaId: media.id },
      { type: 'TEXT', content: `@${minh.username}` },
      { type: 'IMAGE', mediaId: nothing },
      { type: 'TEXT', content: 'plain again' },
    ].map(async (message) => emit(socket, 'messages.send', { conversationId: id, ...message })),
  );
  expect(answers).toMatchObject([
    { status: 'success', content: 'plain', mentions: [], media: null },
    { status: 'success', media: { id: media.id }, mentions: [] },
    { status: 'success', mentions: [minh.id], media: null },
    { status: 'error' },
    { status: 'success', content: 'plain again', mentions: [] },
  ]);
});
