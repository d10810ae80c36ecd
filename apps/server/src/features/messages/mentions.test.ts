import { describe, expect, it } from 'vitest';
import { next, register, testPassword } from '../../../test/people.ts';
import { handlesIn } from './mentions.ts';
import {
  api,
  conversationOf,
  directOf,
  done,
  edit,
  groupOf,
  hide,
  newcomers,
  recall,
  seen,
  send,
  server,
  serveTests,
  synced,
} from './test-acts.ts';

serveTests();

describe('a mention', () => {
  it('is a member of the group whom the text names', async () => {
    const { id, people } = await groupOf(4);
    const [lan, minh, hoa, tuan] = people;
    const [stranger] = await newcomers(1);
    const { version } = await conversationOf(minh, id);
    const socket = await minh.connect('/v1');
    const heard = next(socket, 'message.created');
    const message = await send(
      lan,
      id,
      `@${minh.username}, (@${hoa.username.toUpperCase()})! Hỏi @${stranger?.username} và @${lan.username}. ` +
        `Không gọi a@${tuan.username} hay /@${tuan.username} hay @${tuan.username}đẹp`,
    );
    const mentions = [minh.id, hoa.id].toSorted();
    expect(message.mentions).toEqual(mentions);
    expect(await heard).toMatchObject({ mentions });
    expect(await seen(hoa, message)).toMatchObject({ mentions });
    expect(await synced(hoa, id, version)).toMatchObject([{ mentions }]);
    const counts = await Promise.all(
      people.map(async (one) => (await conversationOf(one, id)).unreadMentionCount),
    );
    expect(counts).toEqual([0, 1, 1, 0]);
  });

  it('counts until it is read, recalled, hidden, or edited away', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const call = `@${minh.username} ơi`;
    const count = async () => (await conversationOf(minh, id)).unreadMentionCount;
    const sent = [];
    for (let index = 0; index < 6; index += 1) sent.push(await send(lan, id, call));
    const [first, second, third, fourth, fifth] = sent;
    if (!first || !second || !third || !fourth || !fifth) throw new Error('nothing');
    expect(await count()).toBe(6);
    const list = done(await minh.get(`${api}/conversations`)).items;
    expect(list).toMatchObject([{ id, unreadMentionCount: 6 }]);
    done(await minh.post(`${api}/conversations/${id}/read`, { upToMessageId: second.id }));
    expect(await count()).toBe(4);
    done(await recall(lan, third));
    expect(await count()).toBe(3);
    expect((await seen(minh, third))?.mentions).toEqual([]);
    done(await hide(minh, fourth));
    expect(await count()).toBe(2);
    expect((await seen(lan, fourth))?.mentions).toEqual([minh.id]);
    expect(done(await edit(lan, fifth, 'thôi')).mentions).toEqual([]);
    expect(await count()).toBe(1);
    expect(done(await edit(lan, fifth, call)).mentions).toEqual([minh.id]);
    expect(await count()).toBe(2);
    // What is read stays read.
    done(await edit(lan, first, `${call}!`));
    expect(await count()).toBe(2);
    done(await minh.post(`${api}/conversations/${id}/read`));
    expect(await count()).toBe(0);
  });

  it('is of groups, not of direct conversations, and not in what is forwarded', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const call = `@${minh.username}`;
    const message = await send(lan, id, call);
    const forward = { targetConversationId: id };
    expect(done(await lan.post(`${api}/messages/${message.id}/forward`, forward))).toMatchObject({
      content: call,
      mentions: [],
    });
    const direct = await directOf();
    const [one, other] = direct.people;
    const said = await send(one, direct.id, `@${other.username}`);
    expect(said.mentions).toEqual([]);
    expect(done(await edit(one, said, `@${other.username}!`)).mentions).toEqual([]);
  });

  it('takes the longest name there is: a dot may be of the name, or end the sentence', async () => {
    const { id, people } = await groupOf(2);
    const [lan] = people;
    const short = await register(server, 'anh');
    const account = { username: 'anh.', email: 'anh@example.com', password: testPassword };
    const dotted = done(await lan.post(`${api}/auth/register`, account)).user;
    const userIds = [short.id, dotted.id];
    done(await lan.post(`${api}/conversations/${id}/members`, { userIds }));
    expect((await send(lan, id, 'Chào @anh.')).mentions).toEqual([dotted.id]);
    expect((await send(lan, id, 'Chào @anh, @anh...')).mentions).toEqual([short.id]);
    done(await lan.delete(`${api}/conversations/${id}/members/${dotted.id}`));
    const last = await send(lan, id, 'Chào @anh.');
    expect(last.mentions).toEqual([short.id]);
    expect(done(await edit(lan, last, 'Này @anh.')).mentions).toEqual([short.id]);
  });

  it('is looked for in at most 50 names', () => {
    const text = Array.from({ length: 60 }, (_, index) => `@person${index} @person${index}`);
    expect(handlesIn(text.join(' '))).toHaveLength(50);
    expect(handlesIn('@ab @a-b x@abc @@abc @abc@def @abcđ')).toEqual([]);
    expect(handlesIn(`@${'a'.repeat(31)} @${'b'.repeat(30)}`)).toEqual([['b'.repeat(30)]]);
    expect(handlesIn('"@Lan"\n@lan.minh.')).toEqual([['lan'], ['lan.minh.', 'lan.minh']]);
    expect(handlesIn(null)).toEqual([]);
  });
});
