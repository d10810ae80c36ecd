import { type ReactNode, useState } from 'react';
import { Acts, Choices, Fields } from './design-page-controls.tsx';
import { Faces, Lists, States, Texts, Waiting } from './design-page-content.tsx';
import { Surfaces } from './design-page-surfaces.tsx';
import { Button } from './button.tsx';

const themes = ['light', 'dark'] as const;

/** Every component in every state, in both themes, in both languages, and on 320 px. Development only. */
export function DesignPage() {
  const [isNarrow, setNarrow] = useState(false);
  return (
    <main>
      <header className="flex flex-wrap items-center justify-between gap-4 p-4">
        <h1 className="text-headline font-semibold">Xóm, the parts</h1>
        <Button variant="secondary" size="sm" onClick={() => setNarrow(!isNarrow)}>
          {isNarrow ? 'As wide as it goes' : 'On 320 px'}
        </Button>
      </header>
      <div className={isNarrow ? 'flex flex-wrap gap-4 p-4' : 'grid desktop:grid-cols-2'}>
        {themes.map((theme) => (
          <div
            key={theme}
            style={{ colorScheme: theme }}
            className={`min-w-0 bg-page text-ink ${isNarrow ? 'w-80 border border-hairline' : ''}`}
          >
            <h2 className="px-4 pt-6 text-title font-semibold">
              {theme === 'light' ? 'By day' : 'By night'}
            </h2>
            <Section title="Colours">
              <Colours />
            </Section>
            <Section title="Text">
              <Texts />
            </Section>
            <Section title="Buttons">
              <Acts />
            </Section>
            <Section title="Fields">
              <Fields />
            </Section>
            <Section title="Choices">
              <Choices />
            </Section>
            <Section title="What opens">
              <Surfaces />
            </Section>
            <Section title="Faces and counts">
              <Faces />
            </Section>
            <Section title="Lists" isFlush>
              <Lists />
            </Section>
            <Section title="Waiting">
              <Waiting />
            </Section>
            <Section title="States" isFlush>
              <States />
            </Section>
          </div>
        ))}
      </div>
    </main>
  );
}

function Section({
  title,
  isFlush = false,
  children,
}: {
  title: string;
  isFlush?: boolean;
  children: ReactNode;
}) {
  return (
    <section className="px-4 py-4">
      <h3 className="pb-2 text-caption font-semibold text-muted">{title}</h3>
      <div
        className={`flex flex-col gap-4 overflow-hidden rounded-md border border-hairline bg-surface ${isFlush ? '' : 'p-4'}`}
      >
        {children}
      </div>
    </section>
  );
}

const grounds = [
  'bg-page',
  'bg-surface',
  'bg-sunken',
  'bg-raised',
  'bg-hover',
  'bg-brick-soft',
  'bg-leaf-soft',
  'bg-amber-soft',
] as const;

function Colours() {
  return (
    <div className="grid grid-cols-2 gap-2">
      {grounds.map((ground) => (
        <div
          key={ground}
          className={`rounded-sm border border-hairline px-3 py-2 text-caption ${ground}`}
        >
          {ground.slice(3)} <span className="text-muted">muted</span>{' '}
          <span className="text-brick">brick</span> <span className="text-leaf">leaf</span>{' '}
          <span className="text-amber">amber</span>
        </div>
      ))}
    </div>
  );
}
