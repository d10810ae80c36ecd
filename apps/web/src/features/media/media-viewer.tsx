import type { ShownMedia } from './shown-media.ts';
import { whenOpened } from '../../design/when-opened.tsx';

export interface MediaViewerProps {
  isOpen: boolean;
  onClose: () => void;
  items: readonly ShownMedia[];
  startIndex?: number;
}

/** Shows files over the whole screen, one at a time. The focus returns to where it was. */
export const MediaViewer = whenOpened<MediaViewerProps>(
  async () => (await import('./media-viewer-surface.tsx')).MediaViewerSurface,
);
