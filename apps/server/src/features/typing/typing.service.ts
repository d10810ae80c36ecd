import type { ConversationId, UserId } from '@xom/contract/fields';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { DomainBus } from '../../domain-events.ts';
import type { Limiter, MakeLimiter } from '../../platform/limiters.ts';
import { roomTopic } from '../../topics.ts';

/** An event in this time is enough: clients show one for longer. */
const pauseSeconds = 3;

/** Tells who is writing: of each person and conversation once in a while. */
export class TypingService {
  readonly #bus: DomainBus;
  readonly #told: Limiter;

  constructor({ bus, makeLimiter }: { bus: DomainBus; makeLimiter: MakeLimiter }) {
    this.#bus = bus;
    this.#told = makeLimiter({ name: 'typing', points: 1, seconds: pauseSeconds });
  }

  /** The policy has made sure that the person may write there. */
  async type(userId: UserId, conversationId: ConversationId): Promise<void> {
    try {
      await this.#told.consume(`${conversationId} ${userId}`);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return;
      throw refusal;
    }
    this.#bus.publish(roomTopic(conversationId), { type: 'typing', conversationId, userId });
  }
}
