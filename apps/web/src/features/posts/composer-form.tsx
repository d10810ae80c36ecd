import type { Post } from '@xom/contract/posts';
import { type DragEvent, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Select } from '../../design/field.tsx';
import { SegmentedControl } from '../../design/tabs.tsx';
import { AttachmentStrip } from '../media/attachment-strip.tsx';
import { ComposerToolbar } from './composer-toolbar.tsx';
import { QuoteCard } from './quote-card.tsx';
import { SuggestingTextArea } from './suggesting-text-area.tsx';
import { TagPeople } from './tag-people.tsx';
import { useComposer } from './use-composer.ts';

interface ComposerFormProps {
  edited?: Post;
  quoted?: Post;
  onDone: () => void;
  onUnsaved: (hasUnsaved: boolean) => void;
}

/** The form of the composer. Files may be chosen, pasted, or dropped on it. */
export function ComposerForm({ edited, quoted, onDone, onUnsaved }: ComposerFormProps) {
  const { t } = useTranslation('posts');
  const composer = useComposer({ edited, quoted, onDone, onUnsaved });
  const { draft, attachments, change, problem } = composer;
  const [isTagging, setTagging] = useState(draft.tagged.length > 0);
  const shown = edited?.quoted ?? quoted;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    if (attachments.hasRoom) attachments.add(event.dataTransfer.files);
  };
  return (
    // Files can be dropped anywhere on it; the button for them is below.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className="flex min-h-full flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        composer.submit();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      {!edited && (
        <SegmentedControl
          label={t('kind')}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
          options={[
            { value: 'post', label: t('asPost') },
            { value: 'tweet', label: t('asTweet') },
          ]}
        />
      )}
      <SuggestingTextArea
        label={t('text')}
        value={draft.text}
        onChange={(text) => change({ text })}
        onSubmit={composer.submit}
        placeholder={t('placeholder')}
        rows={5}
        autoFocus
        onPaste={(event) => {
          const { files } = event.clipboardData;
          if (files.length === 0 || !attachments.hasRoom) return;
          event.preventDefault();
          attachments.add(files);
        }}
      />
      <AttachmentStrip attachments={attachments} hasAltText />
      {shown && <QuoteCard post={shown} isLink={false} />}
      {isTagging && <TagPeople people={draft.tagged} onChange={(tagged) => change({ tagged })} />}
      <Select
        label={t('visibleTo')}
        value={draft.visibility}
        onChange={({ target }) => {
          const chosen = visibilities.find((each) => each === target.value);
          if (chosen) change({ visibility: chosen });
        }}
      >
        {visibilities.map((each) => (
          <option key={each} value={each}>
            {t(`visibility.${each}`)}
          </option>
        ))}
      </Select>
      {problem !== null && (
        <p role="alert" className="text-brick">
          {problem}
        </p>
      )}
      <ComposerToolbar
        composer={composer}
        isEdit={edited !== undefined}
        isTagging={isTagging}
        onTagging={setTagging}
      />
    </form>
  );
}

const visibilities = ['public', 'followers', 'friends'] as const;
