import type { InputOf, OutputOf } from '@xom/contract/define';
import { ConversationId, type UserId } from '@xom/contract/fields';
import type { pullSync } from '@xom/contract/sync';
import { z } from 'zod';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import type { Database, Queries } from '../../tables.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import type { ConversationPresenter } from '../conversations/conversation-presenter.ts';
import type { Deliveries } from '../conversations/deliveries.ts';
import type { MessagePresenter } from './message-presenter.ts';
import type { MessageRow } from './message-view.ts';
import {
  ChangeQueries,
  type DepartureRow,
  type Held,
  type HiddenRow,
  type Lack,
  listStandings,
  type MemberChangeRow,
  type ReadRow,
  type Standing,
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

/**
 * Where the next page begins: in conversation `id`, after `version`; what came so far is as the person
 * cleared it at `clearedVersion`.
 */
const Position = z.tuple([ConversationId, z.int(), z.int()]);
type Position = z.output<typeof Position>;

/** A conversation that a page comes to. */
interface Visit extends Standing {
  /** What the device holds of it. */
  from: number;
  /** The person cleared it since: it is brought anew. */
  mustForget: boolean;
  /** The device asks for no more than how it is now. */
  isSummary: boolean;
}

/** Brings a device from any earlier point to now. */
export class SyncService {
  readonly #database: Database;
  readonly #conversations: ConversationPresenter;
  readonly #messages: MessagePresenter;
  readonly #summaries: PersonSummaries;
  readonly #deliveries: Pick<Deliveries, 'brought'>;

  constructor(dependencies: {
    database: Database;
    conversations: ConversationPresenter;
    messages: MessagePresenter;
    summaries: PersonSummaries;
    deliveries: Pick<Deliveries, 'brought'>;
  }) {
    this.#database = dependencies.database;
    this.#conversations = dependencies.conversations;
    this.#messages = dependencies.messages;
    this.#summaries = dependencies.summaries;
    this.#deliveries = dependencies.deliveries;
  }

  /** One page, read from one snapshot. @throws Failure `invalid_input` (the cursor) */
  async pull(userId: UserId, input: InputOf<typeof pullSync>): Promise<SyncPage> {
    const position = input.cursor === undefined ? null : readCursor(Position, input.cursor);
    const held = new Map(input.conversations.map(({ id, version }) => [id, version]));
    const historyOf = input.historyOf && new Set(input.historyOf);
    const { page, whole } = await this.#database
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (queries) => {
        const current = await listStandings(queries, userId);
        const visits = current
          .filter(({ id }) => !position || id >= position[0])
          .map((standing) => ({
            ...visitOf(standing, held.get(standing.id) ?? 0, position),
            isSummary: historyOf ? !historyOf.has(standing.id) : false,
          }));
        const mine = new Set(current.map(({ id }) => id));
        // Said once, on the first page.
        const removed = position ? [] : [...held.keys()].filter((id) => !mine.has(id));
        const changed = visits.filter(({ version, from }) => version > from);
        const page = await this.#page(queries, userId, changed, removed);
        return { page, whole: wholeAfter(visits, page) };
      });
    for (const { id, lastSeq } of whole) this.#deliveries.brought(userId, id, lastSeq);
    return page;
  }

  async #page(
    queries: Queries,
    userId: UserId,
    visits: readonly Visit[],
    removed: ConversationId[],
  ): Promise<SyncPage> {
    const visited = visits.slice(0, conversationsPerPage);
    const withHistory = visited.filter(({ isSummary }) => !isSummary);
    const changesOf = await readChanges(queries, userId, withHistory);
    const changes: Change[] = [];
    const versions: Held[] = [];
    const forgotten: ConversationId[] = [];
    let next: Position | null = null;
    for (const { id, version, clearedVersion, mustForget } of visited) {
      if (mustForget) forgotten.push(id);
      const { items, completeUpTo } = changesOf(id);
      const taken = takeWhole(items, completeUpTo, changesPerPage - changes.length);
      changes.push(...taken);
      if (taken.length < items.length || completeUpTo < Infinity) {
        const reached = taken.at(-1)?.row.version ?? 0;
        next = [id, reached, clearedVersion];
        versions.push({ id, version: reached });
        break;
      }
      versions.push({ id, version });
      if (changes.length >= changesPerPage) {
        next = [id, version, clearedVersion];
        break;
      }
    }
    const last = visited.at(-1);
    if (!next && last && visits.length > visited.length)
      next = [last.id, last.version, last.clearedVersion];
    return {
      conversations: await this.#conversations.of(
        queries,
        userId,
        versions.map(({ id }) => id),
      ),
      ...(await this.#render(queries, userId, changes)),
      removed: [...removed, ...forgotten],
      versions,
      nextCursor: next && writeCursor(next),
      hasMore: next !== null,
    };
  }

  async #render(
    queries: Queries,
    userId: UserId,
    changes: readonly Change[],
  ): Promise<Pick<SyncPage, 'messages' | 'members' | 'reads' | 'hidden'>> {
    const people = await this.#summaries.of(
      changes.flatMap((change) => (change.kind === 'member' ? [change.row.user_id] : [])),
    );
    const messages = changes.flatMap((change) => (change.kind === 'message' ? [change.row] : []));
    const page: Pick<SyncPage, 'messages' | 'members' | 'reads' | 'hidden'> = {
      messages: await this.#messages.of(queries, userId, messages),
      members: [],
      reads: [],
      hidden: [],
    };
    for (const { kind, row } of changes) {
      const conversationId = row.conversation_id;
      switch (kind) {
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

/** What a page brings of a conversation of which the device said, or the page before left, how far it is. */
function visitOf(
  standing: Standing,
  heldVersion: number,
  position: Position | null,
): Omit<Visit, 'isSummary'> {
  const isResumed = position !== null && standing.id === position[0];
  const from = isResumed ? position[1] : heldVersion;
  const mustForget = isResumed
    ? position[2] < standing.clearedVersion
    : from > 0 && from < standing.clearedVersion;
  return { ...standing, from: mustForget ? 0 : from, mustForget };
}

/** What a device has all of after a page, though it was not known to. */
function wholeAfter(visits: readonly Visit[], page: SyncPage): Visit[] {
  const reached = new Map(page.versions.map(({ id, version }) => [id, version]));
  return visits.filter(
    ({ id, from, version, isUndelivered, isSummary }) =>
      isUndelivered && !isSummary && (from >= version || reached.get(id) === version),
  );
}

/** All kinds of changes of many conversations; each list may have been cut at `changesPerPage`. */
async function readChanges(
  queries: Queries,
  userId: UserId,
  lacks: readonly Lack[],
): Promise<(id: ConversationId) => { items: Change[]; completeUpTo: number }> {
  if (lacks.length === 0) return () => ({ items: [], completeUpTo: Infinity });
  const read = new ChangeQueries(queries, lacks, changesPerPage);
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
