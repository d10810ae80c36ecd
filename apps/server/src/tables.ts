import type { Kysely, Transaction } from 'kysely';
import type { AccountTables } from './features/accounts/accounts.tables.ts';
import type { ConversationTables } from './features/conversations/conversations.tables.ts';
import type { MediaTables } from './features/media/media.tables.ts';
import type { MessageTables } from './features/messages/messages.tables.ts';
import type { NotificationTables } from './features/notifications/notifications.tables.ts';
import type { PeopleTables } from './features/people/people.tables.ts';
import type { PostTables } from './features/posts/posts.tables.ts';
import type { SearchTables } from './features/search/search.tables.ts';
import type { StoryTables } from './features/stories/stories.tables.ts';

/** Every table there is. A new feature adds its own here. */
export interface Tables
  extends
    AccountTables,
    ConversationTables,
    MediaTables,
    MessageTables,
    NotificationTables,
    PeopleTables,
    PostTables,
    SearchTables,
    StoryTables {}

export type Database = Kysely<Tables>;
/** The pool, or a transaction of it. */
export type Queries = Kysely<Tables> | Transaction<Tables>;
