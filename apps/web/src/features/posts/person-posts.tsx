import { FileText, Tags } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { EmptyState } from '../../design/state.tsx';
import { PostList } from './post-list.tsx';
import { type PersonPostsKind, personPostsQuery } from './posts.queries.ts';

export type { PersonPostsKind } from './posts.queries.ts';

const nothing = { posts: 'noPosts', tweets: 'noTweets', tagged: 'noTagged' } as const;

/** What somebody posted, or what tags them: for their profile. */
export function PersonPosts({ userId, kind }: { userId: string; kind: PersonPostsKind }) {
  const { t } = useTranslation('posts');
  return (
    <PostList
      label={t(`kinds.${kind}`)}
      query={personPostsQuery(kind, userId)}
      empty={
        <EmptyState
          icon={kind === 'tagged' ? <Tags /> : <FileText />}
          title={t(nothing[kind])}
          heading="p"
        />
      }
    />
  );
}
