import type { UserId } from '@xom/contract/fields';
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import { openPoolBeside } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { api, direct, newcomers, server, serveTests, two } from '../people/test-acts.ts';
import { shelfSettings } from './search-keys.ts';
import { listMessageCandidates } from './search-messages.queries.ts';
import { Query } from './search-text.ts';
import { found, group, page, say } from './test-acts.ts';

serveTests();

describe('messages', () => {
  it('are found as soon as they are sent, and as they were edited', async () => {
    const [lan, minh] = await two();
    const id = await direct(lan, minh);
    const sent = await say(lan, id, 'Gặp nhau ở Đà Lạt nhé');
    for (const q of ['da lat', 'ĐÀ LẠT', 'lạt gặp', 'nha']) {
      expect([q, await found(minh, 'messages', q)]).toEqual([q, [sent]]);
    }
    await lan.patch(`${api}/messages/${sent}`, { content: 'Gặp ở 京都 🎉' });
    expect(await found(minh, 'messages', 'da lat')).toEqual([]);
    expect(await found(lan, 'messages', '京')).toEqual([sent]);
    expect(await found(lan, 'messages', '🎉')).toEqual([sent]);
    const [one] = (await page(minh, 'messages', '京都')).items;
    expect(one).toMatchObject({ id: sent, sender: { id: lan.id }, originalContent: null });
  });

  it('come exact before folded, the newest first, from all conversations or from one', async () => {
    const [lan, minh, hoa] = await newcomers(3);
    if (!lan || !minh || !hoa) throw new Error('nobody');
    const [one, other] = [await direct(lan, minh), await group(lan, hoa)];
    const first = await say(minh, one, 'ăn phở không');
    const second = await say(hoa, other, 'an pho khong');
    const third = await say(lan, one, 'phở nào');
    expect(await found(lan, 'messages', 'phở')).toEqual([third, first, second]);
    expect(await found(lan, 'messages', 'pho')).toEqual([second, third, first]);
    expect(await found(lan, 'messages', 'pho', `&conversationId=${one}`)).toEqual([third, first]);
    expect(await found(minh, 'messages', 'pho')).toEqual([third, first]);
    expect(await found(hoa, 'messages', 'pho')).toEqual([second]);
  });

  it('are not found by those who may not read them', async () => {
    const [lan, minh, out] = await newcomers(3);
    if (!lan || !minh || !out) throw new Error('nobody');
    const id = await group(lan, minh, out);
    const one = await direct(lan, minh);
    const sent = await Promise.all(
      ['thư một', 'thư hai', 'thư ba', 'thư bốn'].map((text) => say(lan, id, text)),
    );
    const [recalled = '', hidden = '', due = ''] = sent;
    const cleared = await say(lan, one, 'thư riêng');
    expect(await found(minh, 'messages', 'thư')).toHaveLength(5);
    await lan.put(`${api}/messages/${recalled}/recall`);
    await minh.delete(`${api}/messages/${hidden}`);
    await server.pool.query('update messages set expires_at = now() where id = $1', [due]);
    await minh.delete(`${api}/conversations/${one}`);
    expect(await found(minh, 'messages', 'thư')).toEqual(sent.slice(3));
    expect(await found(lan, 'messages', 'thu')).toEqual(
      [cleared, sent[3], hidden].toSorted().toReversed(),
    );
    await lan.delete(`${api}/conversations/${id}/members/${out.id}`);
    expect(await found(out, 'messages', 'thư')).toEqual([]);
    const again = await say(minh, one, 'thư mới');
    expect(await found(minh, 'messages', 'thư r')).toEqual([]);
    expect((await found(minh, 'messages', 'thư'))[0]).toBe(again);
    await lan.delete(`${api}/conversations/${id}`);
    expect(await found(minh, 'messages', 'thư')).toEqual([again]);
  });

  it('keep nothing of what is gone in the index', async () => {
    const [lan, minh] = await two();
    const id = await group(lan, minh);
    const sent = await say(lan, id, 'giấu đi');
    await say(lan, id, 'giữ lại');
    const rows = async () => {
      await found(lan, 'messages', 'x');
      const { rowCount } = await server.pool.query(
        'select from message_search where conversation_id = $1',
        [id],
      );
      return rowCount;
    };
    expect(await rows()).toBe(2);
    await lan.put(`${api}/messages/${sent}/recall`);
    expect(await rows()).toBe(1);
    await lan.delete(`${api}/conversations/${id}`);
    expect(await rows()).toBe(0);
  });

  it('page exactly over windows and conversations, whatever is sent meanwhile', async () => {
    const [lan, minh, hoa] = await newcomers(3);
    if (!lan || !minh || !hoa) throw new Error('nobody');
    const ids = [await direct(lan, minh), await direct(lan, hoa), await group(lan, minh, hoa)];
    // More than a window holds, and more than a shelf.
    await fill(ids, 1500);
    const expected = await server.pool.query<{ id: string }>(
      `select id from messages where conversation_id = any($1) and content like '%trăng%'`,
      [ids],
    );
    expect(expected.rows.length).toBeGreaterThan(1500);
    const all: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null; pages += 1) {
      const from: string = cursor && `&cursor=${cursor}`;
      const { items, nextCursor } = await page(lan, 'messages', 'trăng', `&limit=100${from}`);
      all.push(...items.map((item) => item.id));
      cursor = nextCursor;
      for (const id of ids.slice(pages % 3)) await say(minh, ids[0] ?? id, 'trăng mới');
    }
    expect(new Set(all).size).toBe(all.length);
    expect(all.toSorted()).toEqual(expected.rows.map(({ id }) => id).toSorted());
  });

  it('end where a cursor says, in a few looks however far back that is', async () => {
    const [lan, minh] = await two();
    const id = await direct(lan, minh);
    await fill([id], 5000);
    await server.pool.query(
      `update messages set created_at = '2020-01-01Z'::timestamptz + seq * interval '1 minute'
       where conversation_id = $1`,
      [id],
    );
    await server.pool.query('analyze messages');
    const places = [1, 2, 3, 1023, 1024, 1025, 2047, 2048, 3000, 4095, 4096, 4999, 5000];
    for (const last of [...places, 5001]) {
      const asOf = new Date(Date.UTC(2020, 0, 1, 0, last, 30));
      const { first, rowsRead } = await lookBack(lan, asOf);
      const newest = Math.min(last, 5000);
      // Every third is of something else.
      expect([last, first]).toEqual([last, newest % 3 === 0 ? newest - 1 : newest]);
      expect(rowsRead).toBeLessThan(80);
    }
    expect(await lookBack(lan, new Date(0))).toMatchObject({ first: undefined });
    const before = Buffer.from('["2019-01-01T00:00:00.000Z",null,null,null]').toString('base64url');
    expect((await page(lan, 'messages', 'trăng', `&cursor=${before}`)).items).toEqual([]);
  });
});

