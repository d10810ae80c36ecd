import { Suspense } from 'react';
import { Skeleton } from '../../design/skeleton.tsx';
import type { Attachments } from './use-attachments.ts';
import { lazily } from '../../design/lazily.ts';

export interface AttachmentStripProps {
  attachments: Attachments;
  /** Whether each can be described in words. */
  hasAltText?: boolean;
}

// Dragging loads with the first file.
const Surface = lazily(
  async () => (await import('./attachment-strip-surface.tsx')).AttachmentStripSurface,
);

/** The files that are being added: how far each is, their order, and what each shows in words. */
export function AttachmentStrip(props: AttachmentStripProps) {
  const { items, problem } = props.attachments;
  return (
    <>
      <p role="alert" className={problem === null ? 'sr-only' : 'py-2 text-caption text-brick'}>
        {problem}
      </p>
      {items.length > 0 && (
        <Suspense fallback={<Skeleton className="h-28 w-28" />}>
          <Surface {...props} />
        </Suspense>
      )}
    </>
  );
}
