import {
  type ClipboardEventHandler,
  type KeyboardEvent,
  type RefObject,
  useId,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { TextArea } from '../../design/field.tsx';
import { Suggestions } from './suggestions.tsx';
import { type TextToken, tokenAt } from './text-token.ts';
import { useSuggestions } from './use-suggestions.ts';

interface SuggestingTextAreaProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** Ctrl+Enter, or ⌘+Enter. */
  onSubmit: () => void;
  placeholder?: string;
  rows?: number;
  error?: string | undefined;
  autoFocus?: boolean;
  onPaste?: ClipboardEventHandler<HTMLTextAreaElement>;
  ref?: RefObject<HTMLTextAreaElement | null>;
}

/** A field for a text that may mention people and hold tags: while one types, those that fit are offered. */
export function SuggestingTextArea({
  label,
  value,
  onChange,
  onSubmit,
  ref,
  ...field
}: SuggestingTextAreaProps) {
  const listId = useId();
  const own = useRef<HTMLTextAreaElement>(null);
  const area = ref ?? own;
  const [token, setToken] = useState<TextToken | null>(null);
  const [chosen, setChosen] = useState(0);
  const offers = useSuggestions(token);
  const isOpen = token !== null && offers.length > 0;
  const current = Math.min(chosen, offers.length - 1);

  const look = () => {
    const { current: element } = area;
    if (!element) return;
    const isCaret = element.selectionStart === element.selectionEnd;
    setToken(isCaret ? tokenAt(element.value, element.selectionStart) : null);
    setChosen(0);
  };
  const take = (index: number) => {
    const offer = offers[index];
    if (!offer || !token) return;
    const before = `${value.slice(0, token.start)}${offer.text} `;
    flushSync(() => onChange(before + value.slice(token.end).replace(/^ /, '')));
    setToken(null);
    area.current?.focus();
    area.current?.setSelectionRange(before.length, before.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSubmit();
      return;
    }
    // While a Vietnamese word is being composed, its keys belong to the keyboard.
    if (!isOpen || event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setChosen((current + step + offers.length) % offers.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(current);
    else if (event.key === 'Escape') setToken(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="relative">
      <TextArea
        {...field}
        ref={area}
        label={label}
        isLabelHidden
        value={value}
        onChange={({ target }) => {
          onChange(target.value);
          look();
        }}
        onSelect={look}
        onBlur={() => setToken(null)}
        onKeyDown={onKeyDown}
        aria-autocomplete="list"
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? `${listId}-${current}` : undefined}
      />
      {isOpen && (
        <Suggestions id={listId} label={label} offers={offers} current={current} onTake={take} />
      )}
    </div>
  );
}
