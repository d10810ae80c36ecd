import type { Conversation } from '@xom/contract/conversations';
import type { Message } from '@xom/contract/message-shape';
import { Paperclip, SendHorizontal, Smile } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  Suspense,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { useToast } from '../../design/toast.tsx';
import { whenOpened } from '../../design/when-opened.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useLive } from '../../shell/live.tsx';
import { ComposerBanner, type ComposerSubject } from './composer-banner.tsx';
import { acceptedFiles, type FileProblem, useChosenFiles } from './use-chosen-files.ts';
import { useDraft } from './use-draft.ts';
import { useMentions } from './use-mentions.ts';
import { lazily } from '../../design/lazily.ts';

const ComposerFiles = lazily(async () => (await import('./composer-files.tsx')).ComposerFiles);
const MentionSuggestions = lazily(
  async () => (await import('./mention-suggestions.tsx')).MentionSuggestions,
);
const ExpressionPopover = whenOpened(
  async () => (await import('./expression-popover.tsx')).ExpressionPopover,
);

export interface ComposerHandle {
  /** Where one writes. */
  field(): HTMLElement | null;
  addFiles(files: Iterable<File>): void;
}

interface ComposerProps {
  ref: Ref<ComposerHandle>;
  conversation: Conversation;
  /** What it answers or changes. */
  subject: ComposerSubject | null;
  onSubjectDone: () => void;
  /** Something was put on its way. */
  onSent: () => void;
  /** Arrow up in an empty field. */
  onEditLast: () => void;
}

const maxLength = 10_000;

