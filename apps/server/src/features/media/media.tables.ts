import type { ConversationId, MediaId, UserId } from '@xom/contract/fields';
import type { Generated, JSONColumnType, Selectable } from 'kysely';

export interface StoredVariant {
  mimeType: string;
  sizeBytes: number;
  width: number;
  height: number;
}

export type MediaKind = 'IMAGE' | 'VIDEO' | 'STICKER';

/** Columns of migrations/0004_media.sql. */
export interface MediaTables {
  media: {
    owner_id: UserId;
    id: MediaId;
    kind: MediaKind;
    state: 'storing' | 'ready' | 'deleting';
    mime_type: string;
    size_bytes: number;
    width: number;
    height: number;
    duration_seconds: number | null;
    thumbhash: string | null;
    variants: JSONColumnType<Record<string, StoredVariant>>;
    created_at: Generated<Date>;
    sweep_at: Date | null;
  };
  media_holders: {
    owner_id: UserId;
    media_id: MediaId;
    holder_kind: 'message' | 'profile' | 'conversation' | 'sticker' | 'post' | 'story';
    holder_id: string;
    conversation_id: ConversationId | null;
  };
}

export type MediaRow = Selectable<MediaTables['media']>;
export type HolderKind = MediaTables['media_holders']['holder_kind'];
