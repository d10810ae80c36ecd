import { Play } from 'lucide-react';
import { useFormats } from '../../shell/formats.ts';

/** What lies on a video that does not play yet: that it can, and how long it takes. Decoration. */
export function PlayMark({ duration }: { duration: number | undefined }) {
  const formats = useFormats();
  return (
    <span aria-hidden className="absolute inset-0 flex items-center justify-center">
      <span className="flex size-14 items-center justify-center rounded-full bg-scrim text-on-night">
        <Play className="size-6 translate-x-0.5" strokeWidth={1.75} />
      </span>
      {duration !== undefined && (
        <span className="absolute top-2 left-2 rounded-full bg-scrim px-2 text-[0.75rem] leading-5 text-on-night tabular-nums">
          {formats.duration(duration)}
        </span>
      )}
    </span>
  );
}
