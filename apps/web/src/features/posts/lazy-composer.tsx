import type { ComposerProps } from './composer.tsx';
import { whenOpened } from '../../design/when-opened.tsx';

/** The composer, for pages that may never open it. */
export const LazyComposer = whenOpened<ComposerProps>(
  async () => (await import('./composer.tsx')).Composer,
);
