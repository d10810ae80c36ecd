import { lazy, Suspense, useState } from 'react';
import type { ShownMedia } from './shown-media.ts';

export interface MediaViewerProps {
  isOpen: boolean;
  onClose: () => void;
  items: readonly ShownMedia[];
  startIndex?: number;
}

// What the viewer needs loads with the first one that opens.
const Surface = lazy(async () => ({
  default: (await import('./media-viewer-surface.tsx')).MediaViewerSurface,
}));

/** Shows files over the whole screen, one at a time. The focus returns to where it was. */
export function MediaViewer(props: MediaViewerProps) {
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense fallback={null}>
      <Surface {...props} />
    </Suspense>
  );
}
