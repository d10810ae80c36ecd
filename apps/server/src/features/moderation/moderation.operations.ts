import * as contract from '@xom/contract/moderation';
import { bind, type Binding } from '../../platform/call.ts';
import type { ModerationService } from './moderation.service.ts';

/** The service looks up the caller's present role itself. */
const inside = { authorisesInside: true };

/** The operations of contract/moderation.ts. */
export function bindModeration(service: ModerationService): Binding[] {
  return [
    bind(contract.listUsers, async (input, call) => service.list(call.caller, input), inside),
    bind(
      contract.updateUser,
      async ({ userId, ...changes }, call) => service.update(call.caller, userId, changes),
      inside,
    ),
    bind(contract.listAudit, async (input, call) => service.audit(call.caller, input), inside),
    bind(contract.getStats, async (_input, call) => service.stats(call.caller), inside),
  ];
}
