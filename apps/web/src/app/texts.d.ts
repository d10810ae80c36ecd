import type accounts from '../features/accounts/accounts.en.json';
import type chats from '../features/chats/chats.en.json';
import type comments from '../features/comments/comments.en.json';
import type feed from '../features/feed/feed.en.json';
import type friends from '../features/friends/friends.en.json';
import type media from '../features/media/media.en.json';
import type messages from '../features/messages/messages.en.json';
import type moderation from '../features/moderation/moderation.en.json';
import type notifications from '../features/notifications/notifications.en.json';
import type people from '../features/people/people.en.json';
import type posts from '../features/posts/posts.en.json';
import type search from '../features/search/search.en.json';
import type settings from '../features/settings/settings.en.json';
import type stories from '../features/stories/stories.en.json';
import type shell from '../shell/shell.en.json';

/** The keys of every feature's texts, so that a missing one is an error of types. */
declare module '../shell/i18n.ts' {
  interface TextsByNamespace {
    accounts: typeof accounts;
    chats: typeof chats;
    comments: typeof comments;
    feed: typeof feed;
    friends: typeof friends;
    media: typeof media;
    messages: typeof messages;
    moderation: typeof moderation;
    notifications: typeof notifications;
    people: typeof people;
    posts: typeof posts;
    search: typeof search;
    settings: typeof settings;
    stories: typeof stories;
    shell: typeof shell;
  }
}