interface Plan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

/** The newest that a read of a search finds from a time on, and how many messages it goes through. */
async function lookBack(
  viewer: TestPerson,
  asOf: Date,
): Promise<{ first: number | undefined; rowsRead: number }> {
  const asked: CompiledQuery[] = [];
  const pool = openPoolBeside(server.pool, shelfSettings, () => {});
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void asked.push(query),
  });
  // An id as the doors would have read it.
  const viewerId = viewer.id as UserId;
  const { terms } = new Query('trăng');
  const stretch = { asOf, after: null, upTo: null, limit: 1 };
  try {
    const wanted = { terms, conversationId: null };
    const [first] = await listMessageCandidates(database, viewerId, wanted, stretch);
    const query = asked.at(-1);
    if (!query) throw new Error('nothing was asked');
    const explained = `explain (analyze, format json) ${query.sql}`;
    const { rows } = await database.executeQuery<{ 'QUERY PLAN': { Plan: Plan }[] }>({
      ...query,
      sql: explained,
    });
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    return { first: first?.seq, rowsRead: plan ? messagesIn(plan) : Number.NaN };
  } finally {
    await database.destroy();
  }
}

function messagesIn(plan: Plan): number {
  const { 'Actual Rows': rows, 'Actual Loops': loops, 'Rows Removed by Filter': removed } = plan;
  const own = plan['Relation Name'] === 'messages' ? (rows + (removed ?? 0)) * loops : 0;
  return (plan.Plans ?? []).reduce((sum, below) => sum + messagesIn(below), own);
}

/** Many messages in each conversation, as the server before would have stored them. */
async function fill(conversationIds: readonly string[], count: number): Promise<void> {
  await server.pool.query(
    `insert into messages (conversation_id, seq, id, sender_id, sender_ordinal, type, content, version,
       created_at, updated_at)
     select c.id, n, gen_random_uuid(), m.user_id, n, 'TEXT',
       case when n % 3 = 0 then 'bay' when n % 3 = 1 then 'trăng' else 'ánh trăng rằm' end || n, n + 1, now(), now()
     from conversations c
     join lateral (select user_id from conversation_members where conversation_id = c.id limit 1) m on true,
       generate_series(1, $2::int) n
     where c.id = any($1)`,
    [conversationIds, count],
  );
  await server.pool.query(
    `update conversations c set last_seq = $2::int, version = $2::int + 1,
       last_message_at = (select created_at from messages where conversation_id = c.id and seq = $2::int)
     where c.id = any($1)`,
    [conversationIds, count],
  );
  await expect
    .poll(async () => (await server.pool.query('select from message_search_waiting')).rowCount, {
      timeout: 20_000,
    })
    .toBe(0);
}
