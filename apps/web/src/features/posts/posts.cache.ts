import type { Post } from '@xom/contract/posts';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { onHappening } from '../../shell/happenings.ts';
import type { Page } from '../../shell/pages.ts';
import { kept } from '../../shell/queries.ts';
import { postKeys } from './posts.queries.ts';

/** The one place that changes posts in the cache: what happens to one shows wherever it is shown. */

type PostPages = InfiniteData<Page<Post>>;
/** The same post with something changed; null: it is shown no longer. */
type Change = (post: Post) => Post | null;

/** Keeps what is shown of posts in step with what happens to them. */
export function followPosts(queries: QueryClient): void {
  queries.setQueryDefaults(postKeys.draft, { gcTime: Infinity, staleTime: Infinity, meta: kept });
  onHappening('post.updated', ({ postId, ...changes }) => {
    // What I do shows already; the answer says how it ended.
    if (queries.isMutating({ mutationKey: postKeys.act(postId) }) > 0) return;
    const before = queries.getQueryData<Post>(postKeys.post(postId));
    patchPost(queries, postId, (post) => ({ ...post, ...changes }));
    // What the text is now, the event does not say.
    if (before && before.editedAt !== changes.editedAt)
      void queries.invalidateQueries({ queryKey: postKeys.post(postId) });
  });
  onHappening('post.removed', ({ postId }) => removePost(queries, postId));
  onHappening('person.muted', ({ user }) => {
    for (const name of ['feed', 'explore', 'tag']) {
      patchLists(queries, name, (post) => (isBy(post, user.id) ? null : post));
    }
  });
  onHappening('person.blocked', ({ user }) =>
    patchLists(queries, null, (post) => {
      if (isBy(post, user.id)) return null;
      return post.quoted?.author.id === user.id ? { ...post, quoted: null } : post;
    }),
  );
  // Posts of theirs that are older than what the feed shows have a place in it now.
  const askAnew = () => void queries.invalidateQueries({ queryKey: postKeys.newest });
  onHappening('person.unmuted', askAnew);
  onHappening('follow.updated', askAnew);
}

/** Whether it is in a list because of somebody: they posted or reposted it. */
function isBy({ author, repostedBy }: Post, userId: string): boolean {
  return author.id === userId || repostedBy?.id === userId;
}

/** A post as some list shows it. */
export function listedPost(queries: QueryClient, postId: string): Post | undefined {
  for (const [, data] of queries.getQueriesData<PostPages>({ queryKey: postKeys.lists })) {
    for (const { items } of data?.pages ?? []) {
      const found = items.find(({ id }) => id === postId);
      if (found) return found;
    }
  }
  return undefined;
}

/** Changes a post wherever it is shown. */
export function patchPost(
  queries: QueryClient,
  postId: string,
  change: (post: Post) => Post,
): void {
  queries.setQueryData<Post>(postKeys.post(postId), (post) => post && change(post));
  patchLists(queries, null, (post) => (post.id === postId ? change(post) : post));
}

/** Takes over what the server says of a post. Where it stands in a feed stays as it is. */
export function takePost(queries: QueryClient, fresh: Post): void {
  queries.setQueryData(postKeys.post(fresh.id), fresh);
  patchPost(queries, fresh.id, ({ repostedBy, repostedAt }) => ({
    ...fresh,
    repostedBy,
    repostedAt,
  }));
}

/** Shows a new post of mine at the top of what it belongs to. */
export function addPost(queries: QueryClient, post: Post): void {
  queries.setQueryData(postKeys.post(post.id), post);
  queries.setQueryData<PostPages>(postKeys.list('feed'), (data) => withFirst(data, post));
  // What is being asked may not know of it, and would take it out again.
  void queries.cancelQueries({ queryKey: postKeys.newest });
  queries.setQueryData<Page<Post>>(
    postKeys.newest,
    (page) => page && { ...page, items: [post, ...page.items] },
  );
  void queries.invalidateQueries({ queryKey: postKeys.list('person', post.author.id) });
  if (post.quoteOf)
    patchPost(queries, post.quoteOf, (quoted) => ({
      ...quoted,
      quoteCount: quoted.quoteCount + 1,
    }));
}

/** Takes a post out of everything. */
export function removePost(queries: QueryClient, postId: string): void {
  patchLists(queries, null, (post) => {
    if (post.id === postId) return null;
    return post.quoted?.id === postId ? { ...post, quoted: null } : post;
  });
  queries.removeQueries({ queryKey: postKeys.post(postId), type: 'inactive' });
  // A page that shows it finds out that it is gone.
  void queries.invalidateQueries({ queryKey: postKeys.post(postId) });
}

/** Moves a post of mine into the archive, or out of it. */
export function moveToArchive(queries: QueryClient, post: Post): void {
  takePost(queries, post);
  const isArchived = post.archivedAt !== null;
  const leave = (name: string) =>
    patchLists(queries, name, (each) => (each.id === post.id ? null : each));
  if (isArchived) for (const name of ['feed', 'explore', 'tag', 'person']) leave(name);
  else leave('archived');
  void queries.invalidateQueries({ queryKey: postKeys.lists, refetchType: 'none' });
}

/** Takes out of what tags me a post that does so no longer. */
export function leaveTagged(queries: QueryClient, post: Post, userId: string): void {
  takePost(queries, post);
  queries.setQueryData<PostPages>(
    postKeys.list('person', userId, 'tagged'),
    (data) => data && changed(data, (each) => (each.id === post.id ? null : each)),
  );
}

function patchLists(queries: QueryClient, name: string | null, change: Change): void {
  const queryKey = name === null ? postKeys.lists : postKeys.list(name);
  queries.setQueriesData<PostPages>({ queryKey }, (data) => data && changed(data, change));
  // Else what has left the feed would be new to it.
  if (name === null || name === 'feed')
    queries.setQueryData<Page<Post>>(postKeys.newest, (page) => page && changedPage(page, change));
}

/** What has not changed stays the same object, so that nothing of it is rendered anew. */
function changed(data: PostPages, change: Change): PostPages {
  const pages = data.pages.map((page) => changedPage(page, change));
  return pages.every((page, index) => page === data.pages[index]) ? data : { ...data, pages };
}

function changedPage(page: Page<Post>, change: Change): Page<Post> {
  const items = page.items.map(change);
  if (items.every((post, index) => post === page.items[index])) return page;
  return { ...page, items: items.filter((post) => post !== null) };
}

function withFirst(data: PostPages | undefined, post: Post): PostPages | undefined {
  const [first, ...rest] = data?.pages ?? [];
  if (!data || !first) return data;
  return { ...data, pages: [{ ...first, items: [post, ...first.items] }, ...rest] };
}
