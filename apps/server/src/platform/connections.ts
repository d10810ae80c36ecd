import type { EventDefinition, PayloadOf } from '@xom/contract/define';
import type { UserId } from '@xom/contract/fields';
import type { z } from 'zod';
import type { Caller } from './call.ts';

/** One open socket of one person, whatever its door. */
export interface Connection {
  readonly id: string;
  readonly door: string;
  readonly caller: Caller;
  /** What the person looks at on this socket, such as a conversation's id: `Connections.look` and `lookAway` change it. */
  readonly views: Set<string>;
  /** Ends it; the other end is told why in one word. */
  end(reason: string): void;
  /** Where its door has no word for `resync`: closes it so that the client comes back and looks anew. */
  comeBack?(): void;
}

/** Sends one event to many connections of its door, encoded once. */
export type SendEvent = (
  event: EventDefinition,
  payload: unknown,
  to: Iterable<Connection>,
) => void;

/** Who wants to know of connections. `began` comes between `attached` and `detached`, or never. */
export interface ConnectionListener {
  /** Runs its first part at once; what it answers is awaited before the connection's session is asked for. */
  attached?(connection: Connection): void | Promise<void>;
  /** It begins to receive. Awaited before the client is told so; it may have ended meanwhile. */
  began?(connection: Connection): Promise<void>;
  detached?(connection: Connection, wasReceiving: boolean): void;
  /** It begins or ends to look at something. */
  looked?(connection: Connection, view: string): void;
  /** Other connections of this person receive than before. */
  receivingChanged?(userId: UserId): void;
}

const nobody: ReadonlySet<Connection> = new Set();

/** The connections of this process, by person: all that are attached, and among them those that receive. */
export class Connections {
  readonly #attached = new Map<UserId, Set<Connection>>();
  readonly #receiving = new Map<UserId, Set<Connection>>();
  readonly #listeners: ConnectionListener[] = [];
  readonly #doors = new Map<string, SendEvent>();
  readonly #resyncEvents: readonly EventDefinition<z.ZodObject>[];
  #count = 0;

  /** Attached connections. */
  get count(): number {
    return this.#count;
  }

  /** People with a connection that receives. */
  get userCount(): number {
    return this.#receiving.size;
  }

  /** @param resyncEvents of each door: the event without fields that says that something may be missing */
  constructor({
    resyncEvents = [],
  }: { resyncEvents?: readonly EventDefinition<z.ZodObject>[] } = {}) {
    this.#resyncEvents = resyncEvents;
  }

  listen(listener: ConnectionListener): void {
    this.#listeners.push(listener);
  }

  /** How a door sends; a door adds itself when it opens. */
  addDoor(door: string, send: SendEvent): void {
    this.#doors.set(door, send);
  }

  /** Adds a connection at once. Resolves when whatever ends it from now on reaches it. */
  async attach(connection: Connection): Promise<void> {
    if (!addTo(this.#attached, connection)) return;
    this.#count += 1;
    await Promise.all(this.#listeners.map(async (listener) => listener.attached?.(connection)));
  }

  /** Lets a connection receive. Resolves when everything that follows reaches it. */
  async begin(connection: Connection): Promise<void> {
    if (!this.#attached.get(connection.caller.userId)?.has(connection)) return;
    if (!addTo(this.#receiving, connection)) return;
    this.#tellChanged(connection);
    try {
      for (const listener of this.#listeners) await listener.began?.(connection);
    } catch (error) {
      if (removeFrom(this.#receiving, connection)) this.#tellChanged(connection);
      throw error;
    }
  }

  isReceiving(connection: Connection): boolean {
    return this.of(connection.caller.userId).has(connection);
  }

  /** Forgets a connection that is gone; a second call does nothing. */
  detach(connection: Connection): void {
    if (!removeFrom(this.#attached, connection)) return;
    this.#count -= 1;
    const wasReceiving = removeFrom(this.#receiving, connection);
    if (wasReceiving) this.#tellChanged(connection);
    for (const listener of this.#listeners) listener.detached?.(connection, wasReceiving);
  }

  look(connection: Connection, view: string): void {
    connection.views.add(view);
    for (const listener of this.#listeners) listener.looked?.(connection, view);
  }

  /** @returns whether it looked at it */
  lookAway(connection: Connection, view: string): boolean {
    if (!connection.views.delete(view)) return false;
    for (const listener of this.#listeners) listener.looked?.(connection, view);
    return true;
  }

  /** Those of a person that receive. */
  of(userId: UserId): ReadonlySet<Connection> {
    return this.#receiving.get(userId) ?? nobody;
  }

  /** Everybody's that receive. */
  *all(): Iterable<Connection> {
    for (const own of this.#receiving.values()) yield* own;
  }

  /** All of a person's that are open, receiving or not. */
  attachedOf(userId: UserId): ReadonlySet<Connection> {
    return this.#attached.get(userId) ?? nobody;
  }

  /** Everybody's that are open, receiving or not. */
  *allAttached(): Iterable<Connection> {
    for (const own of this.#attached.values()) yield* own;
  }

  #tellChanged({ caller: { userId } }: Connection): void {
    for (const listener of this.#listeners) listener.receivingChanged?.(userId);
  }

  /** Says to connections that something may be missing. */
  tellResync(to: Iterable<Connection>): void {
    const connections = [...to];
    for (const event of this.#resyncEvents) this.send(event, {}, connections);
    const doors = new Set(this.#resyncEvents.map<string>(({ namespace }) => namespace));
    for (const connection of connections) if (!doors.has(connection.door)) connection.comeBack?.();
  }

  /** Sends one event to those of `to` that came through the event's door. */
  send<E extends EventDefinition>(event: E, payload: PayloadOf<E>, to: Iterable<Connection>): void {
    const isOfDoor = ({ door }: Connection): boolean => door === event.namespace;
    const all = Array.isArray(to) ? to : [...to];
    const connections = all.every(isOfDoor) ? all : all.filter(isOfDoor);
    if (connections.length > 0) this.#doors.get(event.namespace)?.(event, payload, connections);
  }
}

function addTo(map: Map<UserId, Set<Connection>>, connection: Connection): boolean {
  const { userId } = connection.caller;
  const own = map.get(userId);
  if (own?.has(connection)) return false;
  if (own) own.add(connection);
  else map.set(userId, new Set([connection]));
  return true;
}

function removeFrom(map: Map<UserId, Set<Connection>>, connection: Connection): boolean {
  const { userId } = connection.caller;
  const own = map.get(userId);
  if (!own?.delete(connection)) return false;
  if (own.size === 0) map.delete(userId);
  return true;
}
