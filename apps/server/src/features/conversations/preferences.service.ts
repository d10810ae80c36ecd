import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import type { ConversationPresenter } from './conversation-presenter.ts';
import { advanceVersion, findMember, lockConversation } from './conversations.queries.ts';
import type { MemberRow } from './conversations.tables.ts';
import {
  countPinned,
  lockPins,
  type PreferenceRow,
  writePreferences,
} from './preferences.queries.ts';

const maxPinned = 100;

/** What somebody wants of a conversation for themselves; what is not there stays. */
interface Wanted {
  muted?: boolean | undefined;
  pinned?: boolean | undefined;
  archived?: boolean | undefined;
  draft?: string | null | undefined;
}

/** What each member alone sees: muted, pinned, archived, and a draft that follows them from device to device. */
export class PreferenceService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #presenter: ConversationPresenter;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    presenter: ConversationPresenter;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#presenter = dependencies.presenter;
  }

  /**
   * Changes what is given and differs. The conversation's `version` moves, so that the caller's other
   * devices learn it from sync.
   * @throws Failure `not_found` | `not_a_member` | `conflict` (too many pinned)
   */
  async set(
    callerId: UserId,
    conversationId: ConversationId,
    wanted: Wanted,
  ): Promise<Conversation> {
    const changed = await this.#database.transaction().execute(async (queries) => {
      if (wanted.pinned) await lockPins(queries, callerId);
      if (!(await lockConversation(queries, conversationId))) throw new Failure('not_found');
      const before = await findMember(queries, conversationId, callerId);
      if (!before) throw new Failure('not_a_member');
      const preferences = preferencesAfter(before, wanted);
      if (isSame(before, preferences)) return null;
      if (preferences.is_pinned && !before.is_pinned) {
        if ((await countPinned(queries, callerId)) >= maxPinned) {
          throw new Failure('conflict', { pinned: `at most ${maxPinned} conversations` });
        }
      }
      const { version } = await advanceVersion(queries, conversationId);
      await writePreferences(queries, conversationId, callerId, preferences);
      return { ...preferences, version };
    });
    if (changed) {
      this.#bus.publish(userTopic(callerId), {
        type: 'conversation.preferences',
        userId: callerId,
        conversationId,
        muted: changed.is_muted,
        pinned: changed.is_pinned,
        archived: changed.is_archived,
        draft: changed.draft,
        version: changed.version,
      });
    }
    return this.#presenter.one(this.#database, callerId, conversationId);
  }
}

function preferencesAfter(before: MemberRow, wanted: Wanted): PreferenceRow {
  return {
    is_muted: wanted.muted ?? before.is_muted,
    is_pinned: wanted.pinned ?? before.is_pinned,
    is_archived: wanted.archived ?? before.is_archived,
    // An empty text is none.
    draft: wanted.draft === undefined ? before.draft : wanted.draft || null,
  };
}

function isSame(before: MemberRow, after: PreferenceRow): boolean {
  return (
    before.is_muted === after.is_muted &&
    before.is_pinned === after.is_pinned &&
    before.is_archived === after.is_archived &&
    before.draft === after.draft
  );
}
