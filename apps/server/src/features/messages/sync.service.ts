import type { InputOf, OutputOf } from '@xom/contract/define';
import { ConversationId, type UserId } from '@xom/contract/fields';
import type { pullSync } from '@xom/contract/sync';
import { z } from 'zod';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Database, Queries } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import { type ConversationPresenter, personOf } from '../conversations/conversation-presenter.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { type MessageRow, messageView } from './message-view.ts';
import {
  ChangeQueries,
  type DepartureRow,
  type Held,
  type HiddenRow,
  listVersions,
  type MemberChangeRow,
  type ReadRow,
} from './sync.queries.ts';

type Change =
  | { kind: 'message'; row: MessageRow }
  | { kind: 'member'; row: MemberChangeRow }
  | { kind: 'departure'; row: DepartureRow }
  | { kind: 'read'; row: ReadRow }
  | { kind: 'hidden'; row: HiddenRow };

type SyncPage = OutputOf<typeof pullSync>;

/** A page stops after about this many changes, or this many conversations. */
const changesPerPage = 500;
const conversationsPerPage = 50;

/** Where the next page begins: in conversation `id`, after `version`. */
const Position = z.tuple([ConversationId, z.int()]);

/** Brings a device from any earlier point to now. */
export class SyncService {
  readonly #database: Database;
  readonly #presenter: ConversationPresenter;
  readonly #summaries: PersonSummaries;
  readonly #urls: MediaUrls;

  constructor(dependencies: {
    database: Database;
    presenter: ConversationPresenter;
    summaries: PersonSummaries;
    urls: MediaUrls;
  }) {
    this.#database = dependencies.database;
    this.#presenter = dependencies.presenter;
    this.#summaries = dependencies.summaries;
    this.#urls = dependencies.urls;
  }

  /** One page, read from one snapshot. @throws Failure `invalid_input` (the cursor) */
  async pull(userId: UserId, input: InputOf<typeof pullSync>): Promise<SyncPage> {
    const position = input.cursor === undefined ? null : readCursor(Position, input.cursor);
    const held = new Map(input.conversations.map(({ id, version }) => [id, version]));
    return this.#database
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (queries) => {
        const current = await listVersions(queries, userId);
        const changed = current.flatMap(({ id, version }) => {
          if (position && id < position[0]) return [];
          const from = position && id === position[0] ? position[1] : (held.get(id) ?? 0);
          return version > from ? [{ id, from, version }] : [];
        });
        const mine = new Set(current.map(({ id }) => id));
        // Said once, on the first page.
        const removed = position ? [] : [...held.keys()].filter((id) => !mine.has(id));
        return this.#page(queries, userId, changed, removed);
      });
  }

  async #page(
    queries: Queries,
    userId: UserId,
    changed: readonly { id: ConversationId; from: number; version: number }[],
    removed: ConversationId[],
  ): Promise<SyncPage> {
    const visited = changed.slice(0, conversationsPerPage);
    const changesOf = await readChanges(
      queries,
      userId,
      visited.map(({ id, from }) => ({ id, version: from })),
    );
    const changes: Change[] = [];
    const versions: Held[] = [];
    let next: Held | null = null;
    for (const { id, version } of visited) {
      const { items, completeUpTo } = changesOf(id);
      const taken = takeWhole(items, completeUpTo, changesPerPage - changes.length);
      changes.push(...taken);
      if (taken.length < items.length || completeUpTo < Infinity) {
        next = { id, version: taken.at(-1)?.row.version ?? 0 };
        versions.push(next);
        break;
      }
      versions.push({ id, version });
      if (changes.length >= changesPerPage) {
        next = { id, version };
        break;
      }
    }
    const last = visited.at(-1);
    if (!next && last && changed.length > visited.length)
      next = { id: last.id, version: last.version };
    return {
      conversations: await this.#presenter.of(
        queries,
        userId,
        versions.map(({ id }) => id),
      ),
      ...(await this.#render(userId, changes)),
      removed,
      versions,
      nextCursor: next && writeCursor([next.id, next.version]),
      hasMore: next !== null,
    };
  }

  async #render(
    userId: UserId,
    changes: readonly Change[],
  ): Promise<Pick<SyncPage, 'messages' | 'members' | 'reads' | 'hidden'>> {
    const people = await this.#summaries.of(
      changes.flatMap((change) => {
        if (change.kind === 'message') return [change.row.sender_id];
        return change.kind === 'member' ? [change.row.user_id] : [];
      }),
    );
    const page: Pick<SyncPage, 'messages' | 'members' | 'reads' | 'hidden'> = {
      messages: [],
      members: [],
      reads: [],
      hidden: [],
    };
    for (const { kind, row } of changes) {
      const conversationId = row.conversation_id;
      switch (kind) {
        case 'message':
          page.messages.push(messageView(row, personOf(people, row.sender_id), userId, this.#urls));
          break;
        case 'member':
          page.members.push({
            change: 'present',
            conversationId,
            user: personOf(people, row.user_id),
            role: row.role,
            joinedAt: row.joined_at.toISOString(),
          });
          break;
        case 'departure':
          page.members.push({ change: 'left', conversationId, userId: row.user_id });
          break;
        case 'read':
          page.reads.push({
            conversationId,
            userId: row.user_id,
            fromSeq: row.from_seq,
            upToSeq: row.to_seq,
            readAt: row.read_at.toISOString(),
          });
          break;
        case 'hidden':
          page.hidden.push(row.message_id);
          break;
      }
    }
    return page;
  }
}

/** All kinds of changes of many conversations; each list may have been cut at `changesPerPage`. */
async function readChanges(
  queries: Queries,
  userId: UserId,
  held: readonly Held[],
): Promise<(id: ConversationId) => { items: Change[]; completeUpTo: number }> {
  if (held.length === 0) return () => ({ items: [], completeUpTo: Infinity });
  const read = new ChangeQueries(queries, held, changesPerPage);
  const lists: Change[][] = [
    (await read.messages(userId)).map((row) => ({ kind: 'message', row })),
    (await read.members()).map((row) => ({ kind: 'member', row })),
    (await read.departures()).map((row) => ({ kind: 'departure', row })),
    (await read.reads()).map((row) => ({ kind: 'read', row })),
    (await read.hidden(userId)).map((row) => ({ kind: 'hidden', row })),
  ];
  const grouped = lists.map((list) => Map.groupBy(list, ({ row }) => row.conversation_id));
  return (id) => {
    const own = grouped.map((byConversation) => byConversation.get(id) ?? []);
    // A list that reached its limit may go on: nothing above its last version is known to be whole.
    const ends = own.map((list) =>
      list.length < changesPerPage ? Infinity : (list.at(-1)?.row.version ?? Infinity),
    );
    return {
      items: own.flat().toSorted((a, b) => a.row.version - b.row.version),
      completeUpTo: Math.min(...ends),
    };
  };
}

/** The first changes, about `room` of them: never a part of one version, never above what is whole. */
function takeWhole(items: readonly Change[], completeUpTo: number, room: number): Change[] {
  const taken: Change[] = [];
  for (const item of items) {
    const { version } = item.row;
    if (version > completeUpTo) break;
    if (taken.length >= room && version !== taken.at(-1)?.row.version) break;
    taken.push(item);
  }
  return taken;
}
