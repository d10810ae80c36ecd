import type { CommentId, MediaId, PostId, RepostId, UserId } from '@xom/contract/fields';
import type { Generated, JSONColumnType, Selectable } from 'kysely';

/** What a post shows, in this order. */
export interface PostMedia {
  mediaId: MediaId;
  altText: string | null;
}

/** Columns of migrations/0010_posts.sql, 0017_quote_counts.sql and 0018_removed_tags.sql. */
export interface PostTables {
  posts: {
    author_id: UserId;
    id: PostId;
    kind: 'post' | 'tweet';
    text: string | null;
    media: JSONColumnType<PostMedia[]>;
    visibility: 'public' | 'followers' | 'friends';
    tagged_user_ids: Generated<UserId[]>;
    mentioned_user_ids: Generated<UserId[]>;
    tags: Generated<string[]>;
    quote_author_id: UserId | null;
    quote_of: PostId | null;
    client_id: string | null;
    like_count: Generated<number>;
    comment_count: Generated<number>;
    save_count: Generated<number>;
    repost_count: Generated<number>;
    quote_count: Generated<number>;
    explore_rank: number;
    is_counted: Generated<boolean>;
    is_quote_counted: Generated<boolean>;
    created_at: Date;
    edited_at: Date | null;
    visibility_changed_at: Date | null;
    archived_at: Date | null;
    deleted_at: Date | null;
  };
  post_edits: {
    author_id: UserId;
    post_id: PostId;
    edited_at: Date;
    text: string | null;
    media: JSONColumnType<PostMedia[]>;
  };
  post_likes: {
    author_id: UserId;
    post_id: PostId;
    user_id: UserId;
    created_at: Date;
    is_counted: Generated<boolean>;
  };
  liked_posts: { user_id: UserId; post_id: PostId; author_id: UserId; created_at: Date };
  saved_posts: {
    user_id: UserId;
    post_id: PostId;
    author_id: UserId;
    created_at: Date;
    is_counted: Generated<boolean>;
  };
  reposts: {
    user_id: UserId;
    id: RepostId;
    post_id: PostId;
    author_id: UserId;
    created_at: Date;
    is_counted: Generated<boolean>;
  };
  tagged_posts: {
    user_id: UserId;
    post_id: PostId;
    author_id: UserId;
    removed_at: Date | null;
  };
  tags: { tag: string; label: string; post_count: Generated<number> };
  post_tags: { author_id: UserId; post_id: PostId; tag: string; is_counted: boolean };
  comments: {
    post_author_id: UserId;
    id: CommentId;
    post_id: PostId;
    parent_id: CommentId | null;
    author_id: UserId;
    text: string;
    mentioned_user_ids: Generated<UserId[]>;
    client_id: string | null;
    like_count: Generated<number>;
    reply_count: Generated<number>;
    is_counted: Generated<boolean>;
    created_at: Date;
    edited_at: Date | null;
    deleted_at: Date | null;
  };
  comment_likes: {
    post_author_id: UserId;
    comment_id: CommentId;
    user_id: UserId;
    created_at: Date;
    is_counted: Generated<boolean>;
  };
}

export type PostRow = Selectable<PostTables['posts']>;
/** Where a post is: at its author's home. */
export type PostKey = Pick<PostRow, 'author_id' | 'id'>;
