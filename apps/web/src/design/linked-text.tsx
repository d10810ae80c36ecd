import { cloneElement, Fragment, type ReactElement, type ReactNode } from 'react';
import { textParts } from './text-parts.ts';

type LinkElement = ReactElement<{ className?: string; children?: ReactNode }>;

interface LinkedTextProps {
  text: string;
  /** The link to who is named, without the @: `(name) => <Link to=… />`; null: it stays text. */
  renderMention?: (name: string) => LinkElement | null;
  /** The link to a tag, without the #. */
  renderTag?: (tag: string) => LinkElement | null;
  /** Of the links; they stand in brick otherwise. */
  linkClassName?: string;
}

/** What a person wrote, with its links, mentions and tags to follow. It is text, never HTML. */
export function LinkedText({
  text,
  renderMention,
  renderTag,
  linkClassName = 'text-brick underline decoration-brick/40 underline-offset-4 hover:decoration-current',
}: LinkedTextProps) {
  return (
    <span className="wrap-anywhere whitespace-pre-wrap">
      {textParts(text).map((part) => (
        <Fragment key={part.start}>{render(part)}</Fragment>
      ))}
    </span>
  );

  function render(part: ReturnType<typeof textParts>[number]): ReactNode {
    switch (part.kind) {
      case 'text':
        return part.text;
      case 'url':
        return (
          <a
            href={part.url}
            target="_blank"
            rel="noopener nofollow"
            title={part.url}
            className={linkClassName}
          >
            {part.text}
          </a>
        );
      default: {
        const link = (part.kind === 'mention' ? renderMention : renderTag)?.(part.name);
        return link ? cloneElement(link, { className: linkClassName }, part.text) : part.text;
      }
    }
  }
}
