import type { ConversationId, PostId, UserId } from '@xom/contract/fields';
import type { GeneratedAlways } from 'kysely';

/** As PostgreSQL hands 64-bit arrays out; nobody reads them. */
type Keys = unknown;

/** Columns of migrations/0013_search.sql and 0022_search_shelves.sql. */
export interface SearchTables {
  user_search: { user_id: UserId; place: GeneratedAlways<number>; keys: Keys };
  post_search: {
    author_id: UserId;
    post_id: PostId;
    place: GeneratedAlways<number>;
    keys: Keys;
  };
  post_search_shelves: { term: number; shelf: number };
  tag_search: { tag: string; place: GeneratedAlways<number>; keys: Keys };
  message_search: { conversation_id: ConversationId; seq: number; keys: Keys };
  message_search_waiting: {
    conversation_id: ConversationId;
    id: GeneratedAlways<number>;
    from_seq: number;
    to_seq: number;
  };
}
