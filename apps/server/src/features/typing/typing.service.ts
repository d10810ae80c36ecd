import type { ConversationId, UserId } from '@xom/contract/fields';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { DomainBus } from '../../domain-events.ts';
import { roomTopic } from '../../topics.ts';

/** An event in this time is enough: clients show one for longer. */
const pauseSeconds = 3;

/** Tells who is writing: of each person and conversation once in a while. Counts in this process. */
export class TypingService {
  readonly #bus: DomainBus;
  readonly #told = new RateLimiterMemory({ points: 1, duration: pauseSeconds });

  constructor(bus: DomainBus) {
    this.#bus = bus;
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
