import type { User } from '@xom/contract/accounts';
import type { Message } from '@xom/contract/message-shape';
import type { FoundTag, SearchType } from '@xom/contract/search';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Hash, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { ListRow } from '../../design/list-row.tsx';
import { SkeletonRow } from '../../design/skeleton.tsx';
import { EmptyState } from '../../design/state.tsx';
import { LoadError } from '../../shell/load-error.tsx';
import { useFormats } from '../../shell/formats.ts';
import { excerptOf } from '../../shell/folded.ts';
import { QueryList } from '../../shell/query-list.tsx';
import { useConversation } from '../../shell/use-live.ts';
import { FollowButton } from '../people/follow-button.tsx';
import { ConversationAvatar } from '../messages/conversation-avatar.tsx';
import { useConversationTitle } from '../messages/conversation-title.ts';
import { usePersonName } from '../people/person-name.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { PostCard } from '../posts/post-card.tsx';
import { Highlighted } from './highlighted.tsx';
import { searchAllQuery, searchQuery } from './search.queries.ts';

/** Of each kind the first few that have the words. */
export function AllResults({ q }: { q: string }) {
  const { t } = useTranslation('search');
  const { data, error, refetch } = useQuery(searchAllQuery(q));
  if (error && !data) {
    return <LoadError error={error} onRetry={refetch} />;
  }
  if (!data) return Array.from({ length: 6 }, (_, row) => <SkeletonRow key={row} />);
  const { users, posts, messages, tags } = data;
  const sections = [
    <Section
      key="users"
      type="users"
      q={q}
      page={users}
      render={(user) => <UserRow user={user} q={q} />}
    />,
    <Section
      key="tags"
      type="tags"
      q={q}
      page={tags}
      render={(tag) => <TagRow tag={tag} q={q} />}
    />,
    <Section
      key="messages"
      type="messages"
      q={q}
      page={messages}
      render={(message) => <MessageRow message={message} q={q} />}
    />,
    <Section
      key="posts"
      type="posts"
      q={q}
      page={posts}
      render={(post) => <PostCard post={post} />}
    />,
  ];
  const isEmpty = [users, posts, messages, tags].every((page) => (page?.items ?? []).length === 0);
  return (
    <div role="region" aria-live="polite" aria-label={t('results')}>
      {isEmpty ? <Nothing q={q} /> : sections}
    </div>
  );
}

interface SectionProps<Item> {
  type: SearchType;
  q: string;
  page: { readonly items: readonly Item[]; readonly hasMore: boolean } | undefined;
  render: (item: Item) => ReactNode;
}

function Section<Item extends { readonly id: string } | FoundTag>({
  type,
  q,
  page,
  render,
}: SectionProps<Item>) {
  const { t } = useTranslation('search');
  if (!page || page.items.length === 0) return null;
  return (
    <section className="border-hairline not-last:border-b not-last:pb-2">
      <header className="flex min-h-11 items-center justify-between px-4 pt-2">
        <h2 className="font-semibold">{t(`types.${type}`)}</h2>
        {page.hasMore && (
          <Link
            to="/search"
            search={{ q, type }}
            className="touch text-brick underline-offset-4 hover:underline"
            aria-label={`${t('showAll')}: ${t(`types.${type}`)}`}
          >
            {t('showAll')}
          </Link>
        )}
      </header>
      <ul>
        {page.items.map((item) => (
          <li key={'id' in item ? item.id : item.tag}>{render(item)}</li>
        ))}
      </ul>
    </section>
  );
}

/** All of one kind that have the words. */
export function Results({ type, q }: { type: SearchType; q: string }) {
  const { t } = useTranslation('search');
  const key = `${type} ${q}`;
  const props = { label: t(`types.${type}`), empty: <Nothing q={q} /> };
  if (type === 'users') {
    return (
      <QueryList
        {...props}
        key={key}
        query={searchQuery('users', q)}
        itemKey={({ id }) => id}
        renderItem={(user) => <UserRow user={user} q={q} />}
      />
    );
  }
  if (type === 'posts') {
    return (
      <QueryList
        {...props}
        key={key}
        query={searchQuery('posts', q)}
        itemKey={({ id }) => id}
        renderItem={(post) => <PostCard post={post} />}
      />
    );
  }
  if (type === 'messages') {
    return (
      <QueryList
        {...props}
        key={key}
        query={searchQuery('messages', q)}
        itemKey={({ id }) => id}
        renderItem={(message) => <MessageRow message={message} q={q} />}
      />
    );
  }
  return (
    <QueryList
      {...props}
      key={key}
      query={searchQuery('tags', q)}
      itemKey={({ tag }) => tag}
      renderItem={(tag) => <TagRow tag={tag} q={q} />}
    />
  );
}

function Nothing({ q }: { q: string }) {
  const { t } = useTranslation('search');
  return (
    <EmptyState icon={<SearchX />} title={t('nothing', { query: q })} text={t('nothingText')} />
  );
}

function UserRow({ user, q }: { user: User; q: string }) {
  return (
    <PersonRow
      person={user}
      title={<Highlighted text={user.displayName} query={q} />}
      subtitle={<Highlighted text={`@${user.username}`} query={q} />}
      action={
        <FollowButton
          userId={user.id}
          name={user.displayName}
          tie={user}
          isPrivate={user.isPrivate}
          isFollowedBy={user.isFollowedBy}
        />
      }
    />
  );
}

function TagRow({ tag: { tag, label, postCount }, q }: { tag: FoundTag; q: string }) {
  const { t } = useTranslation('search');
  const formats = useFormats();
  return (
    <ListRow
      leading={
        <span className="flex size-10 items-center justify-center rounded-full bg-sunken text-muted">
          <Hash aria-hidden />
        </span>
      }
      title={<Highlighted text={label} query={q.replaceAll('#', '')} />}
      subtitle={t('tagPosts', { count: postCount, shown: formats.count(postCount) })}
      render={<Link to="/tags/$tag" params={{ tag }} />}
    />
  );
}

function MessageRow({ message, q }: { message: Message; q: string }) {
  const formats = useFormats();
  const nameOf = usePersonName();
  const titleOf = useConversationTitle();
  const { sender, content, conversationId, id, createdAt } = message;
  const conversation = useConversation(conversationId);
  return (
    <ListRow
      leading={
        conversation ? (
          <ConversationAvatar conversation={conversation} />
        ) : (
          <Avatar id={sender.id} name={nameOf(sender)} photoUrl={sender.photoUrl} />
        )
      }
      title={conversation ? titleOf(conversation) : nameOf(sender)}
      subtitle={
        <>
          {conversation && <span className="text-ink">{nameOf(sender)}: </span>}
          <Highlighted text={excerptOf(content ?? '', q)} query={q} />
        </>
      }
      trailing={<time dateTime={createdAt}>{formats.stamp(createdAt)}</time>}
      render={
        <Link to="/messages/$conversationId" params={{ conversationId }} search={{ message: id }} />
      }
    />
  );
}
