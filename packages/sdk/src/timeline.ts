import type { UserId } from '@xom/contract/fields';
import type { ConversationState } from './conversation-state.ts';
import type { Timeline } from './live-store-types.ts';

/** Builds what is shown of a conversation: the stretch around what one looks at, and what waits to be sent. */
export function buildTimeline(
  me: UserId,
  state: ConversationState | undefined,
  beside: Pick<Timeline, 'pending' | 'isLoading' | 'error'>,
): Timeline {
  const range = state?.history?.rangeAt(state.anchorSeq ?? state.syncedSeq) ?? null;
  const positions = [...(state?.positions ?? [])];
  const others = positions.flatMap(([userId, position]) => (userId === me ? [] : [position]));
  return {
    ...beside,
    messages: range && state?.history ? state.history.slice(range) : [],
    hasOlder: range !== null && range.from > 0,
    hasNewer: range !== null && state !== undefined && range.to < state.base.lastSeq,
    deliveredUpToSeq: Math.max(0, ...others.map(({ deliveredUpToSeq }) => deliveredUpToSeq)),
    seenUpToSeq: Math.max(0, ...others.map(({ readUpToSeq }) => readUpToSeq)),
    readUpToSeq: state?.positions.get(me)?.readUpToSeq ?? null,
  };
}
