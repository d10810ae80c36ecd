import type { Person } from '@xom/contract/fields';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { LinkedText } from '../../design/linked-text.tsx';

const longLength = 700;
const longLines = 14;

/** What somebody wrote, with its links; whom it mentions are those whom the server found in it. */
export function WrittenText({ text, mentions }: { text: string; mentions: readonly Person[] }) {
  const usernames = new Map(
    mentions.map(({ username }) => [username?.toLowerCase() ?? '', username ?? '']),
  );
  return (
    <LinkedText
      text={text}
      renderMention={(name) => {
        const username = usernames.get(name.toLowerCase());
        return username === undefined ? null : (
          <Link to="/people/$username" params={{ username }} />
        );
      }}
      renderTag={(tag) => (/\p{L}/u.test(tag) ? <Link to="/tags/$tag" params={{ tag }} /> : null)}
    />
  );
}

/** The same, of which a long text shows its beginning first. */
export function PostText({
  text,
  mentions,
  isWhole = false,
}: {
  text: string;
  mentions: readonly Person[];
  isWhole?: boolean;
}) {
  const { t } = useTranslation('posts');
  const [isOpen, setOpen] = useState(isWhole);
  const isLong = text.length > longLength || text.split('\n').length > longLines;
  return (
    <>
      <p className={isLong && !isOpen ? 'line-clamp-10' : ''}>
        <WrittenText text={text} mentions={mentions} />
      </p>
      {isLong && !isOpen && (
        <button
          type="button"
          onClick={() => setOpen(true)}
          className="touch text-brick underline-offset-4 hover:underline"
        >
          {t('showMore')}
        </button>
      )}
    </>
  );
}
