/** What most pages say in English; the rest comes with its pages (`load-texts.ts`). */
export const texts = import.meta.glob<Record<string, unknown>>(
  [
    '../{shell,features/*}/*.en.json',
    '!../features/{accounts,chats,messages,moderation,settings}/*',
  ],
  { eager: true, import: 'default' },
);
