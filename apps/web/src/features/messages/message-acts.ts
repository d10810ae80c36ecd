import type { MenuPoint } from '../../design/menu.tsx';
import type { MessageId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { createContext, use } from 'react';

/** What can be done from a row of the timeline. It stays the same object while the conversation is shown. */
export interface RowActs {
  /** Opens what can be done with a message, at a point or at its row. */
  openMenu(message: Message, row: HTMLElement, at?: MenuPoint): void;
  reply(message: Message): void;
  toggleReaction(message: Message, emoji: string): void;
  jumpTo(messageId: MessageId): void;
  /** Shows a picture or a video large. */
  view(message: Message): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
}

/** What is asked, or shown, about one message. */
export type MessageDialog = 'forward' | 'info' | 'recall' | 'hide' | 'react';

/** Whether its text can be changed; for how long, the server says. */
export function canEdit(message: Message, isMine: boolean): boolean {
  const { isRecalled, forwardedAt, type } = message;
  return isMine && !isRecalled && forwardedAt === null && type !== 'STICKER';
}

const RowActsContext = createContext<RowActs | null>(null);
export const RowActsProvider = RowActsContext.Provider;

/** @throws Error outside a timeline */
export function useRowActs(): RowActs {
  const acts = use(RowActsContext);
  if (!acts) throw new Error('there is no timeline');
  return acts;
}
