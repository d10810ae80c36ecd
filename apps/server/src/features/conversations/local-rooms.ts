import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Connection, Connections } from '../../platform/connections.ts';
import { type Part, Receivers, RoomReceivers } from './room-receivers.ts';
import type { Place } from './roster.queries.ts';
import { countsOf, type MemberCounts } from './unread.ts';

interface LocalRoom {
  readonly isDirect: boolean;
  readonly members: Map<UserId, MemberCounts>;
  /** By door, made when it is first asked for; null: the members, their connections or counts have changed. */
  receivers: Map<string, RoomReceivers> | null;
  /** Of the conversation, as last seen in the database; 0: to be told to those who are in it. */
  version: number;
}

const nobody: ReadonlyMap<UserId, MemberCounts> = new Map();
const noReceivers = new Receivers([]);

/** The conversations of this process's connected people: who of them is in which, and what they are sent by. */
export class LocalRooms {
  readonly #connections: Connections;
  readonly #rooms = new Map<ConversationId, LocalRoom>();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** The connected members of a conversation. */
  members(conversationId: ConversationId): ReadonlyMap<UserId, Readonly<MemberCounts>> {
    return this.#rooms.get(conversationId)?.members ?? nobody;
  }

  isIn(conversationId: ConversationId, userId: UserId): boolean {
    return this.members(conversationId).has(userId);
  }

  /** Whether a conversation with connected members is a direct one. */
  isDirect(conversationId: ConversationId): boolean {
    return this.#rooms.get(conversationId)?.isDirect ?? false;
  }

  /** Every receiving connection of every connected member. */
  *connectionsIn(conversationId: ConversationId): Iterable<Connection> {
    for (const userId of this.members(conversationId).keys()) yield* this.#connections.of(userId);
  }

  /** The receiving connections of the connected members that came by one door. */
  receivers(conversationId: ConversationId, door: string, part: Part = 'all'): Receivers {
    const room = this.#rooms.get(conversationId);
    if (!room) return noReceivers;
    room.receivers ??= this.#receiversIn(conversationId, room);
    return room.receivers.get(door)?.part(part) ?? noReceivers;
  }

  /** How far each conversation of the connected people was when it was last seen in the database. */
  versions(): { conversationId: ConversationId; version: number }[] {
    return [...this.#rooms].map(([conversationId, { version }]) => ({ conversationId, version }));
  }

  noteVersion(conversationId: ConversationId, version: number): void {
    const room = this.#rooms.get(conversationId);
    if (room) room.version = Math.max(room.version, version);
  }

  /** A version behind which all of it is told anew. */
  forgetVersion(conversationId: ConversationId): void {
    const room = this.#rooms.get(conversationId);
    if (room) room.version = 0;
  }

  /** What a member's unread counts are made of, to be changed by what is told. */
  countsOf(conversationId: ConversationId, userId: UserId): MemberCounts | undefined {
    return this.#rooms.get(conversationId)?.members.get(userId);
  }

  /** @returns whether they are the first one here who is in it */
  join(userId: UserId, place: Omit<Place, 'userId'>): boolean {
    const known = this.#rooms.get(place.conversationId);
    const room: LocalRoom = known ?? {
      isDirect: !place.isGroup,
      members: new Map(),
      receivers: null,
      version: place.version,
    };
    if (!known) this.#rooms.set(place.conversationId, room);
    room.members.set(userId, countsOf(place, room.members.get(userId)));
    room.receivers = null;
    return !known;
  }

  /** @returns whether they were the last one here who was in it */
  leave(userId: UserId, conversationId: ConversationId): boolean {
    const room = this.#rooms.get(conversationId);
    if (!room?.members.delete(userId)) return false;
    room.receivers = null;
    for (const connection of this.#connections.of(userId)) {
      this.#connections.lookAway(connection, conversationId);
    }
    if (room.members.size > 0) return false;
    this.#rooms.delete(conversationId);
    return true;
  }

  /** The connections of its members, or their counts, are others than before. */
  receiversChanged(conversationId: ConversationId): void {
    const room = this.#rooms.get(conversationId);
    if (room) room.receivers = null;
  }

  /** A connection begins or ends to look at something, which may be a conversation. */
  looked({ door }: Connection, view: string): void {
    const room = this.#rooms.get(view as ConversationId);
    room?.receivers?.get(door)?.looksChanged();
  }

  #receiversIn(id: ConversationId, { members }: LocalRoom): Map<string, RoomReceivers> {
    const receivers = [...members].flatMap(([userId, counts]) =>
      [...this.#connections.of(userId)].map((connection) => ({ userId, counts, connection })),
    );
    const byDoor = Map.groupBy(receivers, ({ connection }) => connection.door);
    return new Map([...byDoor].map(([door, own]) => [door, new RoomReceivers(id, own)]));
  }
}
