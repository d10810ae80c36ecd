import { CloudOff, RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

interface StateProps {
  icon: ReactNode;
  title: string;
  text?: string | undefined;
  /** The one thing to do: a Button or a ButtonLink. */
  action?: ReactNode;
  heading?: 'h1' | 'h2' | 'h3' | 'p';
}

/** What stands where there is nothing yet: a sentence and the one thing to do. */
export function EmptyState({ icon, title, text, action, heading: Heading = 'h2' }: StateProps) {
  return (
    <div className="mx-auto flex max-w-90 flex-col items-center px-6 py-12 text-center">
      <span
        aria-hidden
        className="flex size-12 items-center justify-center rounded-full bg-sunken text-muted [&>svg]:size-6 [&>svg]:stroke-[1.75]"
      >
        {icon}
      </span>
      <Heading className="mt-4 text-title font-semibold text-balance">{title}</Heading>
      {text !== undefined && <p className="mt-1 text-pretty text-muted">{text}</p>}
      {action !== undefined && <div className="mt-5">{action}</div>}
    </div>
  );
}

/** What stands where something could not be loaded. */
export function ErrorState({
  title,
  text,
  retryLabel,
  onRetry,
  isBusy,
  heading,
}: Pick<StateProps, 'title' | 'text' | 'heading'> & {
  retryLabel: string;
  onRetry: () => void;
  isBusy?: boolean;
}) {
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert />}
        title={title}
        text={text}
        {...(heading && { heading })}
        action={
          <Button variant="secondary" icon={<RotateCw />} onClick={onRetry} isBusy={isBusy}>
            {retryLabel}
          </Button>
        }
      />
    </div>
  );
}

/** A calm line: what is shown may be old. */
export function OfflineNotice({ text }: { text: string }) {
  return (
    <p
      role="status"
      className="icons flex items-center justify-center gap-2 bg-amber-soft px-4 py-2 text-caption text-amber"
    >
      <CloudOff aria-hidden />
      <span>{text}</span>
    </p>
  );
}
