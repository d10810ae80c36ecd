import { lazy, Suspense, useState } from 'react';
import type { ComposerProps } from './composer.tsx';

// What writing needs loads when one begins to.
const Surface = lazy(async () => ({ default: (await import('./composer.tsx')).Composer }));

/** The composer, for pages that may never open it. */
export function LazyComposer(props: ComposerProps) {
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense fallback={null}>
      <Surface {...props} />
    </Suspense>
  );
}
