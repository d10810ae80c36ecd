import type { QueryClient } from '@tanstack/react-query';
import { followMembers } from '../features/chats/chats.queries.ts';
import { followFriends } from '../features/friends/friends.queries.ts';
import { followNotifications } from '../features/notifications/notifications.queries.ts';
import { followPeople } from '../features/people/people.events.ts';
import { followPosts } from '../features/posts/posts.cache.ts';
import { followStories } from '../features/stories/stories.queries.ts';

/** What happens elsewhere changes what is shown here: each feature patches what the cache holds of its own. */
export function followEvents(queries: QueryClient): void {
  followPeople(queries);
  followPosts(queries);
  followFriends(queries);
  followMembers(queries);
  followNotifications(queries);
  followStories(queries);
}
