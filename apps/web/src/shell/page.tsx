import { useCanGoBack, useRouter } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from './translation.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { useDocumentTitle } from './document-title.ts';

interface PageProps {
  /** The heading of the page, and the title of the document. */
  title: string;
  /** Beside the title. */
  subtitle?: ReactNode;
  /** Shows a way back: to the page before, or to this path when there is none. */
  back?: string;
  /** At the end of the header. */
  actions?: ReactNode;
  /** A third column where there is room. */
  aside?: ReactNode;
  /** A heading that people see elsewhere on the page, as the name on a profile. */
  isTitleHidden?: boolean;
  children: ReactNode;
}

/** The frame of one page: a header that stays, one column to read, and where there is room another. */
export function Page({
  title,
  subtitle,
  back,
  actions,
  aside,
  isTitleHidden,
  children,
}: PageProps) {
  useDocumentTitle(title);
  return (
    // Where there is room for three columns they begin at the rail, on each page alike.
    <div className="flex justify-center wide:justify-start wide:gap-8">
      <div className="min-h-dvh w-full min-w-0 border-hairline bg-surface tablet:max-w-172 tablet:border-x wide:max-w-160">
        <header className="sticky top-0 z-10 flex min-h-14 items-center gap-1 border-b border-hairline bg-surface px-2 py-1">
          {back !== undefined && <BackButton to={back} />}
          <div className="min-w-0 flex-1 px-2">
            <h1
              className={isTitleHidden === true ? 'sr-only' : 'truncate text-title font-semibold'}
            >
              {title}
            </h1>
            {subtitle !== undefined && (
              <p
                className={
                  isTitleHidden === true
                    ? 'truncate text-title font-semibold'
                    : 'truncate text-caption text-muted'
                }
              >
                {subtitle}
              </p>
            )}
          </div>
          {actions}
        </header>
        {children}
      </div>
      {aside !== undefined && (
        <aside className="sticky top-0 hidden h-dvh w-80 shrink-0 overflow-y-auto py-4 wide:block">
          {aside}
        </aside>
      )}
    </div>
  );
}

/** Back to where somebody came from; to `to` when they opened this page first. */
export function BackButton({ to }: { to: string }) {
  const { t } = useTranslation('shell');
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const goBack = () => {
    if (canGoBack) router.history.back();
    else router.history.replace(to);
  };
  return <IconButton label={t('back')} icon={<ArrowLeft />} onClick={goBack} />;
}
