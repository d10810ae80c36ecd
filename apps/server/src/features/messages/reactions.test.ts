import type { Message } from '@xom/contract/message-shape';
import { describe, expect, it } from 'vitest';
import { emit, next, record, settle } from '../../../test/people.ts';
import {
  api,
  conversationOf,
  directOf,
  done,
  groupOf,
  hide,
  newcomers,
  react,
  recall,
  refusal,
  seen,
  send,
  server,
  serveTests,
  synced,
  unreact,
} from './test-acts.ts';

serveTests();

describe('a reaction', () => {
  it('shows wherever the message is shown, to everybody at once', async () => {
    const { id, people } = await groupOf(3);
    const [lan, minh, hoa] = people;
    const message = await send(lan, id);
    expect(message.reactions).toEqual([]);
    const { version } = await conversationOf(hoa, id);
    const sockets = await Promise.all(people.map((one) => one.connect('/v1')));
    const heard = sockets.map((socket) => next<Message>(socket, 'message.updated'));

    const answer = await react(minh, message, '👍🏽');
    const reactions = [{ emoji: '👍🏽', count: 1, userIds: [minh.id] }];
    expect(answer).toMatchObject({ status: 200, body: { data: { id: message.id, reactions } } });
    expect(await Promise.all(heard)).toMatchObject([{ reactions }, { reactions }, { reactions }]);
    for (const one of people) {
      expect(await seen(one, message)).toMatchObject({ reactions, version: version + 1 });
      expect((await conversationOf(one, id)).lastMessage).toMatchObject({ reactions });
    }
    expect(await synced(hoa, id, version)).toMatchObject([{ id: message.id, reactions }]);
    const chat = await hoa.chat();
    const opened = await emit(chat, 'open', { profileId: hoa.id, groupId: id });
    expect(opened.messages).toMatchObject([{ id: message.id, reactions }]);
  });

  it('keeps the order in which the emoji and the people came, and counts exactly', async () => {
    const { id, people } = await groupOf(3);
    const [lan, minh, hoa] = people;
    const message = await send(lan, id);
    for (const [who, emoji] of [
      [minh, '❤️'],
      [lan, '🎉'],
      [hoa, '❤️'],
      [lan, '❤️'],
      [minh, '🇻🇳'],
    ] as const) {
      done(await react(who, message, emoji));
    }
    expect((await seen(hoa, message))?.reactions).toEqual([
      { emoji: '❤️', count: 3, userIds: [minh.id, hoa.id, lan.id] },
      { emoji: '🎉', count: 1, userIds: [lan.id] },
      { emoji: '🇻🇳', count: 1, userIds: [minh.id] },
    ]);
    done(await unreact(lan, message, '🎉'));
    expect(done(await unreact(minh, message, '❤️')).reactions).toEqual([
      { emoji: '❤️', count: 2, userIds: [hoa.id, lan.id] },
      { emoji: '🇻🇳', count: 1, userIds: [minh.id] },
    ]);
  });

  it('changes and tells nothing when it is there already, or not there to be taken back', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const message = await send(lan, id);
    done(await react(minh, message, '🔥'));
    const { version } = await conversationOf(lan, id);
    const socket = await lan.connect('/v1');
    const heard = record(socket);
    expect(done(await react(minh, message, '🔥')).reactions).toHaveLength(1);
    expect(done(await unreact(lan, message, '🔥')).reactions).toHaveLength(1);
    expect(done(await unreact(minh, message, '👋')).reactions).toHaveLength(1);
    await settle(socket);
    expect(heard).toEqual([]);
    expect((await conversationOf(lan, id)).version).toBe(version);
  });

  it('is one emoji, however many code points; the invisible marks of keyboards make no other', async () => {
    const { id, people } = await groupOf(2);
    const [lan] = people;
    const message = await send(lan, id);
    const emoji = ['👨‍👩‍👧‍👦', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👩🏽‍❤️‍💋‍👨🏿', '🏳️‍🌈', '☺️', '🫩'];
    for (const one of emoji) done(await react(lan, message, one));
    for (const same of ['☺', '🏳‍🌈', '🫩\uFE0F']) done(await react(lan, message, same));
    expect((await seen(lan, message))?.reactions.map((one) => one.emoji)).toEqual(emoji);
    expect(done(await unreact(lan, message, '☺')).reactions).toHaveLength(emoji.length - 1);
    for (const wrong of [
      'a',
      '7',
      'ok',
      '👍👍',
      '👍a',
      ' 👍',
      '👍\u0308',
      '🇻',
      '%',
      '\uFE0F',
      'á',
    ]) {
      expect([wrong, await react(lan, message, wrong)]).toMatchObject([
        wrong,
        { status: 400, ...refusal('invalid_input', { emoji: 'must be one emoji' }) },
      ]);
    }
    expect(await react(lan, message, '👍'.repeat(200))).toMatchObject(refusal('invalid_input'));
    expect(await react(lan, message, '')).toMatchObject(refusal('invalid_input'));
    const empty = await emit(await lan.connect('/v1'), 'messages.react', {
      messageId: message.id,
      emoji: '',
    });
    expect(empty).toMatchObject({ status: 'error', error: 'invalid_input' });
  });

  it('is bounded: 20 emoji of one person, 50 on a message', async () => {
    const { id, people } = await groupOf(4);
    const [lan, minh, hoa, tuan] = people;
    const message = await send(lan, id);
    const emoji = Array.from({ length: 51 }, (_, index) => String.fromCodePoint(0x1f400 + index));
    const give = async (who: typeof lan, from: number, to: number) => {
      for (const one of emoji.slice(from, to)) done(await react(who, message, one));
    };
    await give(lan, 0, 20);
    const conflict = (text: string) => ({ status: 409, ...refusal('conflict', { emoji: text }) });
    expect(await react(lan, message, '👍')).toMatchObject(
      conflict('is one more than 20 of one person'),
    );
    await give(minh, 20, 40);
    await give(hoa, 40, 50);
    expect(await react(tuan, message, emoji[50] ?? '')).toMatchObject(
      conflict('is one more than 50 on a message'),
    );
    done(await react(tuan, message, emoji[49] ?? ''));
    done(await unreact(lan, message, emoji[0] ?? ''));
    done(await react(tuan, message, emoji[50] ?? ''));
  });

  it('names the first 50 people, and moves the next up when one of them takes it back', async () => {
    const [owner, ...others] = await newcomers(53);
    if (!owner) throw new Error('nobody');
    const memberIds = others.map(({ id }) => id);
    const { id } = done(await owner.post(`${api}/conversations`, { isGroup: true, memberIds }));
    const message = await send(owner, id);
    for (const one of others) done(await react(one, message, '🐝'));
    const [first, second] = others;
    if (!first || !second) throw new Error('nobody');
    const named = async () => (await seen(owner, message))?.reactions;
    expect(await named()).toEqual([{ emoji: '🐝', count: 52, userIds: memberIds.slice(0, 50) }]);
    done(await unreact(second, message, '🐝'));
    const left = memberIds.filter((one) => one !== second.id);
    expect(await named()).toEqual([{ emoji: '🐝', count: 51, userIds: left.slice(0, 50) }]);
    done(await unreact(first, message, '🐝'));
    expect(await named()).toEqual([{ emoji: '🐝', count: 50, userIds: left.slice(1) }]);
    const [third] = others.slice(2);
    if (third) done(await unreact(third, message, '🐝'));
    expect(await named()).toEqual([{ emoji: '🐝', count: 49, userIds: left.slice(2) }]);
  });

  it('counts exactly when many come and go at once, and is told in order', async () => {
    const { id, people } = await groupOf(4);
    const [lan] = people;
    const message = await send(lan, id);
    const socket = await lan.connect('/v1');
    const told: Message[] = [];
    socket.on('message.updated', (update: Message) => told.push(update));
    await Promise.all(
      people.flatMap((one) =>
        Array.from({ length: 8 }, async (_, index) => {
          const act = index % 3 === 2 ? unreact : react;
          done(await act(one, message, index % 2 ? '👍' : '👎'));
        }),
      ),
    );
    const shown = (await seen(lan, message))?.reactions ?? [];
    const { rows } = await server.pool.query(
      `select emoji, count(*), array_agg(user_id order by id) as "userIds" from message_reactions
       where conversation_id = $1 group by emoji`,
      [id],
    );
    const byEmoji = (a: { emoji: string }, b: { emoji: string }) => (a.emoji < b.emoji ? -1 : 1);
    expect(shown.toSorted(byEmoji)).toEqual(rows.toSorted(byEmoji));
    await settle(socket);
    const versions = told.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(told.at(-1)?.reactions).toEqual(shown);
  });

  it('goes with a recall; a recalled message and one that I hid take none', async () => {
    const { id, people } = await groupOf(3);
    const [lan, minh, hoa] = people;
    const message = await send(lan, id);
    done(await react(minh, message, '👍'));
    done(await hide(hoa, message));
    expect(await react(hoa, message, '👍')).toMatchObject({ status: 404, ...refusal('not_found') });
    expect(await unreact(hoa, message, '👍')).toMatchObject(refusal('not_found'));
    expect(done(await recall(lan, message)).reactions).toEqual([]);
    expect((await seen(minh, message))?.reactions).toEqual([]);
    expect(await react(minh, message, '👍')).toMatchObject({
      status: 409,
      ...refusal('conflict', { messageId: 'was recalled' }),
    });
    expect(done(await unreact(minh, message, '👍')).reactions).toEqual([]);
    const { rows } = await server.pool.query('select from message_reactions where user_id = $1', [
      minh.id,
    ]);
    expect(rows).toEqual([]);
  });

  it('does not travel with a forward, and needs a direct conversation without a block', async () => {
    const { id, people } = await directOf();
    const [lan, minh] = people;
    const message = await send(lan, id);
    done(await react(minh, message, '👍'));
    const body = { targetConversationId: id };
    expect(done(await lan.post(`${api}/messages/${message.id}/forward`, body)).reactions).toEqual(
      [],
    );
    done(await lan.put(`${api}/users/${minh.id}/block`));
    expect(await react(minh, message, '🎉')).toMatchObject({ status: 403, ...refusal('blocked') });
    expect(done(await unreact(minh, message, '👍')).reactions).toEqual([]);
  });

  it('is nothing that the dialect of /chat takes for a recall', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const message = await send(lan, id);
    const chat = await minh.chat();
    const heard = record(chat);
    const events = () => heard.filter(([event]) => event.startsWith('message'));
    done(await react(minh, message, '👍'));
    done(await lan.patch(`${api}/messages/${message.id}`, { content: 'khác' }));
    await settle(chat);
    expect(events()).toEqual([]);
    done(await recall(lan, message));
    await settle(chat);
    expect(events()).toEqual([['messageRecalled', { messageId: message.id, groupId: id }]]);
  });
});
