import { describe, expect, it } from 'vitest';
import { emit, record, settle } from '../../../test/people.ts';
import {
  api,
  directOf,
  done,
  groupOf,
  refusal,
  server,
  serveTests,
} from '../messages/test-acts.ts';

serveTests();

describe('typing', () => {
  it('is told to the others, once in 3 seconds, and kept nowhere', async () => {
    const { id, people } = await groupOf(3);
    const [lan, minh] = people;
    const sockets = await Promise.all(people.map((one) => one.connect('/v1')));
    const heard = sockets.map((socket) => record(socket));
    const [mine] = sockets;
    if (!mine) throw new Error('nobody');
    const type = () => lan.post(`${api}/conversations/${id}/typing`);
    const { rows: before } = await server.pool.query('select version from conversations');
    expect(await type()).toMatchObject({ status: 200, body: { data: {} } });
    for (let again = 0; again < 5; again += 1) done(await type());
    const conversationId = id;
    expect(await emit(mine, 'conversations.type', { conversationId })).toEqual({
      status: 'success',
    });
    done(await minh.post(`${api}/conversations/${id}/typing`));
    await settle(...sockets);
    const typing = (who: typeof lan) => ['typing', { conversationId: id, userId: who.id }];
    expect(heard).toEqual([[typing(minh)], [typing(lan)], [typing(lan), typing(minh)]]);
    const { rows: after } = await server.pool.query('select version from conversations');
    expect(after).toEqual(before);

    await new Promise((resolve) => setTimeout(resolve, 3000));
    done(await type());
    await settle(...sockets);
    expect(heard[2]).toEqual([typing(lan), typing(minh), typing(lan)]);
  });

  it('is told of each conversation by itself', async () => {
    const { id, people } = await directOf();
    const [lan, minh] = people;
    const body = { isGroup: true, memberIds: [minh.id] };
    const { id: other } = done(await lan.post(`${api}/conversations`, body));
    const socket = await minh.connect('/v1');
    const heard = record(socket);
    for (const one of [id, other]) done(await lan.post(`${api}/conversations/${one}/typing`));
    await settle(socket);
    expect(heard).toHaveLength(2);
  });

  it('is refused with a block between the two, and to those outside', async () => {
    const { id, people } = await directOf();
    const [lan, minh] = people;
    done(await lan.post(`${api}/conversations/${id}/typing`));
    done(await lan.put(`${api}/users/${minh.id}/block`));
    for (const one of people) {
      expect(await one.post(`${api}/conversations/${id}/typing`)).toMatchObject({
        status: 403,
        ...refusal('blocked'),
      });
    }
    const [outsider] = (await groupOf(2)).people;
    expect(await outsider.post(`${api}/conversations/${id}/typing`)).toMatchObject(
      refusal('not_a_member'),
    );
  });
});
