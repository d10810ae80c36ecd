import type { ReactNode } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { setLanguage } from '../../shell/i18n.ts';
import { languages } from '../../shell/languages.ts';
import { useDocumentTitle } from '../../shell/document-title.ts';

/** What pages of people without a session share: the sign of the house, a title, the languages. */
export function AccountFrame({
  title,
  text,
  children,
}: {
  title: string;
  text?: string;
  children: ReactNode;
}) {
  const { t, i18n } = useTranslation(['accounts', 'shell']);
  useDocumentTitle(title);
  return (
    <main className="flex flex-1 flex-col">
      <header className="mb-8 flex items-center gap-3">
        <img src="/icon.svg" alt="" className="size-11" />
        <div>
          <p className="text-title font-semibold">{t('shell:name')}</p>
          <p className="text-caption text-muted">{t('welcome')}</p>
        </div>
      </header>
      <div className="tablet:rounded-lg tablet:border tablet:border-hairline tablet:bg-surface tablet:p-6">
        <h1 className="text-display font-semibold text-balance">{title}</h1>
        {text !== undefined && <p className="mt-2 text-muted">{text}</p>}
        <div className="mt-6 flex flex-col gap-5 empty:hidden">{children}</div>
      </div>
      <footer className="-mx-2 mt-auto flex gap-2 pt-12">
        {languages.map(({ tag, name }) => (
          <button
            key={tag}
            type="button"
            lang={tag}
            aria-pressed={i18n.language === tag}
            onClick={() => void setLanguage(tag)}
            className="min-h-11 rounded-sm px-2 text-caption text-muted hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink"
          >
            {name}
          </button>
        ))}
      </footer>
    </main>
  );
}
