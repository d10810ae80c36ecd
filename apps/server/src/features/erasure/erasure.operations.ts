import * as contract from '@xom/contract/erasure';
import { bind, type Binding } from '../../platform/call.ts';
import { clearCookies } from '../accounts/session-cookies.ts';
import type { ErasureService } from './erasure.service.ts';

/** The operations of contract/erasure.ts. */
export function bindErasure(service: ErasureService): Binding[] {
  return [
    bind(contract.eraseMe, async ({ password }, call) => {
      const isOnSocket = call.http === null;
      await service.eraseMe(call.caller, { address: call.address, isOnSocket }, password);
      clearCookies(call);
      return {};
    }),
    bind(
      contract.eraseUser,
      async ({ userId }, call) => {
        await service.eraseUser(call.caller, userId);
        return {};
      },
      // The service looks up the caller's present role itself.
      { authorisesInside: true },
    ),
  ];
}
