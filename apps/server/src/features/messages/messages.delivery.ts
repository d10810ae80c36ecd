import { unreadUpdated } from '@xom/contract/conversations';
import { messageCreated, messageHidden, messageUpdated } from '@xom/contract/messages';
import type { EventDefinition } from '@xom/contract/define';
import type { Message } from '@xom/contract/message-shape';
import type { Connection, Connections } from '../../platform/connections.ts';
import type { Deliver, Roster } from '../conversations/roster.ts';
import type { Part, Receiver } from '../conversations/room-receivers.ts';
import { UnreadTelling } from '../conversations/unread-telling.ts';
import { seenBy, type ToldMessage } from './message-view.ts';

/** Renders what happens to messages as events of `/v1`: once for each audience that sees them differently. */
export function deliverMessages(roster: Roster, connections: Connections): Deliver {
  const tell = (event: EventDefinition<typeof Message>, told: ToldMessage) => {
    for (const audience of messageAudiences(roster, event.namespace, told)) {
      connections.send(event, audience.message, audience.connections);
    }
  };
  const unread = new UnreadTelling({
    roster,
    door: unreadUpdated.namespace,
    part: 'all',
    tell: (conversationId, unreadCount, audience) =>
      connections.send(unreadUpdated, [{ conversationId, unreadCount }], audience),
  });
  return (event) => {
    switch (event.type) {
      case 'message.created':
        tell(messageCreated, event);
        unread.follow(event.message);
        break;
      case 'message.updated':
        tell(messageUpdated, event);
        break;
      case 'message.hidden': {
        const { type: _, userId, ...payload } = event;
        connections.send(messageHidden, payload, connections.of(userId));
        break;
      }
    }
  };
}

/** Those to whom a message looks the same. */
export interface MessageAudience {
  message: Message;
  /** The sender's own connections. */
  isMine: boolean;
  connections: readonly Connection[];
}

/**
 * The receiving connections of a message's conversation by one door: its sender's and everybody else's; apart
 * from them those of members who hid the message that it answers.
 */
export function messageAudiences(
  roster: Roster,
  door: string,
  told: ToldMessage,
  part: Part = 'all',
): MessageAudience[] {
  const { conversationId, senderId, seq } = told.message;
  const receivers = roster.rooms.receivers(conversationId, door, part);
  const isAlike = told.quoteHiddenFrom.length === 0 && seq > receivers.clearedSeq;
  if (!isAlike) return audiencesApart(receivers.each, told);
  const { own, others } = receivers.apart(senderId);
  return [...audienceOf(told, own), ...audienceOf(told, others)];
}

function audiencesApart(receivers: readonly Receiver[], told: ToldMessage): MessageAudience[] {
  const { senderId, seq } = told.message;
  const unquoted = new Set(told.quoteHiddenFrom);
  const shown = receivers.filter(({ counts }) => seq > counts.clearedSeq);
  const kinds = Map.groupBy(
    shown,
    ({ userId }) => `${userId === senderId} ${unquoted.has(userId)}`,
  );
  const connectionsOf = (alike: Receiver[]) => alike.map(({ connection }) => connection);
  return [...kinds.values()].flatMap((alike) => audienceOf(told, connectionsOf(alike)));
}

/** @param connections all of whom see the message alike; of nobody there is no audience */
function audienceOf(told: ToldMessage, connections: readonly Connection[]): MessageAudience[] {
  const [first] = connections;
  if (!first) return [];
  const { userId } = first.caller;
  return [{ message: seenBy(told, userId), isMine: userId === told.message.senderId, connections }];
}
