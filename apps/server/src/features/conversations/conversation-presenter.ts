import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId, Person, UserId } from '@xom/contract/fields';
import type { Queries } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { type MessageRow, messageView } from '../messages/message-view.ts';
import {
  findConversationsOf,
  findFirstMembers,
  findLastMessages,
} from './conversation-presenter.queries.ts';
import type { ConversationRow, MemberRow } from './conversations.queries.ts';

/** Makes conversations as one member sees them, many at once in four queries. */
export class ConversationPresenter {
  readonly #summaries: PersonSummaries;
  readonly #urls: MediaUrls;

  constructor(summaries: PersonSummaries, urls: MediaUrls) {
    this.#summaries = summaries;
    this.#urls = urls;
  }

  /** In the order of `ids`; those the viewer is not in are left out. */
  async of(
    queries: Queries,
    viewerId: UserId,
    ids: readonly ConversationId[],
  ): Promise<Conversation[]> {
    if (ids.length === 0) return [];
    const [conversations, members, lastMessages] = await Promise.all([
      findConversationsOf(queries, viewerId, ids),
      findFirstMembers(queries, ids),
      findLastMessages(queries, viewerId, ids),
    ]);
    const people = await this.#summaries.of([
      ...members.map((row) => row.user_id),
      ...lastMessages.map((row) => row.sender_id),
    ]);
    const membersOf = Map.groupBy(members, (row) => row.conversation_id);
    const lastOf = new Map(lastMessages.map((row) => [row.conversation_id, row]));
    const byId = new Map(conversations.map((row) => [row.id, row]));
    return ids.flatMap((id) => {
      const row = byId.get(id);
      if (!row) return [];
      return [this.#view(row, membersOf.get(id) ?? [], lastOf.get(id) ?? null, people)];
    });
  }

  /** @throws when the viewer is not in it: callers have just made sure */
  async one(queries: Queries, viewerId: UserId, id: ConversationId): Promise<Conversation> {
    const [conversation] = await this.of(queries, viewerId, [id]);
    if (!conversation) throw new Error('the viewer is not in the conversation');
    return conversation;
  }

  photoUrl(row: Pick<ConversationRow, 'photo_media_id'>): string | null {
    return row.photo_media_id ? this.#urls.of(row.photo_media_id) : null;
  }

  #view(
    row: ConversationRow & { mine: MemberRow },
    members: readonly MemberRow[],
    lastMessage: MessageRow | null,
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
      lastMessage:
        lastMessage &&
        messageView(lastMessage, personOf(people, lastMessage.sender_id), mine.user_id, this.#urls),
      lastSeq: row.last_seq,
      version: row.version,
      unreadCount: row.last_seq - mine.joined_seq - mine.sent_count - mine.read_count,
      muted: mine.is_muted,
      pinned: mine.is_pinned,
      archived: mine.is_archived,
      draft: mine.draft,
    };
  }
}

export function personOf(people: ReadonlyMap<UserId, Person>, userId: UserId): Person {
  return people.get(userId) ?? { id: userId, username: null, displayName: null, photoUrl: null };
}
