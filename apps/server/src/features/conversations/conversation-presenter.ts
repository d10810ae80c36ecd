import type { Conversation, ConversationSettings } from '@xom/contract/conversations';
import type { ConversationId, Person, UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import type { Message } from '@xom/contract/message-shape';
import type { Queries } from '../../tables.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { MessagePresenter } from '../messages/message-presenter.ts';
import {
  findConversationsOf,
  findFirstMembers,
  findLastMessages,
  type PresentedRow,
} from './conversation-presenter.queries.ts';
import type { ConversationRow } from './conversations.tables.ts';
import { findErasedMembers, type MemberPlace } from './erased-person.queries.ts';

/** Makes conversations as one member sees them, many at once in a few queries. */
export class ConversationPresenter {
  readonly #summaries: PersonSummaries;
  readonly #urls: MediaUrls;
  readonly #messages: MessagePresenter;

  constructor(summaries: PersonSummaries, urls: MediaUrls) {
    this.#summaries = summaries;
    this.#urls = urls;
    this.#messages = new MessagePresenter(summaries, urls);
  }

  /** Loads the names and pictures of people who will be shown. */
  async prepare(userIds: readonly UserId[]): Promise<void> {
    await this.#summaries.of(userIds);
  }

  /** In the order of `ids`; those the viewer is not in are left out. */
  async of(
    queries: Queries,
    viewerId: UserId,
    ids: readonly ConversationId[],
  ): Promise<Conversation[]> {
    if (ids.length === 0) return [];
    const [conversations, present, lastMessages] = await Promise.all([
      findConversationsOf(queries, viewerId, ids),
      findFirstMembers(queries, ids),
      findLastMessages(queries, viewerId, ids),
    ]);
    const members = [...(await this.#erased(queries, conversations, present)), ...present];
    const people = await this.#summaries.of(members.map((row) => row.user_id));
    const membersOf = Map.groupBy(members, (row) => row.conversation_id);
    const last = await this.#messages.of(queries, viewerId, lastMessages);
    const lastOf = new Map(last.map((message) => [message.conversationId, message]));
    const byId = new Map(conversations.map((row) => [row.id, row]));
    return ids.flatMap((id) => {
      const row = byId.get(id);
      if (!row) return [];
      return [this.#view(row, membersOf.get(id) ?? [], lastOf.get(id) ?? null, people)];
    });
  }

  /** The other one of a direct conversation stays in it as a deleted account. */
  async #erased(
    queries: Queries,
    conversations: readonly PresentedRow[],
    present: readonly MemberPlace[],
  ): Promise<MemberPlace[]> {
    const count = new Map<ConversationId, number>();
    for (const { conversation_id: id } of present) count.set(id, (count.get(id) ?? 0) + 1);
    const lacking = conversations.filter(
      (row) => !row.is_group && (count.get(row.id) ?? 0) < row.member_count,
    );
    return findErasedMembers(queries, lacking);
  }

  /** @throws Failure `not_a_member` when the viewer is not, or no longer, in it */
  async one(queries: Queries, viewerId: UserId, id: ConversationId): Promise<Conversation> {
    const [conversation] = await this.of(queries, viewerId, [id]);
    if (!conversation) throw new Failure('not_a_member');
    return conversation;
  }

  photoUrl(row: Pick<ConversationRow, 'photo_media_id'>): string | null {
    return row.photo_media_id ? this.#urls.of(row.photo_media_id) : null;
  }

  #view(
    row: PresentedRow,
    members: readonly MemberPlace[],
    lastMessage: Message | null,
    people: ReadonlyMap<UserId, Person>,
  ): Conversation {
    const { mine } = row;
    return {
      id: row.id,
      isGroup: row.is_group,
      name: row.name,
      photoUrl: this.photoUrl(row),
      createdBy: row.created_by,
      createdAt: row.created_at.toISOString(),
      memberCount: row.member_count,
      members: members.map((member) => ({
        user: personOf(people, member.user_id),
        role: member.role,
        joinedAt: member.joined_at.toISOString(),
      })),
      settings: settingsOf(row),
      lastMessage,
      lastSeq: row.last_seq,
      version: row.version,
      unreadCount: row.last_seq - mine.joined_seq - mine.sent_count - mine.read_count,
      unreadMentionCount: row.unreadMentions,
      muted: mine.is_muted,
      pinned: mine.is_pinned,
      archived: mine.is_archived,
      draft: mine.draft,
    };
  }
}

export function settingsOf(
  row: Pick<ConversationRow, 'who_may_invite' | 'disappear_after_seconds'>,
): ConversationSettings {
  return {
    whoMayInvite: row.who_may_invite,
    disappearAfterSeconds: row.disappear_after_seconds,
  };
}
