import type { ConversationId, MessageId, PostId, UserId } from '@xom/contract/fields';
import type { FoundTag } from '@xom/contract/search';
import type { Queries } from '../../tables.ts';
import { listMessageCandidates, type MessagePosition } from './search-messages.queries.ts';
import {
  listNearCandidates,
  listPersonCandidates,
  type PersonCandidate,
} from './search-people.queries.ts';
import type { PlaceStretch } from './search-places.queries.ts';
import { listPostCandidates } from './search-posts.queries.ts';
import { listTagCandidates } from './search-tags.queries.ts';
import type { Query } from './search-text.ts';
import type { Candidate, Stream, Stretch } from './search-window.ts';

/** What each kind of search reads, and how well it fits. Above any score of a text: */
const nearRank = 10_000;
const usernameRank = 100_000;

/** Of the viewer's friends and of those whom they follow, so many of the last are looked through, until so many fit. */
const nearLooked = 1000;
const maxNear = 80;

/** People: whom the viewer follows and their friends above the others, and the very username above all. */
export function peopleStream(
  queries: Queries,
  viewerId: UserId,
  query: Query,
  top: number,
): Stream<number, UserId> {
  const { terms, username } = query;
  const show = (candidate: PersonCandidate): Candidate<number, UserId> => {
    const { userId, place, names } = candidate;
    const score = candidate.username === null ? 0 : query.scoreOf(names);
    const rank =
      score +
      (candidate.isNear ? nearRank : 0) +
      (candidate.username === username ? usernameRank : 0);
    return { position: place, found: score > 0 ? { id: userId, rank, item: userId } : null };
  };
  let near: Promise<Candidate<number, UserId>[]> | null = null;
  const loadNear = async () => {
    const limits = { below: top, looked: nearLooked, limit: maxNear };
    const found = await listNearCandidates(queries, viewerId, { terms, username }, limits);
    // Whose username is asked for may be near too.
    const each = new Map(found.map((candidate) => [candidate.userId, candidate]));
    return [...each.values()].map((candidate) => ({ ...show(candidate), position: top }));
  };
  return async (stretch) => {
    // They stand in the first window, and nowhere else.
    near ??= loadNear();
    const above = (await near).filter(({ found }) => found !== null);
    // So many are a window of their own; the others begin with the next one.
    const isFirst = stretch.after === null && stretch.upTo === null;
    if (isFirst && above.length >= stretch.limit) return above;
    const ids = new Set(above.map(({ found }) => found?.id));
    const rows = await listPersonCandidates(queries, viewerId, terms, placesOf(stretch, top));
    const others = rows.map((row) =>
      ids.has(row.userId) ? { position: row.place, found: null } : show(row),
    );
    return stretch.after === null ? [...above, ...others] : others;
  };
}

export function postStream(
  queries: Queries,
  viewerId: UserId,
  query: Query,
  top: number,
): Stream<number, { authorId: UserId; postId: PostId }> {
  return async (stretch) => {
    const wanted = placesOf(stretch, top);
    const rows = await listPostCandidates(queries, viewerId, query.terms, wanted);
    return rows.map(({ place, authorId, postId, text }) => ({
      position: place,
      found: foundBy(query, text, postId, { authorId, postId }),
    }));
  };
}

/** Tags that some public post has: the very tag first, then those that begin so, the most used first. */
export function tagStream(queries: Queries, query: Query, top: number): Stream<number, FoundTag> {
  return async (stretch) => {
    const rows = await listTagCandidates(queries, query.terms, placesOf(stretch, top));
    return rows.map(({ place, tag, label, postCount }) => {
      const score = postCount > 0 ? query.scoreOf(`${tag} ${label}`) : 0;
      // Counts move: by how many digits they have, a page later the order is most likely still the same.
      const rank = score * 32 + Math.floor(Math.log2(1 + postCount));
      const found = score > 0 ? { id: tag, rank, item: { tag, label, postCount } } : null;
      return { position: place, found };
    });
  };
}

/** @param pin when the search began; set by the first read where it is null */
export function messageStream(
  queries: Queries,
  viewerId: UserId,
  wanted: { query: Query; conversationId: ConversationId | null; pin: { asOf: Date | null } },
): Stream<MessagePosition, { id: MessageId; conversationId: ConversationId; seq: number }> {
  const { query, conversationId, pin } = wanted;
  return async (stretch) => {
    const rows = await listMessageCandidates(
      queries,
      viewerId,
      { terms: query.terms, conversationId },
      { ...pin, ...stretch },
    );
    pin.asOf ??= rows[0]?.newestAt ?? null;
    return rows.map(({ id, content, round, at, conversationId: where, seq }) => ({
      position: { round, at, conversationId: where, seq },
      found: foundBy(query, content, id, { id, conversationId: where, seq }),
    }));
  };
}

function foundBy<Item>(query: Query, text: string | null, id: string, item: Item) {
  const rank = text === null ? 0 : query.scoreOf(text);
  return rank > 0 ? { id, rank, item } : null;
}

function placesOf({ after, upTo, limit }: Stretch<number>, top: number): PlaceStretch {
  return { below: Math.min(after ?? top, top), downTo: upTo ?? 0, limit };
}
