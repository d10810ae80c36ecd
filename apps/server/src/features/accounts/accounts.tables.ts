import type { AccountState, LastSeenVisibility, Role } from '@xom/contract/accounts';
import type { MediaId, SessionId, UserId } from '@xom/contract/fields';
import type { Generated, JSONColumnType } from 'kysely';

/**
 * Columns of migrations/0001_accounts.sql, `last_seen_visibility` and `accepts_waiting` of 0009_follows.sql,
 * `hiding_version` and `counted_version` of 0015_hidden_people.sql.
 */
export interface AccountTables {
  users: {
    id: UserId;
    username: string;
    email: string;
    phone: string | null;
    password_hash: string;
    display_name: string;
    name: string | null;
    family: string | null;
    biography: string | null;
    photo_media_id: MediaId | null;
    links: JSONColumnType<string[]>;
    is_private: Generated<boolean>;
    settings: JSONColumnType<Record<string, boolean | number | string | null>>;
    role: Generated<Role>;
    state: Generated<AccountState>;
    deactivated_at: Date | null;
    email_verified_at: Date | null;
    follower_count: Generated<number>;
    following_count: Generated<number>;
    post_count: Generated<number>;
    last_seen_at: Date | null;
    last_seen_visibility: Generated<LastSeenVisibility>;
    accepts_waiting: Generated<boolean>;
    erased_at: Date | null;
    hiding_version: Generated<number>;
    counted_version: Generated<number>;
    created_at: Generated<Date>;
  };
  sessions: {
    user_id: UserId;
    id: SessionId;
    user_agent: string | null;
    address: string | null;
    created_at: Generated<Date>;
    last_used_at: Generated<Date>;
    expires_at: Date;
  };
  refresh_tokens: {
    user_id: UserId;
    session_id: SessionId;
    token_hash: Buffer;
    used_at: Date | null;
    created_at: Generated<Date>;
  };
  mail_tokens: {
    user_id: UserId;
    token_hash: Buffer;
    purpose: 'verify' | 'reset';
    expires_at: Date;
  };
  audit_log: {
    id: string;
    actor_id: UserId | null;
    act: 'role' | 'state' | 'erase' | 'deletePost' | 'deleteComment' | 'deleteReply';
    subject_id: UserId;
    was: string;
    became: string;
    created_at: Generated<Date>;
  };
}
