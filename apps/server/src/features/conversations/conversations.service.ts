import type { Conversation } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database, Queries } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import type { ConversationPresenter } from './conversation-presenter.ts';
import {
  type ConversationFilter,
  type ConversationPage,
  type ConversationPosition,
  listConversationIds,
} from './conversation-list.queries.ts';
import {
  claimDirect,
  findReachable,
  insertConversation,
  isBlockedWithAny,
} from './conversations.queries.ts';
import { settleMany } from './settling.service.ts';

export interface ConversationDependencies {
  database: Database;
  bus: DomainBus;
  presenter: ConversationPresenter;
}

/** Starting and listing conversations. */
export class ConversationService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #presenter: ConversationPresenter;

  constructor({ database, bus, presenter }: ConversationDependencies) {
    this.#database = database;
    this.#bus = bus;
    this.#presenter = presenter;
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

    // Known already when the transaction renders them: it needs no second connection.
    await this.#presenter.prepare([callerId, ...others]);
    const id = newId<ConversationId>();
    const { conversation, isNew } = await this.#database.transaction().execute(async (queries) => {
      const [other] = others;
      if (!input.isGroup && other) {
        const [low, high] = callerId < other ? [callerId, other] : [other, callerId];
        const claimed = await claimDirect(queries, { low, high }, id);
        if (claimed !== id) {
          const standing = await this.#presenter.one(queries, callerId, claimed);
          return { conversation: standing, isNew: false };
        }
      }
      await insertConversation(queries, {
        id,
        isGroup: input.isGroup,
        name: input.name ?? null,
        createdBy: callerId,
        memberIds: [callerId, ...others],
      });
      return { conversation: await this.#presenter.one(queries, callerId, id), isNew: true };
    });
    if (isNew) {
      // At once after the commit: whoever sends next finds everybody's sockets in the room. Nothing in it
      // differs between its members yet.
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
    filter: ConversationFilter,
    { after, limit }: ConversationPage,
  ): Promise<{ items: Conversation[]; next: ConversationPosition | null }> {
    const { positions: found, unsettledCount } = await listConversationIds(
      this.#database,
      callerId,
      filter,
      { after, limit: limit + 1 },
    );
    await settleMany(this.#database, callerId, unsettledCount);
    const page = found.slice(0, limit);
    const items = await this.#presenter.of(
      this.#database,
      callerId,
      page.map((position) => position.id),
    );
    return { items, next: found.length > limit ? (page.at(-1) ?? null) : null };
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
