import type { Message } from '@xom/contract/message-shape';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { useExcerpt } from './message-quote.tsx';

/** Reads out, politely, what others write while the conversation is open. */
export function ChatAnnouncer({ newest }: { newest: Message | undefined }) {
  const { t } = useTranslation('messages');
  const me = useMe();
  const nameOf = usePersonName();
  const excerpt = useExcerpt();
  const lastSeq = useRef(newest?.seq ?? 0);
  const [text, setText] = useState('');
  const said =
    newest && newest.senderId !== me.id
      ? t('announced', { name: nameOf(newest.sender), text: excerpt(newest) })
      : '';
  useEffect(() => {
    if (!newest || newest.seq <= lastSeq.current) return;
    // History that loads is not read out: only what follows what was there.
    const isNext = newest.seq - lastSeq.current < 20 && lastSeq.current > 0;
    lastSeq.current = newest.seq;
    if (isNext && said !== '') setText(said);
  }, [newest, said]);
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
