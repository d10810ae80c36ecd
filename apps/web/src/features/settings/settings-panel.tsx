import type { ReactNode } from 'react';
import { Page } from '../../shell/page.tsx';
import { useIsDesktop } from '../../shell/screen-width.ts';

/** One page of the settings; the way back is there where the list is not. */
export function SettingsPanel({ title, children }: { title: string; children: ReactNode }) {
  const back = useIsDesktop() ? {} : { back: '/settings' };
  return (
    <Page title={title} {...back}>
      {children}
    </Page>
  );
}

/** A part of a page of the settings, under a heading of its own. */
export function SettingsSection({
  title,
  text,
  children,
}: {
  title?: string;
  text?: string;
  children: ReactNode;
}) {
  return (
    <section className="border-b border-hairline p-4 last:border-b-0">
      {title !== undefined && <h2 className="pb-1 text-title font-semibold">{title}</h2>}
      {text !== undefined && <p className="pb-3 text-pretty text-muted">{text}</p>}
      {children}
    </section>
  );
}
