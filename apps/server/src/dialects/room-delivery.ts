import type { ConversationId } from '@xom/contract/fields';
import { closeCodes } from '@xom/contract/room-socket';
import type { Deliver, Roster } from '../features/conversations/roster.ts';
import type { Connections } from '../platform/connections.ts';
import type { Frames } from '../platform/joined-websocket.ts';
import { type FrameWriter, RoomConnection, roomDoor } from './room-connection.ts';

/** The dialect of seed 003, event by event: what happened in a room, as frames to its raw sockets. */
export function deliverRooms(options: {
  roster: Roster;
  connections: Connections;
  frames: FrameWriter;
}): Deliver {
  const { roster, connections, frames } = options;
  const tell = (
    roomId: ConversationId,
    makeFrame: () => Frames,
    isMeant: (connection: RoomConnection) => boolean = () => true,
  ) => {
    let frame: Frames | null = null;
    for (const { connection } of roster.rooms.receivers(roomId, roomDoor).each) {
      if (!(connection instanceof RoomConnection) || connection.roomId !== roomId) continue;
      if (isMeant(connection)) connection.write((frame ??= makeFrame()));
    }
  };
  return (event) => {
    switch (event.type) {
      case 'message.created': {
        const { id, conversationId, senderId, content, createdAt, ...files } = event.message;
        const data = {
          message_id: id,
          room_id: conversationId,
          user_id: senderId,
          content,
          file_url: files.imageUrl ?? files.videoUrl ?? files.stickerUrl,
          created_at: createdAt,
        };
        tell(conversationId, () => frames.write('new_message', data));
        break;
      }
      case 'message.updated': {
        if (event.change !== 'reacted') break;
        const { id, userId, emoji, createdAt, isRemoved } = event.reaction;
        const data = {
          reaction_id: id,
          message_id: event.message.id,
          user_id: userId,
          emoji,
          created_at: createdAt,
          ...(isRemoved && { removed: true as const }),
        };
        tell(event.message.conversationId, () => frames.write('reaction', data));
        break;
      }
      case 'typing': {
        tell(
          event.conversationId,
          () => frames.write('typing', { user_id: event.userId }),
          ({ caller }) => caller.userId !== event.userId,
        );
        break;
      }
      case 'conversation.removed':
        for (const connection of connections.of(event.userId)) {
          if (!(connection instanceof RoomConnection)) continue;
          if (connection.roomId !== event.conversationId) continue;
          connection.close(closeCodes.forbidden, 'not_a_member');
        }
        break;
    }
  };
}
