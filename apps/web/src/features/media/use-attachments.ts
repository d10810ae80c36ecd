import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useFormats } from '../../shell/formats.ts';
import type { ShownMedia } from './shown-media.ts';
import { discard, upload } from './upload.ts';

export interface Attachment {
  /** Of this device, from the moment it is chosen. */
  readonly id: string;
  /** Null: it is on the server, and something holds it. */
  readonly file: File | null;
  readonly name: string;
  readonly type: 'IMAGE' | 'VIDEO';
  /** An address of the file in this page. */
  readonly previewUrl: string;
  readonly state:
    | { readonly name: 'uploading'; readonly share: number }
    | { readonly name: 'uploaded'; readonly media: { readonly id: string } }
    | { readonly name: 'failed'; readonly text: string };
  readonly altText: string;
}

export interface Attachments {
  readonly items: readonly Attachment[];
  /** What could not be taken, in words; until something else is added. */
  readonly problem: string | null;
  readonly isUploading: boolean;
  /** Whether one failed: it has to be tried again or removed. */
  readonly hasFailed: boolean;
  /** Of those that are uploaded, in their order. */
  readonly media: readonly { readonly id: string }[];
  /** As in `<input accept>`. */
  readonly accept: string;
  /** Whether another file can be added. */
  readonly hasRoom: boolean;
  add(files: Iterable<File>): void;
  retry(id: string): void;
  /** Cancels the upload, and takes back what has arrived. */
  remove(id: string): void;
  move(id: string, toIndex: number): void;
  setAltText(id: string, altText: string): void;
  /** Forgets all of them without taking them back: something holds them now. */
  release(): void;
}

const imageTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'];
const videoTypes = ['video/mp4', 'video/x-m4v', 'video/webm'];
const maxBytes = { IMAGE: 20_000_000, VIDEO: 200_000_000 } as const;

let lastNumber = 0;

interface Limits {
  /** How many images; a video is alone. */
  readonly maxCount?: number;
  /** Files that something holds already: they can be moved and described, and none can be added. */
  readonly held?: readonly ShownMedia[];
}

/**
 * Files that are uploaded while one writes. Each is checked before it is sent: the type, the size, how many.
 * What was not released is taken back when the component goes.
 */
export function useAttachments({ maxCount = 10, held }: Limits = {}): Attachments {
  const { t } = useTranslation('media');
  const formats = useFormats();
  const errorText = useErrorText();
  const [items, setItems] = useState<readonly Attachment[]>(() => held?.map(attachmentOf) ?? []);
  const [problem, setProblem] = useState<string | null>(null);
  const current = useRef(items);
  const uploads = useRef(new Map<string, AbortController>());

  const set = (next: readonly Attachment[]) => {
    current.current = next;
    setItems(next);
  };
  const change = (id: string, changes: Partial<Attachment>) =>
    set(current.current.map((item) => (item.id === id ? { ...item, ...changes } : item)));

  const start = async ({ id, file }: Attachment) => {
    if (!file) return;
    const cancel = new AbortController();
    uploads.current.set(id, cancel);
    change(id, { state: { name: 'uploading', share: 0 } });
    try {
      const media = await upload(file, {
        signal: cancel.signal,
        onProgress: (share) => change(id, { state: { name: 'uploading', share } }),
      });
      change(id, { state: { name: 'uploaded', media } });
    } catch (error) {
      if (!cancel.signal.aborted) change(id, { state: { name: 'failed', text: errorText(error) } });
    } finally {
      uploads.current.delete(id);
    }
  };

  const drop = ({ id, file, previewUrl, state }: Attachment) => {
    if (!file) return;
    uploads.current.get(id)?.abort();
    URL.revokeObjectURL(previewUrl);
    if (state.name === 'uploaded') void discard(state.media.id);
  };

  const problemOf = (file: File, before: readonly Attachment[]): string | null => {
    const type = typeOf(file);
    if (!type) return t('wrongType', { name: file.name });
    if (file.size > maxBytes[type])
      return t('tooLarge', { name: file.name, size: formats.bytes(maxBytes[type]) });
    if (before.some((item) => item.type !== type) || (type === 'VIDEO' && before.length > 0))
      return t('imagesOrVideo');
    return before.length >= maxCount ? t('tooMany', { count: maxCount }) : null;
  };

  useEffect(
    () => () => {
      for (const item of current.current) drop(item);
      current.current = [];
    },
    // Only when the component goes; `drop` reads what is then.
    // oxlint-disable-next-line react/exhaustive-deps
    [],
  );

  const isVideo = items[0]?.type === 'VIDEO';
  return {
    items,
    problem,
    isUploading: items.some(({ state }) => state.name === 'uploading'),
    hasFailed: items.some(({ state }) => state.name === 'failed'),
    media: items.flatMap(({ state }) => (state.name === 'uploaded' ? [state.media] : [])),
    accept: (items.length > 0 ? imageTypes : [...imageTypes, ...videoTypes]).join(','),
    hasRoom: !held && !isVideo && items.length < maxCount,
    add(files) {
      setProblem(null);
      for (const file of files) {
        const wrong = problemOf(file, current.current);
        const type = typeOf(file);
        if (wrong !== null || !type) {
          setProblem(wrong);
          continue;
        }
        const item: Attachment = {
          id: `file-${++lastNumber}`,
          file,
          name: file.name,
          type,
          previewUrl: URL.createObjectURL(file),
          state: { name: 'uploading', share: 0 },
          altText: '',
        };
        set([...current.current, item]);
        void start(item);
      }
    },
    retry(id) {
      const item = current.current.find((each) => each.id === id);
      if (item) void start(item);
    },
    remove(id) {
      const item = current.current.find((each) => each.id === id);
      if (!item) return;
      setProblem(null);
      set(current.current.filter((each) => each.id !== id));
      drop(item);
    },
    move(id, toIndex) {
      const item = current.current.find((each) => each.id === id);
      if (!item) return;
      const others = current.current.filter((each) => each.id !== id);
      set(others.toSpliced(toIndex, 0, item));
    },
    setAltText: (id, altText) => change(id, { altText }),
    release() {
      for (const { previewUrl } of current.current) URL.revokeObjectURL(previewUrl);
      set([]);
    },
  };
}

function typeOf({ type }: File): Attachment['type'] | null {
  if (imageTypes.includes(type)) return 'IMAGE';
  return videoTypes.includes(type) ? 'VIDEO' : null;
}

function attachmentOf(media: ShownMedia): Attachment {
  return {
    id: media.id,
    file: null,
    name: '',
    type: media.type === 'VIDEO' ? 'VIDEO' : 'IMAGE',
    previewUrl: media.variants['thumb']?.url ?? media.url,
    state: { name: 'uploaded', media },
    altText: media.altText ?? '',
  };
}
