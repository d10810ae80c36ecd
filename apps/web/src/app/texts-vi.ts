/** What most pages say in Vietnamese; the rest comes with its pages (`load-texts.ts`). */
export const texts = import.meta.glob<Record<string, unknown>>(
  [
    '../{shell,features/*}/*.vi.json',
    '!../features/{accounts,chats,messages,moderation,settings}/*',
  ],
  { eager: true, import: 'default' },
);
