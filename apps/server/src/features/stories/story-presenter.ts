import type { UserId } from '@xom/contract/fields';
import type { BriefReel, Story, StoryReel } from '@xom/contract/stories';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import { mediaView } from '../media/media-view.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import type { StoryRow } from './stories.queries.ts';
import type { BriefStory } from './tray.queries.ts';

/** Makes stories as people see them. */
export class StoryPresenter {
  readonly #summaries: PersonSummaries;
  readonly #urls: MediaUrls;

  constructor(summaries: PersonSummaries, urls: MediaUrls) {
    this.#summaries = summaries;
    this.#urls = urls;
  }

  /** In the order of the rows. */
  async of(rows: readonly StoryRow[]): Promise<Story[]> {
    const people = await this.#summaries.of(new Set(rows.map((row) => row.owner_id)));
    return rows.map((row) => ({ ...this.#view(row), owner: personOf(people, row.owner_id) }));
  }

  /** By person, in the order of `ownerIds`; without those of whom there is no row. */
  async reels(ownerIds: readonly UserId[], rows: readonly StoryRow[]): Promise<StoryReel[]> {
    const people = await this.#summaries.of(ownerIds);
    const byOwner = Map.groupBy(rows, (row) => row.owner_id);
    return ownerIds.flatMap((ownerId) => {
      const own = byOwner.get(ownerId);
      if (!own) return [];
      return [
        {
          owner: personOf(people, ownerId),
          stories: own.map((row) => this.#view(row)),
          hasUnseen: own.some((row) => !row.is_seen),
        },
      ];
    });
  }

  /** As `reels`, of stories without their files. */
  async briefs(ownerIds: readonly UserId[], rows: readonly BriefStory[]): Promise<BriefReel[]> {
    const people = await this.#summaries.of(ownerIds);
    const byOwner = Map.groupBy(rows, (row) => row.ownerId);
    return ownerIds.flatMap((ownerId) => {
      const stories = byOwner.get(ownerId)?.map(({ id, createdAt, expiresAt, isSeen }) => ({
        id,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        seen: isSeen,
      }));
      return stories ? [{ owner: personOf(people, ownerId), stories }] : [];
    });
  }

  #view(row: StoryRow): Omit<Story, 'owner'> {
    return {
      id: row.id,
      media: mediaView({ ...row, id: row.media_id }, this.#urls),
      caption: row.caption,
      visibility: row.visibility,
      seen: row.is_seen,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    };
  }
}
