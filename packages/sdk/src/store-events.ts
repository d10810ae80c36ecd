import type { ConversationId } from '@xom/contract/fields';
import type { EventName, EventPayload } from './calls.ts';
import type { Client } from './client.ts';
import type { ConversationState } from './conversation-state.ts';
import type { StoreState } from './store-state.ts';

interface Needs {
  /** Something may be missing. */
  catchUp(): void;
  /** One message more is held. */
  created(id: ConversationId): void;
  /** A conversation was taken away: what was read of it before is void. */
  removed(id: ConversationId): void;
}

/** Lets the events of the server into the state, as they come. Answers with what ends it. */
export function followEvents(client: Client, state: StoreState, needs: Needs): () => void {
  const stops: (() => void)[] = [];
  const on = <Name extends EventName>(name: Name, act: (event: EventPayload<Name>) => void) =>
    stops.push(client.on(name, act));
  /** Acts on a known conversation; an unknown one comes by catching up. */
  const within = (id: ConversationId, act: (known: ConversationState) => boolean | void) => {
    const known = state.get(id);
    if (!known) return needs.catchUp();
    if (state.change(known, () => act(known)) === false) needs.catchUp();
  };

  for (const name of ['message.created', 'message.updated'] as const) {
    on(name, (message) => {
      const known = state.get(message.conversationId);
      if (!known) return needs.catchUp();
      const isCreated = name === 'message.created';
      if (!state.holdMessage(known, message, isCreated)) needs.catchUp();
      if (isCreated) needs.created(known.id);
    });
  }
  on('message.hidden', ({ conversationId, messageId }) =>
    within(conversationId, (known) => known.hide(messageId)),
  );
  // What else there is of it comes by sync, which also knows whether it is still mine.
  on('conversation.created', ({ id, version }) => {
    if (version > (state.get(id)?.version ?? 0)) needs.catchUp();
  });
  on('conversation.removed', ({ conversationId }) => {
    state.forget(conversationId);
    needs.removed(conversationId);
  });
  on('conversation.updated', (event) =>
    within(event.conversationId, (known) => known.updated(event)),
  );
  on('conversation.preferences', (event) =>
    within(event.conversationId, (known) => known.preferred(event)),
  );
  on('member.joined', ({ conversationId, version, memberCount, ...member }) =>
    within(conversationId, (known) =>
      known.memberTold(member.user.id, version, { member, memberCount }),
    ),
  );
  on('member.left', ({ conversationId, userId, version, memberCount }) =>
    within(conversationId, (known) =>
      known.memberTold(userId, version, { member: null, memberCount }),
    ),
  );
  on('member.updated', ({ conversationId, userId, version, role }) =>
    within(conversationId, (known) => known.memberTold(userId, version, { role })),
  );
  on('read.updated', (event) => within(event.conversationId, (known) => known.read(event)));
  on('unread.updated', (counts) => {
    for (const { conversationId, unreadCount } of counts)
      within(conversationId, (known) => known.countUnread(unreadCount));
  });
  on('delivered.updated', ({ conversationId, userIds, upToSeq }) =>
    within(conversationId, (known) => {
      for (const userId of userIds) known.reached(userId, { deliveredUpToSeq: upToSeq });
    }),
  );
  on('typing', ({ conversationId, userId }) => state.types(conversationId, userId));
  on('presence.updated', ({ userId, isOnline, isActive, lastSeen }) =>
    state.holdPresence(userId, { isOnline, isActive, lastSeen }),
  );
  on('versions', (versions) => {
    const isBehind = versions.some(
      ({ conversationId, version }) => version > (state.get(conversationId)?.version ?? 0),
    );
    if (isBehind) needs.catchUp();
  });
  on('resync', () => needs.catchUp());
  return () => {
    for (const stop of stops) stop();
  };
}
