import type { Story } from '@xom/contract/stories';
import { newClientId } from '@xom/sdk/client-id';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Eye, SendHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { EmptyState } from '../../design/state.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useFormats } from '../../shell/formats.ts';
import { QueryList } from '../../shell/query-list.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { viewerCountQuery, viewersQuery } from './stories.queries.ts';

interface StoryFooterProps {
  story: Story;
  name: string;
  isMine: boolean;
  /** While one writes, or looks who has seen it, it waits. */
  onHold: (isHeld: boolean) => void;
}

/** Below a story: a field to answer it; below mine, who has seen it. */
export function StoryFooter({ story, name, isMine, onHold }: StoryFooterProps) {
  return isMine ? (
    <Viewers story={story} onHold={onHold} />
  ) : (
    <Reply {...{ story, name, onHold }} />
  );
}

const quickAnswers = ['❤️', '👏', '😂', '😮'];

function Reply({ story, name, onHold }: Omit<StoryFooterProps, 'isMine'>) {
  const { t } = useTranslation(['stories', 'shell']);
  const toast = useToast();
  const errorText = useErrorText();
  const [text, setText] = useState('');
  const { mutate, isPending } = useMutation({
    mutationFn: ({ content, clientId }: { content: string; clientId: string }) =>
      client.stories.reply({ storyId: story.id, content, clientId }),
    onSuccess: () => {
      setText('');
      toast.show({ kind: 'success', text: t('sent', { name }) });
    },
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  const send = (content: string) => mutate({ content, clientId: newClientId() });
  return (
    <form
      className="flex items-center gap-1 p-2 pb-[max(8px,env(safe-area-inset-bottom))]"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '' && !isPending) send(text.trim());
      }}
    >
      <input
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={() => onHold(true)}
        onBlur={() => onHold(false)}
        maxLength={10_000}
        aria-label={t('reply', { name })}
        placeholder={t('replyHint')}
        className="min-h-11 min-w-0 flex-1 rounded-full border border-on-night bg-transparent px-4 text-input outline-on-night placeholder:text-on-night"
      />
      {text.trim() === '' ? (
        quickAnswers.map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-label={t('react', { emoji })}
            disabled={isPending}
            onClick={() => send(emoji)}
            className="size-11 rounded-full text-headline outline-on-night"
          >
            {emoji}
          </button>
        ))
      ) : (
        <IconButton
          variant="onNight"
          type="submit"
          label={t('shell:send')}
          icon={<SendHorizontal />}
        />
      )}
    </form>
  );
}

function Viewers({ story, onHold }: Pick<StoryFooterProps, 'story' | 'onHold'>) {
  const { t } = useTranslation(['stories', 'shell']);
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const { data: count = 0 } = useQuery(viewerCountQuery(story.id));
  const show = (next: boolean) => {
    setOpen(next);
    onHold(next);
  };
  return (
    <div className="flex justify-center p-2 pb-[max(8px,env(safe-area-inset-bottom))]">
      <button
        type="button"
        onClick={() => show(true)}
        className="flex min-h-11 items-center gap-2 rounded-full px-4 outline-on-night"
      >
        <Eye className="size-5" strokeWidth={1.75} aria-hidden />
        {t('viewerCount', { count })}
      </button>
      <Dialog
        isOpen={isOpen}
        onClose={() => show(false)}
        title={t('viewers')}
        closeLabel={t('shell:close')}
        isFlush
      >
        <QueryList
          label={t('viewers')}
          query={viewersQuery(story.id)}
          itemKey={({ user }) => user.id}
          renderItem={({ user, viewedAt }) => (
            <PersonRow person={user} subtitle={formats.relativeTime(viewedAt)} />
          )}
          empty={<EmptyState icon={<Eye />} heading="p" title={t('noViewers')} />}
        />
      </Dialog>
    </div>
  );
}
