import { CircleAlert } from 'lucide-react';

/** What is wrong with a whole form, told as soon as it shows. */
export function FormProblem({ text }: { text: string | null }) {
  return (
    // Empty, it takes no place among the fields.
    <div role="alert" className="empty:absolute">
      {text !== null && (
        <p className="flex items-start gap-2 rounded-sm bg-brick-soft px-3 py-2 text-brick">
          <CircleAlert className="mt-0.5 size-5 shrink-0" strokeWidth={1.75} aria-hidden />
          {text}
        </p>
      )}
    </div>
  );
}
