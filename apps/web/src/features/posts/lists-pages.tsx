import { useParams } from '@tanstack/react-router';
import { Archive, Bookmark, Hash, Heart } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { EmptyState } from '../../design/state.tsx';
import { Page } from '../../shell/page.tsx';
import { SuggestionsCard } from '../people/suggestions-card.tsx';
import { PostList } from './post-list.tsx';
import { myPostsQuery, tagQuery } from './posts.queries.ts';

/** The posts with a tag. */
export function TagPage() {
  const { t } = useTranslation('posts');
  const { tag = '' } = useParams({ strict: false });
  const title = `#${tag}`;
  return (
    <Page title={title} back="/explore" aside={<SuggestionsCard />}>
      <PostList
        label={title}
        query={tagQuery(tag)}
        empty={<EmptyState icon={<Hash />} title={t('noTagPosts')} />}
      />
    </Page>
  );
}

/** What I keep. */
export function SavedPage() {
  return <MyPostsPage kind="saved" icon={<Bookmark />} />;
}

/** What I like. */
export function LikedPage() {
  return <MyPostsPage kind="liked" icon={<Heart />} />;
}

/** What I show to nobody but me. */
export function ArchivePage() {
  return <MyPostsPage kind="archived" icon={<Archive />} />;
}

function MyPostsPage({ kind, icon }: { kind: 'saved' | 'liked' | 'archived'; icon: ReactNode }) {
  const { t } = useTranslation('posts');
  return (
    <Page title={t(`mine.${kind}`)} back="/" aside={<SuggestionsCard />}>
      <PostList
        label={t(`mine.${kind}`)}
        query={myPostsQuery(kind)}
        empty={
          <EmptyState icon={icon} title={t(`mineEmpty.${kind}`)} text={t(`mineHow.${kind}`)} />
        }
      />
    </Page>
  );
}
