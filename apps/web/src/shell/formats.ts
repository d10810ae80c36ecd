import { useMemo } from 'react';
import { type Translate, useTranslation } from './translation.tsx';

const dayMs = 24 * 60 * 60 * 1000;
const units = [
  ['year', 365 * dayMs],
  ['month', 30 * dayMs],
  ['week', 7 * dayMs],
  ['day', dayMs],
  ['hour', 60 * 60 * 1000],
  ['minute', 60 * 1000],
] as const;

const unitSeconds = { day: 86_400, hour: 3_600, minute: 60 } as const;

/** How numbers, sizes and times read in the language shown. Times come in as ISO 8601. */
export type Formats = ReturnType<typeof makeFormats>;

/** The formats of the language shown. */
export function useFormats(): Formats {
  const { i18n, t } = useTranslation('shell');
  const language = i18n.language;
  return useMemo(() => makeFormats(localeOf(language), t), [language, t]);
}

/** What formats are made of. Making one takes long, and every row of a list needs them: once for all. */
const made = new Map<string, ReturnType<typeof makeIntl>>();

function intlOf(language: string): ReturnType<typeof makeIntl> {
  const standing = made.get(language) ?? makeIntl(language);
  made.set(language, standing);
  return standing;
}

/** Each is made when it is first asked for. */
function makeIntl(language: string) {
  const { DateTimeFormat, NumberFormat, RelativeTimeFormat } = Intl;
  return {
    relative: once(() => new RelativeTimeFormat(language, { numeric: 'auto', style: 'narrow' })),
    days: once(() => new RelativeTimeFormat(language, { numeric: 'auto' })),
    clock: once(() => new DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' })),
    day: once(
      () => new DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' }),
    ),
    dayThisYear: once(() => new DateTimeFormat(language, { day: 'numeric', month: 'long' })),
    weekday: once(() => new DateTimeFormat(language, { weekday: 'short' })),
    shortDay: once(() => new DateTimeFormat(language, { day: 'numeric', month: 'numeric' })),
    whole: once(() => new NumberFormat(language)),
    compact: once(
      () => new NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }),
    ),
  };
}

function once<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}

/** The reader's own kind of the language, as British English: the clock and the order of dates go by it. */
function localeOf(language: string): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

function makeFormats(language: string, t: Translate<'shell'>) {
  const { relative, days, clock, day, dayThisYear, weekday, shortDay, whole, compact } =
    intlOf(language);

  const date = (iso: string): string => {
    const then = new Date(iso);
    return (then.getFullYear() === new Date().getFullYear() ? dayThisYear() : day()).format(then);
  };
  return {
    /** `5 min. ago`; older than a week, the date. */
    relativeTime(iso: string): string {
      const agoMs = Date.now() - Date.parse(iso);
      if (agoMs > 7 * dayMs) return date(iso);
      const unit = units.find(([, lengthMs]) => agoMs >= lengthMs);
      return unit ? relative().format(-Math.floor(agoMs / unit[1]), unit[0]) : t('now');
    },
    /** `14:05` */
    time: (iso: string): string => clock().format(new Date(iso)),
    /** `21 November`; of another year with it. */
    date,
    /** `21 November 2026 at 14:05` */
    dateTime(iso: string): string {
      const then = new Date(iso);
      return t('dateAtTime', { date: day().format(then), time: clock().format(then) });
    },
    /** `Today`, `Yesterday`, else the date: between the days of a conversation. */
    dayLabel(iso: string): string {
      const ago = Math.round((startOfDay(new Date()) - startOfDay(new Date(iso))) / dayMs);
      if (ago > 1) return date(iso);
      const label = days().format(-ago, 'day');
      return label.charAt(0).toLocaleUpperCase(language) + label.slice(1);
    },
    /** As short as a list needs it: the time today, the weekday this week, else day and month. */
    stamp(iso: string): string {
      const then = new Date(iso);
      const ago = Math.round((startOfDay(new Date()) - startOfDay(then)) / dayMs);
      if (ago === 0) return clock().format(then);
      return (ago < 7 ? weekday() : shortDay()).format(then);
    },
    /** `1,234` */
    number: (value: number): string => whole().format(value),
    /** `1.2K` */
    count: (value: number): string =>
      value < 1000 ? whole().format(value) : compact().format(value),
    /** `1 hour`, `7 days` */
    span(seconds: number): string {
      const unit = (['day', 'hour', 'minute'] as const).find(
        (each) => seconds % unitSeconds[each] === 0,
      );
      return new Intl.NumberFormat(language, {
        style: 'unit',
        unit: unit ?? 'second',
        unitDisplay: 'long',
      }).format(seconds / (unit ? unitSeconds[unit] : 1));
    },
    /** `2.4 MB` */
    bytes(size: number): string {
      const step = size < 1e3 ? 0 : size < 1e6 ? 1 : size < 1e9 ? 2 : 3;
      const unit = (['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const)[step] ?? 'byte';
      return new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: step > 1 ? 1 : 0,
      }).format(size / 1000 ** step);
    },
    /** `1:05` for 65 seconds. */
    duration(seconds: number): string {
      const rounded = Math.round(seconds);
      return `${Math.floor(rounded / 60)}:${String(rounded % 60).padStart(2, '0')}`;
    },
  };
}

function startOfDay(moment: Date): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}
