import type { AnyEvent, AnyOperation } from '@xom/contract/contract';
import type { OutputOf, PayloadOf, RawInputOf } from '@xom/contract/define';
import { callRows, eventNames } from './contract-table.ts';

type DialectName = `chat.${string}` | `chat:${string}` | `social:${string}`;

/** An operation of the native protocol: those of the dialects are left out. */
export type NativeOperation = Exclude<AnyOperation, { readonly name: DialectName }>;
export type CallName = NativeOperation['name'];
export type OperationNamed<Name extends CallName> = Extract<NativeOperation, { name: Name }>;

/** An event of the native protocol. */
export type NativeEvent = Extract<AnyEvent, { readonly namespace: '/v1' }>;
export type EventName = NativeEvent['name'];
export type EventPayload<Name extends EventName> = PayloadOf<Extract<NativeEvent, { name: Name }>>;

/** The fields of an input; of one without fields, which has the type of an empty object, none. */
type FieldsOf<O extends NativeOperation> = string extends keyof RawInputOf<O>
  ? unknown
  : RawInputOf<O>;

type FileUseOf<O extends NativeOperation> = NonNullable<O['rest']>['file'];

/** What a call takes: ids as plain strings, defaults left out, the file beside the fields. */
export type CallInput<O extends NativeOperation> =
  FileUseOf<O> extends 'required'
    ? FieldsOf<O> & { file: Blob }
    : FileUseOf<O> extends 'optional'
      ? FieldsOf<O> & { file?: Blob }
      : RawInputOf<O>;

/** What a call answers. What answers with a file has no schema: the SDK gives its bytes. */
export type CallOutput<O extends NativeOperation> =
  unknown extends OutputOf<O> ? Blob : OutputOf<O>;

export interface CallOptions {
  /** Ends the wait over REST; a call over the socket has been sent and is not taken back. */
  readonly signal?: AbortSignal | undefined;
  /** How much of a file is uploaded, 0 to 1; in browsers. */
  readonly onProgress?: ((part: number) => void) | undefined;
}

/** The input, which may be left out where every field of it may. */
export type CallArguments<O extends NativeOperation> =
  Record<never, never> extends CallInput<O>
    ? [input?: CallInput<O>, options?: CallOptions]
    : [input: CallInput<O>, options?: CallOptions];

export type Call<O extends NativeOperation> = (
  ...given: CallArguments<O>
) => Promise<CallOutput<O>>;

type AreaOf<Name extends string> = Name extends `${infer Area}.${string}` ? Area : never;
type VerbOf<Name extends string, Area extends string> = Name extends `${Area}.${infer Verb}`
  ? Verb
  : never;

/** A method for every operation: `messages.send` is `areas.messages.send`. */
export type Areas = {
  readonly [Area in AreaOf<CallName>]: {
    readonly [Name in CallName as VerbOf<Name, Area>]: Call<OperationNamed<Name>>;
  };
};

/** How an operation is called. */
export interface CallDoor {
  readonly name: string;
  readonly rest: {
    readonly method: string;
    readonly path: string;
    readonly takesFile: boolean;
    readonly answersFile: boolean;
  } | null;
  readonly isOnSocket: boolean;
  /** Without a token. */
  readonly isOpen: boolean;
}

const doors = new Map(Object.entries(callRows).map(([name, row]) => [name, doorOf(name, row)]));

/** The names of the events that can be listened to. */
export const nativeEventNames: ReadonlySet<string> = new Set(eventNames);

/** How the operation of a name is called. */
export function doorNamed(name: string): CallDoor {
  const door = doors.get(name);
  if (!door) throw new TypeError(`there is no operation ${name}`);
  return door;
}

function doorOf(name: string, row: string): CallDoor {
  const words = row.split(' ');
  const [method = '', path = ''] = words;
  const has = (word: string) => words.includes(word);
  const rest = { method, path, takesFile: has('upload'), answersFile: has('download') };
  return {
    name,
    rest: path.startsWith('/') ? rest : null,
    isOnSocket: has('socket'),
    isOpen: has('open'),
  };
}

type AnyCall = (door: CallDoor, input?: object, options?: CallOptions) => Promise<unknown>;

/** Builds the method of every operation over one function that makes any call. */
export function buildAreas(call: AnyCall): Areas;
// What the list holds only the types know: the overload above says it.
export function buildAreas(call: AnyCall): Record<string, Record<string, unknown>> {
  const areas: Record<string, Record<string, unknown>> = {};
  for (const [name, door] of doors) {
    const [area = '', verb = ''] = name.split('.');
    const verbs = (areas[area] ??= {});
    verbs[verb] = (input?: object, options?: CallOptions) => call(door, input, options);
  }
  return areas;
}
