import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId, MediaId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database, Queries } from '../../tables.ts';
import { roomTopic, userTopic } from '../../topics.ts';
import type { ConversationPresenter } from './conversation-presenter.ts';
import {
  type ConversationPosition,
  claimDirect,
  findReachable,
  insertConversation,
  isBlockedWithAny,
  listConversationIds,
  lockConversation,
  setFace,
} from './conversations.queries.ts';

/** What conversations need of the files: a picture is held by the conversation that shows it. */
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

export interface ConversationDependencies {
  database: Database;
  bus: DomainBus;
  presenter: ConversationPresenter;
  pictures: ConversationPictures;
}

/** Starting, listing and naming conversations. */
export class ConversationService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #presenter: ConversationPresenter;
  readonly #pictures: ConversationPictures;

  constructor({ database, bus, presenter, pictures }: ConversationDependencies) {
    this.#database = database;
    this.#bus = bus;
    this.#presenter = presenter;
    this.#pictures = pictures;
  }

  /**
   * Starts a group, or answers with the one direct conversation of two people.
   * @throws Failure `invalid_input` | `not_found` (somebody is not there) | `blocked`
   */
  async create(
    callerId: UserId,
    input: { isGroup: boolean; name?: string | undefined; memberIds: readonly UserId[] },
  ): Promise<Conversation> {
    const others = [...new Set(input.memberIds)].filter((id) => id !== callerId);
    if (!input.isGroup && others.length !== 1) {
      throw new Failure('invalid_input', {
        memberIds: 'a direct conversation names one other person',
      });
    }
    if (!input.isGroup && input.name !== undefined) {
      throw new Failure('invalid_input', { name: 'only a group has a name' });
    }
    await requireReachable(this.#database, callerId, others, input.memberIds);

    const id = newId<ConversationId>();
    const standingId = await this.#database.transaction().execute(async (queries) => {
      const [other] = others;
      if (!input.isGroup && other) {
        const [low, high] = callerId < other ? [callerId, other] : [other, callerId];
        const claimed = await claimDirect(queries, { low, high }, id);
        if (claimed !== id) return claimed;
      }
      await insertConversation(queries, {
        id,
        isGroup: input.isGroup,
        name: input.name ?? null,
        createdBy: callerId,
        memberIds: [callerId, ...others],
      });
      return id;
    });
    const conversation = await this.#presenter.one(this.#database, callerId, standingId);
    if (standingId === id) {
      // Nothing in it differs between its members yet.
      for (const userId of [callerId, ...others]) {
        this.#bus.publish(userTopic(userId), {
          type: 'conversation.joined',
          userId,
          conversation,
          joinedSeq: 0,
        });
      }
    }
    return conversation;
  }

  async get(callerId: UserId, id: ConversationId): Promise<Conversation> {
    return this.#presenter.one(this.#database, callerId, id);
  }

  /** A page, the last active first. */
  async list(
    callerId: UserId,
    { after, limit }: { after: ConversationPosition | null; limit: number },
  ): Promise<{ items: Conversation[]; next: ConversationPosition | null }> {
    const found = await listConversationIds(this.#database, callerId, { after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const items = await this.#presenter.of(
      this.#database,
      callerId,
      page.map((position) => position.id),
    );
    return { items, next: found.length > limit ? (page.at(-1) ?? null) : null };
  }

  /** @throws Failure `forbidden` (a direct one) | `not_found` | `unsupported_media_type` */
  async update(
    callerId: UserId,
    id: ConversationId,
    face: { name?: string | undefined; photoMediaId?: MediaId | null | undefined },
  ): Promise<Conversation> {
    const { name, photoMediaId } = face;
    if (name !== undefined || photoMediaId !== undefined) {
      const row = await this.#database.transaction().execute(async (queries) => {
        const current = await lockConversation(queries, id);
        if (!current) throw new Failure('not_found');
        if (!current.is_group) throw new Failure('forbidden');
        const isNewPicture = photoMediaId !== undefined && photoMediaId !== current.photo_media_id;
        if (isNewPicture && photoMediaId) {
          await this.#pictures.holdAsConversationPicture(queries, id, callerId, photoMediaId);
        }
        const changed = await setFace(queries, id, {
          ...(name !== undefined && { name }),
          ...(photoMediaId !== undefined && { photoMediaId }),
        });
        if (isNewPicture && current.photo_media_id) {
          await this.#pictures.releaseConversationPicture(queries, id, current.photo_media_id);
        }
        return changed;
      });
      this.#bus.publish(roomTopic(id), {
        type: 'conversation.updated',
        conversationId: id,
        name: row.name,
        photoUrl: this.#presenter.photoUrl(row),
        version: row.version,
      });
    }
    return this.get(callerId, id);
  }
}

/**
 * Everybody named can be talked to by the caller.
 * @param asGiven the ids in the order of the input, to name the field at fault
 * @throws Failure `not_found` | `blocked`
 */
export async function requireReachable(
  queries: Queries,
  callerId: UserId,
  others: readonly UserId[],
  asGiven: readonly UserId[],
  field = 'memberIds',
): Promise<void> {
  if (others.length === 0) return;
  const reachable = await findReachable(queries, others);
  const missing = asGiven.findIndex((id) => id !== callerId && !reachable.has(id));
  if (missing >= 0) throw new Failure('not_found', { [`${field}.${missing}`]: 'is nobody here' });
  if (await isBlockedWithAny(queries, callerId, others)) throw new Failure('blocked');
}
