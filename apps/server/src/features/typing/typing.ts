import { typeInConversation } from '@xom/contract/typing';
import type { DomainBus } from '../../domain-events.ts';
import { bind, type Binding } from '../../platform/call.ts';
import type { Connections } from '../../platform/connections.ts';
import type { MakeLimiter } from '../../platform/limiters.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { deliverTyping } from './typing.delivery.ts';
import { TypingService } from './typing.service.ts';

/** The feature, put together. */
export function createTyping(dependencies: {
  bus: DomainBus;
  connections: Connections;
  conversations: Conversations;
  makeLimiter: MakeLimiter;
}): { bindings: Binding[] } {
  const { bus, connections, conversations, makeLimiter } = dependencies;
  const service = new TypingService({ bus, makeLimiter });
  conversations.roster.addDeliverer(deliverTyping(conversations.roster, connections));
  return {
    bindings: [
      bind(typeInConversation, async ({ conversationId }, { caller }) => {
        await service.type(caller.userId, conversationId);
        return {};
      }),
    ],
  };
}
