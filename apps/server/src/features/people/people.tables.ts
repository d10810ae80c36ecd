import type { UserId } from '@xom/contract/fields';
import type { Generated } from 'kysely';

/** Columns of migrations/0003_people.sql and 0009_follows.sql. */
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
  followings: {
    user_id: UserId;
    followed_id: UserId;
    status: 'requested' | 'accepted';
    since: Date;
    is_counted: boolean;
  };
  followers: {
    user_id: UserId;
    follower_id: UserId;
    status: 'requested' | 'accepted';
    since: Date;
  };
  mutes: {
    user_id: UserId;
    muted_id: UserId;
    created_at: Date;
  };
}
