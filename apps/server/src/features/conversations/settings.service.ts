import type { Conversation, ConversationSettings } from '@xom/contract/conversations';
import type { ConversationId, MediaId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database, Queries } from '../../tables.ts';
import { roomTopic } from '../../topics.ts';
import { type ConversationPresenter, settingsOf } from './conversation-presenter.ts';
import { requireGroupAdmin } from './conversations.policies.ts';
import { findMember, lockConversation } from './conversations.queries.ts';
import type { ConversationRow, MemberRow } from './conversations.tables.ts';
import { changeConversation, type ConversationChange } from './settings.queries.ts';

/** What settings need of the files: a picture is held by the conversation that shows it. */
export interface ConversationPictures {
  /** @throws Failure `not_found` | `unsupported_media_type` unless it is an image of the person's */
  holdAsConversationPicture(
    queries: Queries,
    conversationId: ConversationId,
    userId: UserId,
    mediaId: MediaId,
  ): Promise<void>;
  releaseConversationPicture(
    queries: Queries,
    conversationId: ConversationId,
    mediaId: MediaId,
  ): Promise<void>;
}

/** What a conversation is called and looks like, and what holds in it for everybody. */
export class SettingsService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #presenter: ConversationPresenter;
  readonly #pictures: ConversationPictures;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    presenter: ConversationPresenter;
    pictures: ConversationPictures;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#presenter = dependencies.presenter;
    this.#pictures = dependencies.pictures;
  }

  /**
   * Changes what is given and differs; where nothing does, nothing is told. A timer holds for what is sent
   * from then on.
   * @throws Failure `not_found` | `not_a_member` | `forbidden` (no admin; of a direct conversation anything
   *   but the timer) | `unsupported_media_type`
   */
  async update(
    callerId: UserId,
    id: ConversationId,
    given: {
      name?: string | undefined;
      photoMediaId?: MediaId | null | undefined;
      settings?:
        | { [Key in keyof ConversationSettings]?: ConversationSettings[Key] | undefined }
        | undefined;
    },
  ): Promise<Conversation> {
    const { settings, ...face } = given;
    const wanted: ConversationChange = { ...face, ...settings };
    const changed = await this.#database.transaction().execute(async (queries) => {
      const current = await lockConversation(queries, id);
      if (!current) throw new Failure('not_found');
      requireMayChange(current, await findMember(queries, id, callerId), wanted);
      const change = whatDiffers(current, wanted);
      if (Object.keys(change).length === 0) return null;
      const { photoMediaId } = change;
      if (photoMediaId) {
        await this.#pictures.holdAsConversationPicture(queries, id, callerId, photoMediaId);
      }
      const row = await changeConversation(queries, id, change);
      if (photoMediaId !== undefined && current.photo_media_id) {
        await this.#pictures.releaseConversationPicture(queries, id, current.photo_media_id);
      }
      return row;
    });
    if (changed) {
      this.#bus.publish(roomTopic(id), {
        type: 'conversation.updated',
        conversationId: id,
        name: changed.name,
        photoUrl: this.#presenter.photoUrl(changed),
        settings: settingsOf(changed),
        version: changed.version,
      });
    }
    return this.#presenter.one(this.#database, callerId, id);
  }
}

/** Under the lock: the caller may have been an admin, or a member, a moment ago only. */
function requireMayChange(
  conversation: ConversationRow,
  mine: MemberRow | null,
  { name, photoMediaId, whoMayInvite }: ConversationChange,
): void {
  if (!mine) throw new Failure('not_a_member');
  const isOfGroups = [name, photoMediaId, whoMayInvite].some((value) => value !== undefined);
  if (conversation.is_group) requireGroupAdmin(mine.role);
  else if (isOfGroups) throw new Failure('forbidden');
}

function whatDiffers(current: ConversationRow, wanted: ConversationChange): ConversationChange {
  const { name, photoMediaId, whoMayInvite, disappearAfterSeconds } = wanted;
  return {
    ...(name !== undefined && name !== current.name && { name }),
    ...(photoMediaId !== undefined && photoMediaId !== current.photo_media_id && { photoMediaId }),
    ...(whoMayInvite !== undefined && whoMayInvite !== current.who_may_invite && { whoMayInvite }),
    ...(disappearAfterSeconds !== undefined &&
      disappearAfterSeconds !== current.disappear_after_seconds && { disappearAfterSeconds }),
  };
}
