import { type ReactNode, useState } from 'react';

const sizes = {
  xs: 'size-6 text-[0.625rem]',
  sm: 'size-8 text-[0.75rem]',
  md: 'size-10 text-body',
  lg: 'size-14 text-title',
  xl: 'size-24 text-display',
} as const;
const dots = {
  xs: 'size-2 ring-1 right-0 bottom-0',
  sm: 'size-2.5 ring-2 right-0 bottom-0',
  md: 'size-3 ring-2 right-0 bottom-0',
  lg: 'size-3.5 ring-2 right-0.5 bottom-0.5',
  xl: 'size-4 ring-2 right-2 bottom-2',
} as const;
const rings = {
  unseen: 'outline-2 outline-offset-2 outline-brick',
  seen: 'outline-2 outline-offset-2 outline-hairline',
} as const;
const grounds = ['bg-clay', 'bg-ochre', 'bg-moss', 'bg-lake', 'bg-dusk', 'bg-plum'] as const;

export type AvatarSize = keyof typeof sizes;

interface AvatarProps {
  /** Of the person or the conversation: it chooses the ground of the initials. */
  id: string;
  name: string;
  photoUrl?: string | null | undefined;
  size?: AvatarSize;
  isOnline?: boolean | undefined;
  /** Has stories that I have or have not seen. */
  ring?: keyof typeof rings | undefined;
  /** The text for screen readers; without it the picture is decoration, as beside a name. */
  label?: string | undefined;
}

/** The picture of a person, or the initials of their name. */
export function Avatar({ id, name, photoUrl, size = 'md', isOnline, ring, label }: AvatarProps) {
  return (
    <Frame size={size} label={label}>
      <Picture
        key={photoUrl}
        id={id}
        name={name}
        photoUrl={photoUrl}
        className={`size-full ${ring ? rings[ring] : ''}`}
      />
      {isOnline === true && (
        <span className={`absolute rounded-full bg-leaf ring-surface ${dots[size]}`} />
      )}
    </Frame>
  );
}

type Member = Pick<AvatarProps, 'id' | 'name' | 'photoUrl'>;

/** Two people of a group that has no picture. */
export function GroupAvatar({
  members: [front, back],
  size = 'md',
  label,
}: {
  members: readonly [Member, Member];
  size?: AvatarSize;
  label?: string | undefined;
}) {
  const each = 'absolute size-[68%] text-[0.7em]';
  return (
    <Frame size={size} label={label}>
      <Picture {...back} className={`${each} top-0 right-0`} />
      <Picture {...front} className={`${each} bottom-0 left-0 ring-2 ring-surface`} />
    </Frame>
  );
}

function Frame({
  size,
  label,
  children,
}: {
  size: AvatarSize;
  label: string | undefined;
  children: ReactNode;
}) {
  const name = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <span {...name} className={`relative inline-block shrink-0 align-middle ${sizes[size]}`}>
      {children}
    </span>
  );
}

function Picture({ id, name, photoUrl, className }: Member & { className: string }) {
  const [isBroken, setBroken] = useState(false);
  const shape = `rounded-full ${className}`;
  if (typeof photoUrl === 'string' && !isBroken) {
    return (
      <img
        src={photoUrl}
        alt=""
        loading="lazy"
        decoding="async"
        draggable={false}
        onError={() => setBroken(true)}
        className={`bg-hairline object-cover ${shape}`}
      />
    );
  }
  return (
    <span
      className={`flex items-center justify-center leading-none font-semibold text-ink select-none ${groundOf(id)} ${shape}`}
    >
      {initialsOf(name)}
    </span>
  );
}

/** "Nguyễn Thị Ánh" → "NÁ": the first letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const first = (word = '') => /[\p{L}\p{N}]/u.exec(word.normalize('NFC'))?.[0] ?? '';
  return ends.map((word) => first(word).toLocaleUpperCase()).join('');
}

function groundOf(id: string): string {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return grounds[sum % grounds.length] ?? grounds[0];
}
