import { whenOpened } from '../../design/when-opened.tsx';

export interface NewStoryProps {
  isOpen: boolean;
  onClose: () => void;
}

/** A dialog in which one makes a story. */
export const NewStory = whenOpened<NewStoryProps>(
  async () => (await import('./new-story-dialog.tsx')).NewStoryDialog,
);
