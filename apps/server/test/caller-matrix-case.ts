import type { Access } from '@xom/contract/define';
import type { CallerName } from './caller-matrix-callers.ts';
import type { Caller, World } from './caller-matrix-world.ts';
import type { Verdict } from './contract-calls.ts';

/** What an operation is called with. */
export interface Given {
  input: Record<string, unknown>;
  file?: Blob;
}

/** One way of calling an operation. Its row holds at least a plain one, which is valid and meets the fixture. */
export interface Case {
  /** What is special about it; of the plain call nothing. */
  readonly what?: string;
  /** Made anew for every caller, so that none finds what another has left. */
  given(world: World, caller: Caller): Given | Promise<Given>;
  /** Of a dialect's operation: it lets in whom the operation that it stands for lets in. */
  readonly answersAs?: Access;
  /** Who is told something else than the access says. */
  readonly but?: Partial<Record<CallerName, Verdict>>;
  /** It ends the session or the account of whoever may: somebody new does it. */
  readonly endsCaller?: boolean;
}

/** `tell(['a', 'b'], 'forbidden')` */
export function tell(
  names: readonly CallerName[],
  verdict: Verdict,
): Partial<Record<CallerName, Verdict>> {
  return Object.fromEntries(names.map((name) => [name, verdict]));
}
