import type { MemberSearch } from '../conversations/member-search.ts';
import type { Database } from '../../tables.ts';
import { listMemberCandidates, type MemberCandidate } from './search-members.queries.ts';
import { Query } from './search-text.ts';

/** Finds members of a conversation by the words of their names, as people are searched. */
export function memberSearch(database: Database): MemberSearch {
  return {
    async membersFound(conversationId, asked, { after, limit }) {
      const query = new Query(asked);
      const found: MemberCandidate[] = [];
      if (query.terms.length === 0) return found;
      let from = after;
      // The index proposes too many, by chance or while it waits: their names are looked at themselves.
      while (found.length < limit) {
        const candidates = await listMemberCandidates(database, conversationId, query.terms, {
          after: from,
          limit,
        });
        found.push(...candidates.filter(({ names }) => query.scoreOf(names) > 0));
        const last = candidates.at(-1);
        if (!last || candidates.length < limit) break;
        from = { joinedAt: last.joined_at, userId: last.user_id };
      }
      return found.slice(0, limit);
    },
  };
}
