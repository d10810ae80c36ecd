import type { UserId } from '@xom/contract/fields';
import type { Generated } from 'kysely';

/** Columns of migrations/0003_people.sql. */
export interface PeopleTables {
  friendships: {
    user_id: UserId;
    friend_id: UserId;
    status: 'sent' | 'received' | 'accepted';
    created_at: Generated<Date>;
    since: Generated<Date>;
  };
  blocks: {
    user_id: UserId;
    blocked_id: UserId;
    created_at: Generated<Date>;
  };
}
