import type { Notification, NotificationKind } from '@xom/contract/notifications';
import { Link } from '@tanstack/react-router';
import {
  AtSign,
  Heart,
  type LucideIcon,
  MessageCircle,
  Quote,
  Repeat2,
  Tag,
  UserRoundPlus,
  UsersRound,
} from 'lucide-react';
import { Trans, useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Dot } from '../../design/badge.tsx';
import { useFormats } from '../../shell/formats.ts';
import { FriendRequestActs } from '../friends/friend-request-acts.tsx';
import { usePersonName } from '../people/person-name.tsx';

const icons: Record<NotificationKind, LucideIcon> = {
  follow: UserRoundPlus,
  follow_request: UserRoundPlus,
  follow_accepted: UserRoundPlus,
  friend_request: UsersRound,
  friend_accepted: UsersRound,
  like: Heart,
  comment: MessageCircle,
  reply: MessageCircle,
  mention: AtSign,
  tag: Tag,
  repost: Repeat2,
  quote: Quote,
};

/** One line: who did what to which thing of mine. It leads there. */
export function NotificationRow({ notification }: { notification: Notification }) {
  const { t } = useTranslation('notifications');
  const formats = useFormats();
  const nameOf = usePersonName();
  const { kind, actors, post, comment, isRead, updatedAt } = notification;
  const Icon = icons[kind];
  const excerpt = comment?.text ?? post?.text ?? null;
  const [first] = actors;
  return (
    <div
      className={`relative flex gap-3 border-b border-hairline px-4 py-3 transition-colors hover:bg-hover ${isRead ? '' : 'bg-brick-soft'}`}
    >
      <Icon className="mt-2 size-5 shrink-0 text-brick" strokeWidth={1.75} aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="flex -space-x-2">
          {actors.map((actor) => (
            <span key={actor.id} className="rounded-full ring-2 ring-surface">
              <Avatar id={actor.id} name={nameOf(actor)} photoUrl={actor.photoUrl} size="sm" />
            </span>
          ))}
        </div>
        <p className="mt-1.5">
          <Target notification={notification}>
            <What notification={notification} />
          </Target>{' '}
          <time
            dateTime={updatedAt}
            title={formats.dateTime(updatedAt)}
            className="whitespace-nowrap text-muted"
          >
            {formats.relativeTime(updatedAt)}
          </time>
        </p>
        {excerpt !== null && <p className="line-clamp-2 text-muted">{excerpt}</p>}
        {kind === 'friend_request' && first && actors.length === 1 && (
          <div className="relative z-1 mt-2 w-fit">
            <FriendRequestActs request={{ user: first, state: 'received' }} />
          </div>
        )}
      </div>
      {typeof post?.imageUrl === 'string' && (
        <img
          src={post.imageUrl}
          alt=""
          loading="lazy"
          className="size-12 shrink-0 rounded-sm bg-sunken object-cover"
        />
      )}
      {!isRead && (
        <span className="absolute top-5 left-1">
          <Dot label={t('new')} />
        </span>
      )}
    </div>
  );
}

const reach = 'after:absolute after:inset-0';

/** The link to what it is about: all of the row leads there. */
function Target({
  notification,
  children,
}: {
  notification: Notification;
  children: React.ReactNode;
}) {
  const { kind, post, actors } = notification;
  const username = actors[0]?.username ?? null;
  if (post) {
    return (
      <Link to="/posts/$postId" params={{ postId: post.id }} className={reach}>
        {children}
      </Link>
    );
  }
  if (kind === 'follow_request') {
    return (
      <Link to="/follow-requests" className={reach}>
        {children}
      </Link>
    );
  }
  // Several are answered where they stand one by one.
  if (kind === 'friend_request' && actors.length > 1) {
    return (
      <Link to="/friends" className={reach}>
        {children}
      </Link>
    );
  }
  if (username === null) return children;
  return (
    <Link to="/people/$username" params={{ username }} className={reach}>
      {children}
    </Link>
  );
}

const bold = <b className="font-semibold" />;

function What({
  notification: { kind, actors, actorCount, comment },
}: {
  notification: Notification;
}) {
  const { t } = useTranslation('notifications');
  const nameOf = usePersonName();
  const [one, two] = actors;
  const names = { first: one ? nameOf(one) : '', second: two ? nameOf(two) : '' };
  const isSingle = actorCount === 1;
  const act = kind === 'like' && comment ? 'like_comment' : kind;
  return (
    <>
      {isSingle ? (
        <Trans t={t} i18nKey="who.one" values={names} components={{ b: bold }} />
      ) : actorCount === 2 ? (
        <Trans t={t} i18nKey="who.two" values={names} components={{ b: bold }} />
      ) : (
        <Trans
          t={t}
          i18nKey="who.many"
          count={actorCount - 1}
          values={names}
          components={{ b: bold }}
        />
      )}{' '}
      {isSingle ? t(`did.${act}_single`) : t(`did.${act}`)}
    </>
  );
}
