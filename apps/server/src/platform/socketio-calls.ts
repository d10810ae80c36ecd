import type { EventDefinition, Operation, SocketDoor } from '@xom/contract/define';
import type { FastifyBaseLogger } from 'fastify';
import type { Connections } from './connections.ts';
import type { Dispatch } from './dispatch.ts';
import { Failure, renderFailure, type RenderedFailure } from './failure.ts';
import { newId } from './identifiers.ts';
import { languageOfSocket, type SocketConnection } from './socketio-connection.ts';

export interface CallOptions {
  /** The operations of the namespace, by their events. */
  readonly byEvent: ReadonlyMap<string, SocketOperation>;
  /** Sent after every refused event, beside the ack. */
  readonly refusedEvent: EventDefinition | null;
  readonly dispatch: Dispatch;
  readonly connections: Connections;
  readonly logger: FastifyBaseLogger;
}

export type SocketOperation = Operation & { readonly socket: SocketDoor };

/** What a call came down to. */
interface Outcome {
  readonly ack: unknown;
  readonly refusal: RenderedFailure | null;
  /** What follows the ack. */
  readonly followUps: readonly (() => void)[];
}

const maxCallsInFlight = 256;

export function isSocketOperation(operation: Operation): operation is SocketOperation {
  return operation.socket !== null;
}

/** Answers every event of a socket from now on. */
export function serveCalls(connection: SocketConnection, options: CallOptions): void {
  const { refusedEvent, connections } = options;
  // Every packet is taken here; `next` is never called, so that unknown events are answered too.
  connection.socket.use((packet: unknown[]) => {
    const [event, ...rest] = packet;
    const last = rest.at(-1);
    const ack = typeof last === 'function' ? last : null;
    const given = ack ? rest.slice(0, -1) : rest;
    connection.beginCall();
    const isTooMany = connection.callsInFlight > maxCallsInFlight;
    void answer(connection, { event: String(event), given, isTooMany }, options).then((outcome) => {
      ack?.(outcome.ack);
      for (const followUp of outcome.followUps) followUp();
      if (refusedEvent && outcome.refusal) {
        const { error, message } = outcome.refusal;
        connections.send(refusedEvent, { error, message }, [connection]);
      }
      connection.endCall();
    });
  });
}

async function answer(
  connection: SocketConnection,
  { event, given, isTooMany }: { event: string; given: readonly unknown[]; isTooMany: boolean },
  { byEvent, dispatch, connections, logger }: CallOptions,
): Promise<Outcome> {
  const operation = byEvent.get(event);
  const requestId: string = newId();
  const followUps: (() => void)[] = [];
  const frame = connection.frame(requestId, (task) => void followUps.push(task));
  try {
    // Its session ended, and it stays only until what ran then is answered.
    if (connection.hasEnded) throw new Failure('unauthenticated');
    if (!operation) throw new Failure('not_found');
    if (isTooMany) throw new Failure('rate_limited', undefined, 1);
    const door = operation.socket;
    await dispatch.admit(operation, frame.caller, frame.address);
    const output = await dispatch.run(operation, inputOf(door, given), frame);
    const { emits } = door;
    if (emits) followUps.push(() => connections.send(emits, output, [connection]));
    return { ack: ackOf(door, output), refusal: null, followUps };
  } catch (thrown) {
    if (!(thrown instanceof Failure)) {
      logger.error({ err: thrown, requestId, event: operation?.name }, 'event failed');
    }
    const refusal = renderFailure(thrown, languageOfSocket(connection.socket));
    return { ack: { status: 'error', ...refusal }, refusal, followUps };
  }
}

/** The input that the arguments of an event make; more than the door takes are ignored. */
function inputOf({ arguments: names }: SocketDoor, given: readonly unknown[]): unknown {
  if (!names) return given[0];
  const fields = names.map((name, index): [string, unknown] => [name, given[index]]);
  // An argument that was left out between others arrives as null.
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== null));
}

function ackOf({ ack }: SocketDoor, output: unknown): unknown {
  if (ack === 'bare') return output;
  return { status: 'success', ...(typeof output === 'object' && output) };
}
