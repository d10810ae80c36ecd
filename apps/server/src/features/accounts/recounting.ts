import type { UserId } from '@xom/contract/fields';

/** What accounts and moderation need of features/hiding, which comes after what people do. */
export interface Recounting {
  /**
   * Takes what somebody did out of the counters of others, or back into them. Called after the commit that hid
   * them or brought them back, and raised `users.hiding_version`; what fails or is too much is done by a job.
   */
  recount(userId: UserId): Promise<void>;
}
