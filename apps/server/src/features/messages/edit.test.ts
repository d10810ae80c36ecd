import type { Message } from '@xom/contract/message-shape';
import { describe, expect, it } from 'vitest';
import { next, record, settle } from '../../../test/people.ts';
import {
  api,
  conversationOf,
  directOf,
  done,
  edit,
  groupOf,
  hide,
  recall,
  refusal,
  seen,
  send,
  server,
  serveTests,
  synced,
} from './test-acts.ts';

serveTests();

/** Makes a message older than it is. */
async function age(message: Message, hours: number): Promise<void> {
  await server.pool.query(
    'update messages set created_at = created_at - $2::interval where id = $1',
    [message.id, `${hours} hours`],
  );
}

describe('an edit', () => {
  it('changes what everybody reads; what it first said is for the sender only', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const message = await send(lan, id, 'một');
    const { version } = await conversationOf(minh, id);
    const [mine, theirs] = [await lan.connect('/v1'), await minh.connect('/v1')];
    const heard = [next(mine, 'message.updated'), next(theirs, 'message.updated')];

    const first = done(await edit(lan, message, 'hai'));
    expect(first).toMatchObject({ content: 'hai', originalContent: 'một', isRecalled: false });
    expect(first.editedAt).toBe(first.updatedAt);
    expect(await Promise.all(heard)).toEqual([first, { ...first, originalContent: null }]);
    const second = done(await edit(lan, message, 'ba'));
    expect(second).toMatchObject({ content: 'ba', originalContent: 'một', version: version + 2 });
    expect(await seen(lan, message)).toEqual(second);
    expect(await seen(minh, message)).toEqual({ ...second, originalContent: null });
    expect(await synced(minh, id, version)).toEqual([{ ...second, originalContent: null }]);
    expect((await conversationOf(minh, id)).lastMessage.content).toBe('ba');
    expect((await conversationOf(minh, id)).unreadCount).toBe(1);
  });

  it('changes and tells nothing when it says the same', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const message = await send(lan, id, 'một');
    const socket = await minh.connect('/v1');
    const heard = record(socket);
    expect(done(await edit(lan, message, 'một'))).toMatchObject({ editedAt: null });
    await settle(socket);
    expect(heard).toEqual([]);
  });

  it('is for who sent it, and for nobody else', async () => {
    const { id, people } = await groupOf(3);
    const [lan, minh] = people;
    const message = await send(minh, id, 'một');
    expect(await edit(lan, message, 'khác')).toMatchObject({
      status: 403,
      ...refusal('forbidden'),
    });
    done(await lan.delete(`${api}/conversations/${id}/members/${minh.id}`));
    expect(await edit(minh, message, 'khác')).toMatchObject(refusal('not_a_member'));
    expect((await seen(lan, message))?.content).toBe('một');
  });

  it('refuses empty words, and words for what has none', async () => {
    const { id, people } = await groupOf(2);
    const [lan] = people;
    const message = await send(lan, id, 'một');
    expect(await edit(lan, message, null)).toMatchObject({
      status: 400,
      ...refusal('invalid_input', { content: 'TEXT needs it' }),
    });
    for (const wrong of ['', ' \n', 'x'.repeat(10_001), 'a\u0000']) {
      expect(await edit(lan, message, wrong)).toMatchObject(refusal('invalid_input'));
    }
    const forwarded: Message = done(
      await lan.post(`${api}/messages/${message.id}/forward`, { targetConversationId: id }),
    );
    expect(await edit(lan, forwarded, 'khác')).toMatchObject({
      status: 409,
      ...refusal('conflict', { messageId: 'was forwarded' }),
    });
  });

  it('ends with a recall, with hiding, with a block, and after 24 hours', async () => {
    const { id, people } = await directOf();
    const [lan, minh] = people;
    const [recalled, hidden, old, other] = [
      await send(lan, id, 'một'),
      await send(lan, id, 'hai'),
      await send(lan, id, 'ba'),
      await send(lan, id, 'bốn'),
    ];
    done(await recall(lan, recalled));
    expect(await edit(lan, recalled, 'khác')).toMatchObject({
      status: 409,
      ...refusal('conflict', { messageId: 'was recalled' }),
    });
    done(await hide(lan, hidden));
    expect(await edit(lan, hidden, 'khác')).toMatchObject({ status: 404 });
    await age(old, 23.9);
    done(await edit(lan, old, 'ba rưỡi'));
    await age(old, 0.2);
    expect(await edit(lan, old, 'khác')).toMatchObject({
      status: 409,
      ...refusal('conflict', { messageId: 'was sent more than 24 hours ago' }),
    });
    // A retry of the edit that was in time.
    expect(done(await edit(lan, old, 'ba rưỡi'))).toMatchObject({ originalContent: 'ba' });
    done(await minh.put(`${api}/users/${lan.id}/block`));
    expect(await edit(lan, other, 'khác')).toMatchObject({ status: 403, ...refusal('blocked') });
  });

  it('forgets all words with a recall', async () => {
    const { id, people } = await groupOf(2);
    const [lan] = people;
    const message = await send(lan, id, 'một');
    done(await edit(lan, message, 'hai'));
    expect(done(await recall(lan, message))).toMatchObject({
      content: null,
      originalContent: null,
      isRecalled: true,
    });
  });
});

describe('a caption', () => {
  it('can be changed, taken away and given', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const sharp = (await import('sharp')).default;
    const create = { width: 8, height: 8, channels: 3, background: '#a03c28' } as const;
    const form = new FormData();
    form.append(
      'file',
      new Blob([new Uint8Array(await sharp({ create }).png().toBuffer())]),
      'a.png',
    );
    const { id: mediaId } = done(await lan.post(`${api}/media`, form));
    const message = await send(lan, id, { type: 'IMAGE', mediaId });
    expect(done(await edit(lan, message, 'ảnh đẹp'))).toMatchObject({
      content: 'ảnh đẹp',
      originalContent: null,
      imageUrl: message.imageUrl,
    });
    expect(done(await edit(lan, message, null))).toMatchObject({
      content: null,
      originalContent: null,
    });
    expect((await seen(minh, message))?.editedAt).not.toBeNull();
  });
});
