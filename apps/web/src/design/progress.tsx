interface ProgressProps {
  /** What is under way. */
  label: string;
  /** From 0 to 1. */
  value: number;
}

const attributes = ({ label, value }: ProgressProps) => ({
  role: 'progressbar',
  'aria-label': label,
  'aria-valuemin': 0,
  'aria-valuemax': 100,
  'aria-valuenow': Math.round(value * 100),
});

export function ProgressBar(props: ProgressProps) {
  return (
    <div {...attributes(props)} className="h-1.5 overflow-hidden rounded-full bg-hairline">
      <div
        className="h-full rounded-full bg-brick-fill transition-[width] duration-200"
        style={{ width: `${props.value * 100}%` }}
      />
    </div>
  );
}

const radius = 18;
const around = 2 * Math.PI * radius;

/** A ring of 44 px, to stand on pictures; a button to cancel fits inside. */
export function ProgressRing(props: ProgressProps) {
  return (
    <svg {...attributes(props)} viewBox="0 0 44 44" className="size-11 -rotate-90 fill-scrim">
      <circle cx="22" cy="22" r={radius} strokeWidth="3" className="stroke-on-night/30" />
      <circle
        cx="22"
        cy="22"
        r={radius}
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray={around}
        strokeDashoffset={around * (1 - props.value)}
        className="fill-none stroke-on-night transition-[stroke-dashoffset] duration-200"
      />
    </svg>
  );
}
