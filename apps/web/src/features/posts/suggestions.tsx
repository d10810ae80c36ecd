import { Hash } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import type { Suggestion } from './use-suggestions.ts';

/** What fits to what is being typed. The focus stays in the field. */
export function Suggestions({
  id,
  label,
  offers,
  current,
  onTake,
}: {
  id: string;
  label: string;
  offers: readonly Suggestion[];
  current: number;
  onTake: (index: number) => void;
}) {
  const { t } = useTranslation('posts');
  return (
    <>
      <div
        role="listbox"
        id={id}
        aria-label={label}
        className="absolute inset-x-0 top-full z-20 mt-1 max-h-64 overflow-y-auto rounded-md border border-hairline bg-raised py-1 shadow-float"
      >
        {offers.map((offer, index) => (
          <div
            key={offer.text}
            role="option"
            id={`${id}-${index}`}
            aria-selected={index === current}
            tabIndex={-1}
            // The field keeps the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              onTake(index);
            }}
            className={`icons flex min-h-12 cursor-pointer items-center gap-3 px-3 ${index === current ? 'bg-hover' : ''}`}
          >
            {offer.person ? (
              <Avatar
                id={offer.person.id}
                name={offer.title}
                photoUrl={offer.person.photoUrl}
                size="sm"
              />
            ) : (
              <Hash aria-hidden className="text-muted" />
            )}
            <span className="min-w-16 flex-1 truncate">{offer.title}</span>
            <span className="min-w-0 shrink-[2] truncate text-caption text-muted">
              {offer.person ? offer.text : t('postCount', { count: offer.postCount })}
            </span>
          </div>
        ))}
      </div>
      <span role="status" className="sr-only">
        {t('suggestionCount', { count: offers.length })}
      </span>
    </>
  );
}
