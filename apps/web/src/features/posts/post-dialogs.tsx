import type { Post } from '@xom/contract/posts';
import { Suspense, useState } from 'react';
import { lazily } from '../../design/lazily.ts';

export type PostDialogName = 'edit' | 'quote' | 'edits' | 'likes' | 'reposts' | 'delete' | 'block';

export interface PostDialogsProps {
  post: Post;
  /** The one that is open. */
  name: PostDialogName | null;
  onClose: () => void;
  /** The post is gone: a page of it has nothing left to show. */
  onDeleted?: () => void;
}

// They load with the first one that opens.
const Surface = lazily(async () => (await import('./post-dialogs-surface.tsx')).PostDialogsSurface);

/** The dialogs of one post. */
export function PostDialogs(props: PostDialogsProps) {
  // The last one stays while it closes.
  const [last, setLast] = useState(props.name);
  if (props.name !== null && props.name !== last) setLast(props.name);
  if (last === null) return null;
  return (
    <Suspense fallback={null}>
      <Surface {...props} isOpen={props.name !== null} name={props.name ?? last} />
    </Suspense>
  );
}
