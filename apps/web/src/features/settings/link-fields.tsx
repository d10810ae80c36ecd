import { XomError } from '@xom/sdk/client';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { IconButton } from '../../design/icon-button.tsx';

const maxLinks = 5;

interface LinkRow {
  /** Of its field: the same as long as the row is there. */
  readonly name: string;
  readonly link: string;
}

export type LinkRows = ReturnType<typeof useLinkRows>;

/** The rows of links in a form. */
export function useLinkRows(links: readonly string[]) {
  const [rows, setRows] = useState<readonly LinkRow[]>(() =>
    links.map((link, index) => ({ name: `link-${index}`, link })),
  );
  const [added, setAdded] = useState(links.length);
  return {
    rows,
    add() {
      setRows([...rows, { name: `link-${added}`, link: '' }]);
      setAdded(added + 1);
    },
    remove: (name: string) => setRows(rows.filter((row) => row.name !== name)),
  };
}

/** What somebody wrote as the address of a web page: `example.org` too. Nothing: ''; null: it is none. */
export function linkIn(written = ''): string | null {
  const text = written.trim();
  if (text === '') return '';
  const link = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  const url = URL.parse(link);
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes('.');
  return isWeb ? link : null;
}

/** The server counts the links that it was given: its error, by the names of their fields. */
export function atLinkFields(error: unknown, names: readonly string[]): unknown {
  if (!(error instanceof XomError) || !error.details) return error;
  const details = Object.entries(error.details).map(([path, text]) => {
    const index = /^links\.(\d+)$/.exec(path)?.[1];
    return [names[Number(index)] ?? path, text];
  });
  return new XomError(error.code, error.message, { details: Object.fromEntries(details) });
}

/** Addresses on the profile, one in each field. */
export function LinkFields({
  links: { rows, add, remove },
  errors,
}: {
  links: LinkRows;
  errors: Readonly<Record<string, string>>;
}) {
  const { t } = useTranslation('settings');
  return (
    <fieldset className="min-w-0 space-y-3">
      <legend className="font-semibold">
        {t('links')}
        <span className="block text-caption font-normal text-muted">{t('linksHint')}</span>
      </legend>
      {rows.map(({ name, link }, index) => (
        <div key={name} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <TextField
              name={name}
              type="url"
              inputMode="url"
              label={t('link', { number: index + 1 })}
              isLabelHidden
              error={errors[name]}
              defaultValue={link}
              maxLength={300}
              placeholder="https://"
              // A row that was just asked for is what one types into next.
              autoFocus={link === ''}
            />
          </div>
          <IconButton
            label={t('removeLink', { number: index + 1 })}
            icon={<X />}
            onClick={() => remove(name)}
          />
        </div>
      ))}
      {rows.length < maxLinks && (
        <Button variant="secondary" size="sm" icon={<Plus />} onClick={add}>
          {t('addLink')}
        </Button>
      )}
    </fieldset>
  );
}
