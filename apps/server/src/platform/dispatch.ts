import type { Access, Operation } from '@xom/contract/define';
import type { ErrorDetails, Language } from '@xom/contract/errors';
import type { ConversationId, MessageId } from '@xom/contract/fields';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { vi } from 'zod/locales';
import type { Binding, Call, Caller, Run } from './call.ts';
import { Failure } from './failure.ts';
import type { RateLimits } from './rate-limits.ts';

/** The ids that policies look at. An operation whose access needs one has it in its input. */
export interface PolicyInput {
  readonly conversationId?: ConversationId;
  readonly messageId?: MessageId;
}

/** Throws a Failure when the caller may not. */
export type Policy = (caller: Caller, input: PolicyInput) => void | Promise<void>;

/** One rule for each kind of access that the contract names. `anyone` needs none. */
export type Policies = Record<Exclude<Access, 'anyone'>, Policy>;

export type CallFrame = Omit<Call<Caller | null>, 'run'>;

const vietnamese = vi().localeError;

/**
 * The only way in. A door first calls `admit` (who are you, rate limit), reads the body, then `run`
 * (validate, may you, do).
 */
export class Dispatch {
  readonly #bindings: ReadonlyMap<Operation, Binding>;
  readonly #policies: Policies;
  readonly #rateLimits: RateLimits;
  readonly #checksAnswers: boolean;
  #running = 0;
  #onIdle: (() => void) | null = null;
  #isDraining = false;

  constructor(options: {
    bindings: readonly Binding[];
    policies: Policies;
    rateLimits: RateLimits;
    checksAnswers: boolean;
  }) {
    this.#bindings = new Map(options.bindings.map((binding) => [binding.operation, binding]));
    this.#policies = options.policies;
    this.#rateLimits = options.rateLimits;
    this.#checksAnswers = options.checksAnswers;
  }

  get operations(): Operation[] {
    return [...this.#bindings.keys()];
  }

  /** @throws Failure `unauthenticated` | `rate_limited` */
  async admit(operation: Operation, caller: Caller | null, address: string): Promise<void> {
    if (operation.access !== 'anyone' && !caller) throw new Failure('unauthenticated');
    await this.#rateLimits.count(operation.rate, caller?.userId ?? address);
  }

  /** Takes no more calls and resolves when those that run are done. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /**
   * Validates, authorises and does.
   * @returns what the operation's output schema describes
   * @throws Failure
   */
  async run(operation: Operation, raw: unknown, frame: CallFrame): Promise<unknown> {
    if (this.#isDraining) throw new Failure('unavailable');
    this.#running += 1;
    try {
      return await this.#run(operation, raw, frame);
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#onIdle?.();
    }
  }

  /** Calls operations as somebody, beside any call of theirs: what a door does by itself. */
  runAs(frame: CallFrame): Run {
    const run = (operation: Operation, given: object, file = frame.file) =>
      this.run(operation, given, { ...frame, file });
    // What it answers was made by the handler bound to that very operation.
    return run as Run;
  }

  /** Calls operations as somebody, each counted against the rate limit: what a dialect makes of a frame. */
  admitAndRunAs(frame: CallFrame): Run {
    const run = this.runAs(frame);
    return async (operation, given, file) => {
      await this.admit(operation, frame.caller, frame.address);
      return run(operation, given, file);
    };
  }

  async #run(operation: Operation, raw: unknown, frame: CallFrame): Promise<unknown> {
    const binding = this.#bindings.get(operation);
    if (!binding) throw new Failure('not_found');
    const input = validate(operation, raw, frame.language);
    if (operation.access !== 'anyone') {
      if (!frame.caller) throw new Failure('unauthenticated');
      if (!binding.authorisesInside) {
        // The schema made it an object; a policy reads only ids that the operation's input declares.
        await this.#policies[operation.access](frame.caller, input as PolicyInput);
      }
    }
    const within = (inner: Operation, given: object, file = frame.file) =>
      this.#run(inner, given, { ...frame, file });
    // What it answers was made by the handler bound to that very operation.
    const answer = await binding.handle(input, { ...frame, run: within as Run });
    if (this.#checksAnswers && operation.rest?.answer !== 'file') {
      assertMatches(operation.output, answer, operation.name);
    }
    return answer;
  }
}

function validate(operation: Operation, raw: unknown, language: Language): unknown {
  const parsed = operation.input.safeParse(raw, language === 'vi' ? { error: vietnamese } : {});
  if (!parsed.success) throw new Failure('invalid_input', detailsOf(parsed.error));
  return parsed.data;
}

/** At most 20 of what is wrong, by path. */
export function detailsOf(error: z.ZodError): ErrorDetails {
  const details: ErrorDetails = {};
  for (const issue of error.issues.slice(0, 20)) {
    details[issue.path.map(String).join('.') || 'body'] ??= issue.message;
  }
  return details;
}

/** In tests and development: what leaves is exactly what the contract says, nothing more. */
export function assertMatches(schema: z.ZodType, value: unknown, name: string): void {
  const sent: unknown = JSON.parse(JSON.stringify(value));
  const parsed = schema.safeParse(sent);
  if (!parsed.success)
    throw new Error(`${name} does not match the contract: ${parsed.error.message}`);
  if (!isDeepStrictEqual(parsed.data, sent))
    throw new Error(`${name} holds more than the contract says`);
}
