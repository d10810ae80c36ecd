import { lazy, Suspense, useState } from 'react';

export interface NewStoryProps {
  isOpen: boolean;
  onClose: () => void;
}

// Uploading loads with the first story that is made.
const Surface = lazy(() => import('./new-story-dialog.tsx'));

/** A dialog in which one makes a story. */
export function NewStory(props: NewStoryProps) {
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  return (
    wasOpened && (
      <Suspense fallback={null}>
        <Surface {...props} />
      </Suspense>
    )
  );
}
