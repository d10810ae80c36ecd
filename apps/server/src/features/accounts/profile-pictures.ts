import type { MediaId, UserId } from '@xom/contract/fields';
import type { Queries } from '../../tables.ts';

/** What profiles need of the media feature. Both act in the caller's transaction. */
export interface ProfilePictures {
  /** @throws Failure `not_found` | `unsupported_media_type` unless it is an image that they uploaded */
  holdAsProfile(queries: Queries, userId: UserId, mediaId: MediaId): Promise<void>;
  /** Lets go of it; a file without another holder is deleted after the commit. */
  releaseProfile(queries: Queries, userId: UserId, mediaId: MediaId): Promise<void>;
}
