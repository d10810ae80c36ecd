import type { UserId } from '@xom/contract/fields';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { useMe } from '../../shell/session.tsx';
import type { Tie } from './people.queries.ts';
import { useFollow } from './use-follow.ts';

interface FollowButtonProps {
  userId: UserId;
  /** Whom it is about, for screen readers. */
  name: string;
  tie: Tie;
  isPrivate?: boolean;
  isFollowedBy?: boolean;
  size?: 'md' | 'sm';
}

/** Follows somebody, and says whether I do. Nothing for myself. */
export function FollowButton(props: FollowButtonProps) {
  return useMe().id === props.userId ? null : <Toggle {...props} />;
}

function Toggle({
  userId,
  name,
  tie: listed,
  isPrivate,
  isFollowedBy = false,
  size = 'sm',
}: FollowButtonProps) {
  const { t } = useTranslation('people');
  const { tie, toggle } = useFollow(userId, listed, isPrivate);
  const isOn = tie.isFollowing || tie.isRequested;
  const text = tie.isFollowing
    ? t('following')
    : tie.isRequested
      ? t('requested')
      : isFollowedBy
        ? t('followBack')
        : t('follow');
  return (
    <Button
      size={size}
      // In lists there are many of them.
      variant={isOn ? 'secondary' : size === 'sm' ? 'soft' : 'primary'}
      aria-pressed={isOn}
      aria-label={t('followLabel', { text, name })}
      onClick={(event) => {
        // Rows are links.
        event.preventDefault();
        toggle();
      }}
    >
      {text}
    </Button>
  );
}
