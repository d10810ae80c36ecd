import * as contract from '@xom/contract/accounts';
import { bind, type Binding, type Call, type Caller } from '../../platform/call.ts';
import { Failure } from '../../platform/failure.ts';
import type { AccountsService } from './accounts.service.ts';
import type { CredentialsService } from './credentials.service.ts';
import type { ProfilesService } from './profiles.service.ts';
import { clearCookies, handOut, refreshTokenCookie, requireOwnPage } from './session-cookies.ts';
import type { Device } from './sessions.queries.ts';
import type { OpenSession, Sessions } from './sessions.service.ts';
import type { SignedTokens } from './signed-tokens.ts';

export interface AccountServices {
  accounts: AccountsService;
  credentials: CredentialsService;
  profiles: ProfilesService;
  sessions: Sessions;
  tokens: SignedTokens;
}

/** The operations of contract/accounts.ts, but what one sees of others: see people/profiles.operations.ts. */
export function bindAccounts(services: AccountServices): Binding[] {
  return [
    ...bindSignIn(services),
    ...bindSessions(services),
    ...bindCredentials(services),
    ...bindProfiles(services),
  ];
}

function bindSignIn({ accounts, profiles, sessions, tokens }: AccountServices): Binding[] {
  const signedIn = async (
    call: Call<Caller | null>,
    asCookie: boolean,
    open: () => Promise<OpenSession>,
  ): Promise<contract.SignedIn> => {
    if (asCookie) requireOwnPage(call);
    const session = await open();
    const user = await profiles.me(session.userId);
    return { user, ...(await handOut(call, tokens, session, { asCookie })) };
  };
  return [
    bind(contract.register, async (input, call) =>
      signedIn(call, input.cookies, async () =>
        accounts.register(input, deviceOf(call), call.language),
      ),
    ),
    bind(contract.login, async (input, call) =>
      signedIn(call, input.cookies, async () => accounts.login(input, deviceOf(call))),
    ),
    bind(contract.refresh, async ({ refreshToken }, call) => {
      const asCookie = refreshToken === undefined;
      if (asCookie) requireOwnPage(call);
      const token = refreshToken ?? refreshTokenCookie(call);
      if (token === null) throw new Failure('unauthenticated');
      const session = await sessions.renew(token, deviceOf(call), { isFromCookie: asCookie });
      const tokensOfIt = await handOut(call, tokens, session, { asCookie });
      // A page that opens knows nobody yet, and would ask next.
      return asCookie ? { user: await profiles.me(session.userId), ...tokensOfIt } : tokensOfIt;
    }),
  ];
}

function bindSessions({ sessions }: AccountServices): Binding[] {
  return [
    bind(contract.logout, async (_input, call) => {
      await sessions.end(call.caller);
      clearCookies(call);
      return {};
    }),
    bind(contract.listSessions, async (_input, call) => sessions.list(call.caller)),
    bind(contract.endSession, async ({ sessionId }, call) => {
      const wasThere = await sessions.end({ userId: call.caller.userId, sessionId });
      if (!wasThere) throw new Failure('not_found');
      if (sessionId === call.caller.sessionId) clearCookies(call);
      return {};
    }),
  ];
}

function bindCredentials({ credentials }: AccountServices): Binding[] {
  return [
    bind(contract.changePassword, async (input, call) => {
      await credentials.changePassword(call.caller, call.address, input);
      return {};
    }),
    bind(contract.forgotPassword, async ({ email }, call) => {
      await credentials.forgotPassword(email, call.language);
      return {};
    }),
    bind(contract.resetPassword, async ({ token, password }) => {
      await credentials.resetPassword(token, password);
      return {};
    }),
    bind(contract.verifyEmail, async ({ token }) => {
      await credentials.verifyEmail(token);
      return {};
    }),
  ];
}

function bindProfiles({ accounts, profiles }: AccountServices): Binding[] {
  return [
    bind(contract.getMe, async (_input, call) => profiles.me(call.caller.userId)),
    bind(contract.updateMe, async (input, call) => profiles.updateMe(call.caller.userId, input)),
    bind(contract.deactivate, async (_input, call) => {
      await accounts.deactivate(call.caller.userId);
      clearCookies(call);
      return {};
    }),
  ];
}

function deviceOf({ userAgent, address }: Call<Caller | null>): Device {
  return { userAgent, address };
}