/** Where one writes: text, files, stickers; Enter sends, on touch keyboards it begins a line. */
export function Composer(props: ComposerProps) {
  const { ref, conversation, subject, onSubjectDone, onSent, onEditLast } = props;
  const { t } = useTranslation(['messages', 'shell']);
  const live = useLive();
  const toast = useToast();
  const errorText = useErrorText();
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const smile = useRef<HTMLButtonElement>(null);
  const listId = useId();
  const [isExpressing, setExpressing] = useState(false);
  const [draft, setDraft] = useDraft(conversation);
  /** The new text of a message that changes; the draft waits meanwhile. */
  const [edited, setEdited] = useState('');
  const edit = subject?.kind === 'edit' ? subject.message : null;
  const text = edit ? edited : draft;
  const setText = edit ? setEdited : setDraft;
  const problems: Record<FileProblem, string> = {
    kind: t('fileKind'),
    size: t('fileSize'),
    count: t('fileCount'),
  };
  const chosen = useChosenFiles((problem) =>
    toast.show({ text: problems[problem], kind: 'error' }),
  );
  const mentions = useMentions({
    field,
    text,
    setText,
    conversation,
  });
  const hasMessage = text.trim() !== '' || chosen.files.length > 0;
  const canEmpty = edit !== null && edit.type !== 'TEXT';

  useImperativeHandle(ref, () => ({
    field: () => field.current,
    addFiles: (files) => chosen.add(files),
  }));

  const editId = edit?.id;
  useEffect(() => {
    if (edit) setEdited(edit.content ?? '');
    if (subject) field.current?.focus();
    // The text of a message that changes elsewhere meanwhile does not write over what is written here.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [subject?.kind, subject?.message.id, editId]);

  const change = async (message: Message, content: string | null): Promise<void> => {
    onSubjectDone();
    if (content === message.content) return;
    try {
      await live.edit(message, content);
    } catch (error) {
      toast.show({ text: errorText(error), kind: 'error' });
    }
  };

  const send = (): void => {
    const content = text.trim();
    if (edit) {
      if (content !== '' || canEmpty) void change(edit, content === '' ? null : content);
      return;
    }
    if (!hasMessage) return;
    const { id: conversationId } = conversation;
    let replyTo = subject?.message.id;
    let caption = content === '' ? undefined : content;
    for (const { file, type } of chosen.files) {
      live.send({ conversationId, type, file, content: caption, replyTo });
      caption = undefined;
      replyTo = undefined;
    }
    if (caption !== undefined)
      live.send({ conversationId, type: 'TEXT', content: caption, replyTo });
    chosen.clear();
    setDraft('');
    mentions.close();
    onSubjectDone();
    onSent();
  };

  const insert = (emoji: string): void => {
    const { current } = field;
    const start = current?.selectionStart ?? text.length;
    const end = current?.selectionEnd ?? text.length;
    setText(text.slice(0, start) + emoji + text.slice(end));
    const caret = start + emoji.length;
    requestAnimationFrame(() => current?.setSelectionRange(caret, caret));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // A word that is being composed takes Enter and the arrows for itself.
    if (event.nativeEvent.isComposing || mentions.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !hasTouchKeyboard()) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && subject) {
      event.preventDefault();
      onSubjectDone();
    } else if (event.key === 'ArrowUp' && text === '' && !subject) {
      event.preventDefault();
      onEditLast();
    }
  };

  const onPaste = (event: ClipboardEvent): void => {
    if (edit || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    chosen.add(event.clipboardData.files);
  };

  return (
    <form
      aria-label={t('composer')}
      onSubmit={(event) => {
        event.preventDefault();
        send();
        field.current?.focus();
      }}
      className="relative border-t border-hairline bg-surface pb-[env(safe-area-inset-bottom)]"
    >
      <div className="mx-auto max-w-200">
        {subject && <ComposerBanner subject={subject} onCancel={onSubjectDone} />}
        {chosen.files.length > 0 && (
          <Suspense fallback={null}>
            <ComposerFiles files={chosen.files} onRemove={chosen.remove} />
          </Suspense>
        )}
        {mentions.found.length > 0 && (
          <Suspense fallback={null}>
            <MentionSuggestions
              id={listId}
              people={mentions.found}
              activeIndex={mentions.activeIndex}
              onSelect={mentions.select}
            />
          </Suspense>
        )}
        <div className="flex items-end gap-1 p-2">
          <IconButton
            label={t('attach')}
            icon={<Paperclip />}
            isDisabled={edit !== null}
            onClick={() => chooser.current?.click()}
          />
          <input
            ref={chooser}
            type="file"
            multiple
            hidden
            accept={acceptedFiles}
            onChange={({ target }) => {
              chosen.add(target.files ?? []);
              target.value = '';
            }}
          />
          <div className="relative min-w-0 flex-1">
            <textarea
              ref={field}
              value={text}
              rows={1}
              maxLength={maxLength}
              aria-label={t('write')}
              placeholder={t(chosen.files.length > 0 ? 'caption' : 'write')}
              aria-autocomplete={conversation.isGroup ? 'list' : undefined}
              aria-controls={mentions.found.length > 0 ? listId : undefined}
              aria-activedescendant={
                mentions.found.length > 0 ? `${listId}-${mentions.activeIndex}` : undefined
              }
              onChange={({ target }) => {
                setText(target.value);
                mentions.follow();
                if (!edit && target.value !== '') live.type(conversation.id);
              }}
              onSelect={mentions.follow}
              onBlur={mentions.close}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
              className="block field-sizing-content max-h-50 min-h-11 w-full resize-none rounded-lg border border-edge bg-surface py-2.5 pr-12 pl-4 text-input text-ink placeholder:text-muted focus:border-brick focus:outline-none"
            />
            <span className="absolute right-0 bottom-0">
              <IconButton
                ref={smile}
                label={t('expressions')}
                icon={<Smile />}
                aria-haspopup="dialog"
                aria-expanded={isExpressing}
                onClick={() => setExpressing(true)}
              />
            </span>
          </div>
          <IconButton
            type="submit"
            variant="filled"
            label={t(edit ? 'shell:save' : 'shell:send')}
            icon={<SendHorizontal />}
            isDisabled={!hasMessage && !canEmpty}
            className="disabled:opacity-100"
          />
        </div>
      </div>
      <ExpressionPopover
        isOpen={isExpressing}
        onClose={() => setExpressing(false)}
        anchor={smile}
        hasStickers={edit === null}
        onEmoji={insert}
        onSticker={(stickerUrl) => {
          setExpressing(false);
          live.send({
            conversationId: conversation.id,
            type: 'STICKER',
            stickerUrl,
            replyTo: subject?.message.id,
          });
          onSubjectDone();
          onSent();
        }}
      />
    </form>
  );
}

function hasTouchKeyboard(): boolean {
  return matchMedia('(pointer: coarse) and (hover: none)').matches;
}
