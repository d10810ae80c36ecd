import type { Role } from '@xom/contract/accounts';
import type { InputOf, Operation, OutputOf } from '@xom/contract/define';
import type { Language } from '@xom/contract/errors';
import type { SessionId, UserId } from '@xom/contract/fields';
import type { Connection } from './connections.ts';
import type { StagedFile } from './upload.ts';

/** Who calls: the person and the session that a token proved. */
export interface Caller {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly role: Role;
}

/** What only HTTP has; null where the call came by a socket. */
export interface HttpExchange {
  header(name: string): string | undefined;
  cookie(name: string): string | undefined;
  /** `value` null clears it. */
  setCookie(cookie: {
    name: string;
    value: string | null;
    path: string;
    maxAgeSeconds: number;
  }): void;
  /** Runs a task when the caller has gone before the answer was out: they know nothing of what it says. */
  whenUnheard(task: () => void): void;
}

/** One call of an operation, whatever door it came through. */
export interface Call<Who extends Caller | null = Caller> {
  readonly caller: Who;
  readonly language: Language;
  readonly requestId: string;
  /** The address of the other end. */
  readonly address: string;
  readonly userAgent: string | null;
  readonly connection: Connection | null;
  readonly http: HttpExchange | null;
  /** The multipart file, where the operation takes one. Gone after the call unless it was adopted. */
  readonly file: StagedFile | null;
  /** Runs a task once the answer is on its way: what follows an ack. */
  afterwards(task: () => void): void;
  readonly run: Run;
}

/**
 * Calls another operation as the same person: validated and authorised anew. For dialects.
 * @param file what that operation is given instead of this call's own file; whoever staged it discards it
 */
export type Run = <O extends Operation>(
  operation: O,
  input: object,
  file?: StagedFile,
) => Promise<OutputOf<O>>;

type CallerOf<O extends Operation> = O['access'] extends 'anyone' ? Caller | null : Caller;

/** An operation with what it does. The input is erased here; `bind` checks that the two fit. */
export interface Binding {
  readonly operation: Operation;
  readonly authorisesInside: boolean;
  handle(input: unknown, call: Call<Caller | null>): Promise<unknown>;
}

/**
 * Binds an operation of the contract to what it does.
 * `authorisesInside`: the handler checks access itself, where a check before it would be a second look at
 * the same rows or would race with the act.
 */
export function bind<O extends Operation>(
  operation: O,
  handler: (input: InputOf<O>, call: Call<CallerOf<O>>) => Promise<OutputOf<O>> | OutputOf<O>,
  { authorisesInside = false }: { authorisesInside?: boolean } = {},
): Binding {
  return {
    operation,
    authorisesInside,
    // Dispatch parses the input by this operation's schema and refuses a missing caller before it calls.
    handle: async (input, call) => handler(input as InputOf<O>, call as Call<CallerOf<O>>),
  };
}
