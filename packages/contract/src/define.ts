import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/**
 * Who may call an operation. The server holds one policy for each name; the sentence here is what the
 * reference shows.
 */
export const accessSentences = {
  anyone: 'Anyone, without a token.',
  person: 'Any signed-in person.',
  moderator: 'A moderator or an admin.',
  member: 'A member of the conversation.',
  unblockedMember: 'A member of the conversation; of a direct one, with no block between the two.',
  groupAdmin: 'The owner or an admin of the group.',
  groupAdminOrDirectMember:
    'The owner or an admin of the group; of a direct conversation either one, with no block between the two.',
  groupOwnerOrDirectMember: 'The owner of the group; of a direct conversation either one.',
  messageMember: 'A member of the conversation that holds the message.',
  messageSender: 'The sender of the message.',
  messageSenderOrGroupAdmin: 'The sender of the message, or the owner or an admin of its group.',
} as const;
export type Access = keyof typeof accessSentences;

/** What a call counts against. The server holds the numbers. */
export type RateClass = 'login' | 'mail' | 'read' | 'write' | 'message' | 'upload' | 'file';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Whether a multipart body with one `file` is taken, beside JSON or instead of it. */
export type FileUse = 'none' | 'optional' | 'required';

/** How an operation is reached over HTTP. Path parameters (`:messageId`) are fields of the input. */
export interface RestDoor<File extends FileUse = FileUse> {
  readonly method: Method;
  readonly path: string;
  readonly status: 200 | 201;
  /** Where the path hangs: `/api/v1`, and for the dialect of 004 the root as well. */
  readonly prefixes: readonly string[];
  readonly file: File;
  /** `file`: the answer is the bytes of a file, not the envelope. */
  readonly answer: 'json' | 'file';
}

/** How an operation is reached over Socket.IO: `emit(event, input, ack)`, unless it says otherwise. */
export interface SocketDoor {
  readonly namespace: Namespace;
  readonly event: string;
  /** The event's arguments are these fields of the input, in this order. Null: one argument, the input. */
  readonly arguments: readonly string[] | null;
  /** `fields`: `{status: 'success', …output}`; `bare`: the output itself. Refusals look the same in both. */
  readonly ack: 'fields' | 'bare';
  /** Follows the ack of a success, to the calling socket, with the output as its payload. */
  readonly emits: EventDefinition | null;
}

export const namespaces = ['/v1', '/chat', '/'] as const;
export type Namespace = (typeof namespaces)[number];

export interface Operation<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
  Who extends Access = Access,
  Name extends string = string,
  File extends FileUse = FileUse,
> {
  readonly name: Name;
  readonly summary: string;
  readonly access: Who;
  readonly rate: RateClass;
  readonly input: Input;
  readonly output: Output;
  /** Beside `unauthenticated`, `account_suspended`, `invalid_input` and `rate_limited`, which every call may meet. */
  readonly errors: readonly ErrorCode[];
  readonly rest: RestDoor<File> | null;
  readonly socket: SocketDoor | null;
}

export type InputOf<O extends Operation> = z.output<O['input']>;
export type RawInputOf<O extends Operation> = z.input<O['input']>;
export type OutputOf<O extends Operation> = z.output<O['output']>;

interface SocketDeclaration<Input extends z.ZodObject, Output extends z.ZodType> {
  namespace: Namespace;
  event: string;
  /** Absent: one argument, the input. */
  arguments?: readonly (keyof z.input<Input> & string)[];
  /** Absent: `fields`. */
  ack?: SocketDoor['ack'];
  /** An event with the very schema of the output. */
  emits?: EventDefinition<Output>;
}

interface OperationDeclaration<
  Input extends z.ZodObject,
  Output extends z.ZodType,
  Who extends Access,
  Name extends string,
  File extends FileUse,
> {
  name: Name;
  summary: string;
  access: Who;
  rate: RateClass;
  input: Input;
  output: Output;
  errors?: readonly ErrorCode[];
  /** `'POST /conversations'`; none: sockets only. */
  rest?: `${Method} /${string}`;
  status?: 200 | 201;
  prefixes?: readonly string[];
  /** Absent: `none`. */
  file?: File;
  answer?: 'json' | 'file';
  /** Absent: the event of the operation's own name on `/v1`. `null`: REST only. */
  socket?: SocketDeclaration<NoInfer<Input>, NoInfer<Output>> | null;
}

/**
 * Declares one operation. From this come its REST route, its socket event, the checks of its input and
 * output, its types, its place in both documents and its method in the SDK.
 */
export function defineOperation<
  Input extends z.ZodObject,
  Output extends z.ZodType,
  Who extends Access,
  const Name extends string,
  File extends FileUse = 'none',
>(
  declaration: OperationDeclaration<Input, Output, Who, Name, File>,
): Operation<Input, Output, Who, Name, File> {
  const { socket = { namespace: '/v1', event: declaration.name } } = declaration;
  const defaults = { arguments: null, ack: 'fields', emits: null } as const;
  return Object.freeze({
    name: declaration.name,
    summary: declaration.summary,
    access: declaration.access,
    rate: declaration.rate,
    input: declaration.input,
    output: declaration.output,
    errors: declaration.errors ?? [],
    rest: declaration.rest ? restDoor(declaration.rest, declaration) : null,
    socket: socket && { ...defaults, ...socket },
  });
}

function restDoor<File extends FileUse>(
  route: `${Method} /${string}`,
  given: Partial<Pick<RestDoor<File>, 'status' | 'prefixes' | 'file' | 'answer'>>,
): RestDoor<File> {
  const [method, path] = splitRoute(route);
  const { status = 200, prefixes = ['/api/v1'], answer = 'json' } = given;
  // Where `file` is absent, `File` is 'none' by its default.
  const file = given.file ?? ('none' as File);
  return { method, path, status, prefixes, file, answer };
}

function splitRoute(route: `${Method} /${string}`): [Method, string] {
  const space = route.indexOf(' ');
  // The template type of `route` says that what stands before the space is a method.
  return [route.slice(0, space) as Method, route.slice(space + 1)];
}

/** One kind of event that the server sends, and to whom in words. */
export interface EventDefinition<
  Payload extends z.ZodType = z.ZodType,
  Name extends string = string,
  Where extends Namespace = Namespace,
> {
  readonly namespace: Where;
  readonly name: Name;
  readonly summary: string;
  readonly payload: Payload;
}

export type PayloadOf<E extends EventDefinition> = z.output<E['payload']>;

interface EventDeclaration<Payload extends z.ZodType, Name extends string> {
  name: Name;
  summary: string;
  payload: Payload;
}

/** Declares one event, on `/v1` unless another namespace is named. */
export function defineEvent<Payload extends z.ZodType, const Name extends string>(
  declaration: EventDeclaration<Payload, Name>,
): EventDefinition<Payload, Name, '/v1'>;
export function defineEvent<
  Payload extends z.ZodType,
  const Name extends string,
  Where extends Namespace,
>(
  declaration: EventDeclaration<Payload, Name> & { namespace: Where },
): EventDefinition<Payload, Name, Where>;
export function defineEvent(
  declaration: EventDeclaration<z.ZodType, string> & { namespace?: Namespace },
): EventDefinition {
  return Object.freeze({ namespace: '/v1', ...declaration });
}
