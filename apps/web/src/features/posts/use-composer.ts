import type { Post } from '@xom/contract/posts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { newClientId } from '@xom/sdk/client-id';
import { useErrorText } from '../../shell/errors.ts';
import { type Attachments, useAttachments } from '../media/use-attachments.ts';
import { type Draft, draftOf, emptyDraft, maxLength } from './draft.ts';
import { addPost, takePost } from './posts.cache.ts';
import { postKeys } from './posts.queries.ts';

export interface ComposerState {
  readonly draft: Draft;
  readonly attachments: Attachments;
  /** How many characters more fit; fewer than 0: too many. */
  readonly room: number;
  readonly canSubmit: boolean;
  readonly isBusy: boolean;
  /** What the server refused, in words. */
  readonly problem: string | null;
  change(changes: Partial<Draft>): void;
  submit(): void;
}

interface ComposerTask {
  readonly edited?: Post | undefined;
  readonly quoted?: Post | undefined;
  readonly onDone: () => void;
  readonly onUnsaved: (hasUnsaved: boolean) => void;
}

/** What is being written. The draft of a new post stays on the device until it is posted. */
export function useComposer({ edited, quoted, onDone, onUnsaved }: ComposerTask): ComposerState {
  const { t } = useTranslation('posts');
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const isKept = !edited && !quoted;
  const [start] = useState<Draft>(() =>
    edited
      ? draftOf(edited)
      : ((isKept ? queries.getQueryData<Draft>(postKeys.draft) : null) ?? emptyDraft),
  );
  const [draft, setDraft] = useState(start);
  const attachments = useAttachments(edited ? { held: edited.media } : {});
  // The same at every try, so that a try whose answer was lost posts nothing twice.
  const [clientId] = useState(newClientId);

  const text = draft.text.trim();
  const isChanged =
    draft !== start ||
    attachments.items.some(({ altText }, at) => altText !== (edited?.media[at]?.altText ?? ''));
  const hasUnsaved = isKept ? attachments.items.length > 0 : isChanged;
  const tell = useRef(onUnsaved);
  useEffect(() => tell.current(hasUnsaved), [hasUnsaved]);

  const files = {
    mediaIds: attachments.media.map(({ id }) => id),
    altTexts: attachments.items.map(({ altText }) => altText || null),
  };
  const shared = {
    text: text === '' ? null : text,
    visibility: draft.visibility,
    taggedUserIds: draft.tagged.map(({ id }) => id),
    ...(files.mediaIds.length > 0 && files),
  };
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      edited
        ? client.posts.update({ postId: edited.id, ...shared })
        : client.posts.create({
            ...shared,
            kind: draft.kind,
            clientId,
            ...(quoted && { quoteOf: quoted.id }),
          }),
    onSuccess: (post) => {
      attachments.release();
      if (edited) takePost(queries, post);
      else addPost(queries, post);
      if (isKept) queries.setQueryData(postKeys.draft, emptyDraft);
      toast.show({ kind: 'success', text: t(edited ? 'changed' : 'published') });
      onDone();
    },
  });

  const room = maxLength[draft.kind] - text.length;
  const hasContent = text !== '' || attachments.items.length > 0 || quoted !== undefined;
  const canSubmit =
    hasContent && room >= 0 && !attachments.isUploading && !attachments.hasFailed && !isPending;
  return {
    draft,
    attachments,
    room,
    canSubmit,
    isBusy: isPending,
    problem: error && errorText(error),
    change(changes) {
      const next = { ...draft, ...changes };
      setDraft(next);
      if (isKept) queries.setQueryData(postKeys.draft, next);
    },
    submit: () => {
      if (canSubmit) mutate();
    },
  };
}
