import { Button } from '../../design/button.tsx';

type Act = 'withdraw' | 'accept' | 'decline';

interface RequestActsProps {
  /** One of mine, that waits for the other. */
  isSent: boolean;
  /** What each button says. */
  texts: Readonly<Record<Act, string>>;
  /** Its name for who does not see beside whom it stands. */
  labels: Readonly<Record<Act, string>>;
  isPending: boolean;
  onAct: (act: Act) => void;
}

/** Answers a request, or takes back one of mine. */
export function RequestActs({ isSent, texts, labels, isPending, onAct }: RequestActsProps) {
  if (isSent) {
    return (
      <Button
        size="sm"
        variant="secondary"
        aria-label={labels.withdraw}
        isBusy={isPending}
        onClick={() => onAct('withdraw')}
      >
        {texts.withdraw}
      </Button>
    );
  }
  return (
    <span className="flex gap-2">
      <Button
        size="sm"
        aria-label={labels.accept}
        isBusy={isPending}
        onClick={() => onAct('accept')}
      >
        {texts.accept}
      </Button>
      <Button
        size="sm"
        variant="quiet"
        aria-label={labels.decline}
        isDisabled={isPending}
        onClick={() => onAct('decline')}
      >
        {texts.decline}
      </Button>
    </span>
  );
}
