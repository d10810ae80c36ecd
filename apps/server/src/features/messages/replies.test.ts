import type { Message } from '@xom/contract/message-shape';
import { describe, expect, it } from 'vitest';
import { next } from '../../../test/people.ts';
import {
  api,
  conversationOf,
  directOf,
  done,
  edit,
  groupOf,
  hide,
  react,
  recall,
  refusal,
  seen,
  send,
  server,
  serveTests,
  synced,
} from './test-acts.ts';

serveTests();

const quoteOf = (message: Message, changes: object = {}) => ({
  id: message.id,
  senderId: message.senderId,
  sender: message.sender,
  type: message.type,
  content: message.content,
  isRecalled: false,
  ...changes,
});

describe('a reply', () => {
  it('shows what it answers, wherever it is shown', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const question = await send(lan, id, 'Ăn gì?');
    expect(question.reply).toBeNull();
    const { version } = await conversationOf(minh, id);
    const [v1, chat] = [await lan.connect('/v1'), await lan.chat()];
    const heard = [next(v1, 'message.created'), next(chat, 'newNotification')];
    const answer = await send(minh, id, { content: 'Phở', replyTo: question.id });
    const reply = quoteOf(question);
    expect(answer).toMatchObject({ replyTo: question.id, reply });
    expect(await Promise.all(heard)).toMatchObject([{ reply }, { message: { reply } }]);
    for (const one of people) expect(await seen(one, answer)).toMatchObject({ reply });
    expect((await conversationOf(lan, id)).lastMessage).toMatchObject({ reply });
    expect(await synced(lan, id, version)).toMatchObject([{ reply }]);
    expect(done(await react(lan, answer, '😋'))).toMatchObject({ reply });
    const again = { content: 'Phở', replyTo: question.id, clientId: 'c1' };
    expect(await send(minh, id, again)).toMatchObject({ reply });
    expect(await send(minh, id, again)).toMatchObject({ reply });
  });

  it('shows the first 200 characters, whole ones', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const long = await send(lan, id, '🐉'.repeat(300));
    const answer = await send(minh, id, { content: 'dài', replyTo: long.id });
    expect(answer.reply?.content).toBe('🐉'.repeat(200));
  });

  it('follows the edit and the recall of what it answers, and sync brings that', async () => {
    const { id, people } = await groupOf(3);
    const [lan, minh, hoa] = people;
    const question = await send(lan, id, 'Ăn gì?');
    const answers = [
      await send(minh, id, { content: 'Phở', replyTo: question.id }),
      await send(hoa, id, { content: 'Bún', replyTo: question.id }),
    ];
    const before = (await conversationOf(hoa, id)).version;
    const edited: Message = done(await edit(lan, question, 'Uống gì?'));
    const brought = await synced(hoa, id, before);
    expect(brought.map((message) => message.id)).toEqual([
      question.id,
      ...answers.map((message) => message.id),
    ]);
    expect(new Set(brought.map(({ version }) => version)).size).toBe(3);
    expect(brought[1]?.reply).toEqual(quoteOf(edited));

    const between = (await conversationOf(hoa, id)).version;
    done(await recall(lan, question));
    const reply = quoteOf(question, { content: null, isRecalled: true });
    expect((await synced(hoa, id, between)).slice(1)).toMatchObject([{ reply }, { reply }]);
    for (const answer of answers) expect(await seen(minh, answer)).toMatchObject({ reply });
    expect(await send(hoa, id, { content: 'Ơ', replyTo: question.id })).toMatchObject({ reply });
  });

  it('shows nothing of what it answers to those who hid that, in events neither', async () => {
    const { id, people } = await groupOf(3);
    const [lan, minh, hoa] = people;
    const question = await send(lan, id, 'bí mật');
    const answer = await send(minh, id, { content: 'ừ', replyTo: question.id });
    const before = (await conversationOf(hoa, id)).version;
    done(await hide(hoa, question));
    const [hidden, open] = [quoteOf(question, { content: null }), quoteOf(question)];
    expect(await seen(hoa, answer)).toMatchObject({ reply: hidden });
    expect(await seen(lan, answer)).toMatchObject({ reply: open });
    expect(await synced(hoa, id, before)).toMatchObject([{ id: answer.id, reply: hidden }]);

    const sockets = await Promise.all(people.map((one) => one.connect('/v1')));
    const chat = await hoa.chat();
    const heard = sockets.map((socket) => next(socket, 'message.created'));
    const noted = next(chat, 'newNotification');
    const further = await send(minh, id, { content: 'thật', replyTo: question.id });
    expect(await Promise.all(heard)).toMatchObject([
      { reply: open },
      { reply: open },
      { reply: hidden },
    ]);
    expect(await noted).toMatchObject({ message: { reply: hidden } });
    expect(await send(hoa, id, { content: 'gì?', replyTo: question.id })).toMatchObject({
      reply: hidden,
    });
    const updates = sockets.map((socket) => next(socket, 'message.updated'));
    expect(done(await react(hoa, further, '🤫'))).toMatchObject({ reply: hidden });
    expect(await Promise.all(updates)).toMatchObject([
      { reply: open },
      { reply: open },
      { reply: hidden },
    ]);
  });

  it('shows nothing of what it answers to those who cleared that away', async () => {
    const { id, people } = await directOf();
    const [lan, minh] = people;
    const question = await send(lan, id, 'bí mật');
    done(await minh.delete(`${api}/conversations/${id}`));
    const socket = await minh.connect('/v1');
    const heard = next(socket, 'message.created');
    const answer = await send(lan, id, { content: 'nhớ không?', replyTo: question.id });
    const reply = quoteOf(question, { content: null });
    expect(answer).toMatchObject({ reply: quoteOf(question) });
    expect(await heard).toMatchObject({ reply });
    expect(await seen(minh, answer)).toMatchObject({ reply });
    expect(await synced(minh, id, 0)).toMatchObject([{ id: answer.id, reply }]);
  });

  it('bounds how often a message is edited that very many answer', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const question = await send(lan, id, 'một');
    await Promise.all(
      Array.from({ length: 201 }, (_, index) =>
        send(minh, id, { content: `${index}`, replyTo: question.id }),
      ),
    );
    done(await edit(lan, question, 'hai'));
    const refused = await edit(lan, question, 'ba');
    expect(refused).toMatchObject({ status: 429, ...refusal('rate_limited') });
    await server.pool.query(
      "update messages set edited_at = edited_at - interval '1 minute' where id = $1",
      [question.id],
    );
    expect(done(await edit(lan, question, 'ba'))).toMatchObject({ content: 'ba' });
    const { items } = done(await minh.get(`${api}/conversations/${id}/messages?limit=100`));
    expect(new Set(items.map((message: Message) => message.reply?.content))).toEqual(
      new Set(['ba']),
    );
  });
});
