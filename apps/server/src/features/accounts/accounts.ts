import type { Authenticator } from '../../platform/authenticator.ts';
import type { Bus, BusEvent } from '../../platform/bus.ts';
import type { Binding } from '../../platform/call.ts';
import type { JobKind } from '../../platform/jobs.ts';
import type { MakeLimiter } from '../../platform/limiters.ts';
import type { Database } from '../../tables.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { peopleTopic } from '../../topics.ts';
import { AccountAnnouncer, type AccountBus } from './account-announcer.ts';
import { AccountAuthenticator } from './account-authenticator.ts';
import type { AccountEvent } from './accounts.events.ts';
import { bindAccounts } from './accounts.operations.ts';
import { AccountsService } from './accounts.service.ts';
import { CredentialsService } from './credentials.service.ts';
import { expiryJob } from './expiry.job.ts';
import { LoginThrottle } from './login-throttle.ts';
import { MailTokens } from './mail-tokens.service.ts';
import { Passwords } from './passwords.ts';
import { CachedPersonSummaries, type PersonSummaries } from './person-summaries.ts';
import type { ProfilePictures } from './profile-pictures.ts';
import type { IsOnline } from './profile-view.ts';
import { ProfilesService, type WaitingFollowers } from './profiles.service.ts';
import type { Recounting } from './recounting.ts';
import { Sessions } from './sessions.service.ts';
import { SignedTokens } from './signed-tokens.ts';

export interface AccountsOptions {
  database: Database;
  bus: AccountBus & Pick<Bus<BusEvent>, 'subscribe'>;
  jwtSecret: string;
  publicUrl: string | null;
  mediaUrls: MediaUrls;
  isOnline: IsOnline;
  areRateLimitsOn: boolean;
  makeLimiter: MakeLimiter;
  media: ProfilePictures;
  waiting: WaitingFollowers;
  recounting: Recounting;
}

export interface Accounts {
  bindings: Binding[];
  jobs: JobKind[];
  authenticator: Authenticator;
  summaries: PersonSummaries;
  /** To prove by the password that it is the person who acts. */
  credentials: Pick<CredentialsService, 'prove'>;
}

/** Puts the accounts feature together: people, how they sign in, and what they show of themselves. */
export function createAccounts(options: AccountsOptions): Accounts {
  const { database, mediaUrls, media, waiting, recounting, isOnline } = options;
  const summaries = new CachedPersonSummaries(database, mediaUrls);
  const announcer = new AccountAnnouncer(options.bus, summaries);
  // Any process may have changed somebody, and any other remember them.
  options.bus.subscribe(peopleTopic, (event) => {
    if (isPersonUpdated(event)) summaries.forget(event.userId);
  });
  const tokens = new SignedTokens(options.jwtSecret);
  const passwords = new Passwords();
  const throttle = new LoginThrottle({
    isOn: options.areRateLimitsOn,
    makeLimiter: options.makeLimiter,
  });
  const mailTokens = new MailTokens(options.publicUrl);
  const sessions = new Sessions(database, announcer);
  const parts = { database, passwords, throttle, sessions, mailTokens, announcer, recounting };
  const credentials = new CredentialsService(parts);
  return {
    bindings: bindAccounts({
      accounts: new AccountsService(parts),
      credentials,
      profiles: new ProfilesService({ database, mediaUrls, media, announcer, waiting, isOnline }),
      sessions,
      tokens,
    }),
    jobs: [credentials.forgotPasswordJob, expiryJob(database, announcer)],
    authenticator: new AccountAuthenticator(database, tokens),
    summaries,
    credentials,
  };
}

type PersonUpdated = Extract<AccountEvent, { type: 'person.updated' }>;

function isPersonUpdated(event: BusEvent): event is PersonUpdated {
  return event.type === 'person.updated';
}
