import type { DomainBus } from '../../domain-events.ts';
import type { Notices } from '../../notices.ts';
import type { PersonStep } from '../../person-steps.ts';
import type { Database, Queries } from '../../tables.ts';
import * as comments from '../comments/erased-person.ts';
import type { ConversationPresenter } from '../conversations/conversation-presenter.ts';
import type { ConversationFiles } from '../conversations/deletion.service.ts';
import * as conversations from '../conversations/erased-person.ts';
import type { Holder } from '../media/holders.ts';
import * as media from '../media/erased-person.queries.ts';
import type { MessagePresenter } from '../messages/message-presenter.ts';
import * as messages from '../messages/erased-person.ts';
import * as notifications from '../notifications/erased-person.queries.ts';
import * as people from '../people/erased-person.queries.ts';
import * as posts from '../posts/erased-person.ts';
import * as stories from '../stories/erased-person.ts';

/**
 * The delete rules of seed 000, and of what this network has beside it.
 *
 * | what goes | takes with it                                            | is pulled out of                   | where                          |
 * |-----------|----------------------------------------------------------|------------------------------------|--------------------------------|
 * | user      | tokens, posts, comments, replies, and what stands below  | the lists and counters below       | `deleteRules`                  |
 * | post      | its comments; edits, reposts                             | posts, saved, tagged, liked lists; | posts/post-deletion.queries.ts |
 * |           | storage: files that nothing else holds                   | tags, what it quotes               |                                |
 * | comment   | its replies, all likes                                   | the post's comments                | comments/comment-deletion.*    |
 * | reply     | its likes                                                | the comment's replies              | comments/comment-deletion.*    |
 *
 * Notifications about what goes, and of it, go with it. In the first moment (`ErasureService`) a person loses
 * tokens, name, picture and address, and is there for nobody; then line by line what follows.
 */
export interface DeleteRule {
  /** The seed's words, or ours. */
  line: string;
  step: PersonStep;
  /** Which columns no longer hold the person then, as `table.column`; `[]`: a list of people. */
  clears: readonly string[];
  /** The same of columns that no index finds: the step comes to them by way of others. */
  alongside?: readonly string[];
}

/** What else may hold the id of an erased person for good, and only the id. */
export const keptIds = [
  // Messages and conversations keep their place: "deleted account".
  'messages.sender_id',
  'messages.recalled_by',
  'conversations.created_by',
  'conversation_departures.user_id',
  // Files that others hold: a forwarded picture, a group's.
  'media.owner_id',
  'media_holders.owner_id',
  // A post that quotes one which is gone.
  'posts.quote_author_id',
  // What was done to an account, and by whom.
  'audit_log.actor_id',
  'audit_log.subject_id',
] as const;

/** What goes with the row of `users` itself, or went in the first moment. */
export const goneWithAccount = [
  'users.id',
  'sessions.user_id',
  'refresh_tokens.user_id',
  'mail_tokens.user_id',
  'notification_settings.user_id',
  'user_search.user_id',
  'direct_conversations.low_user_id',
  'direct_conversations.high_user_id',
] as const;

/** What the rules need of the rest of the server. */
export interface RuleParts {
  database: Database;
  bus: DomainBus;
  files: ConversationFiles & {
    release(queries: Queries, ...holders: readonly Holder[]): Promise<void>;
  };
  notices: Notices;
  conversations: Pick<ConversationPresenter, 'photoUrl'>;
  messages: Pick<MessagePresenter, 'told'>;
}

/** The user's lines, in the order in which they are done: first what others would go on seeing. */
export function deleteRules(parts: RuleParts): readonly DeleteRule[] {
  const { bus, files, notices } = parts;
  return [
    {
      line: 'stories, their files and who looked at them',
      step: stories.deleteStoriesOf(files),
      clears: ['stories.owner_id'],
      alongside: ['story_views.owner_id'],
    },
    {
      line: 'stickers on the shelf',
      step: media.clearShelf,
      clears: [],
    },
    {
      line: 'conversations: out of all, groups are handed over',
      step: conversations.leaveConversations({
        bus,
        files,
        presenter: parts.conversations,
      }),
      clears: ['conversation_members.user_id'],
    },
    {
      line: 'messages: emptied, with their files',
      step: messages.emptyWritten({ ...parts, presenter: parts.messages }),
      clears: [],
    },
    {
      line: 'pull: reactions to messages',
      step: messages.deleteReactions,
      clears: ['message_reactions.user_id'],
      alongside: ['messages.reactions'],
    },
    {
      line: 'pull: mentions in messages',
      step: messages.pullFromMentions,
      clears: [],
      alongside: ['message_mentions.user_id', 'messages.mentions[]'],
    },
    {
      line: 'receipts of reading',
      step: conversations.deleteOwn('read_receipts'),
      clears: [],
      alongside: ['read_receipts.user_id'],
    },
    {
      line: 'messages that they hid from themselves',
      step: conversations.deleteOwn('hidden_messages'),
      clears: [],
      alongside: ['hidden_messages.user_id'],
    },
    {
      line: "pull: what they did, in others' notifications",
      step: notifications.withdrawActs(bus),
      clears: ['notification_acts.actor_id'],
    },
    {
      line: 'notifications',
      step: notifications.deleteList,
      clears: ['notifications.user_id', 'notification_acts.user_id'],
    },
    {
      line: 'deleteMany Comment(author), Reply(author)',
      step: comments.deleteWords(notices),
      clears: [],
    },
    {
      line: 'deleteMany Comment(author), Reply(author): what is left of the largest',
      step: comments.deleteLargeThreads(notices),
      clears: ['comments.author_id'],
    },
    {
      line: 'updateMany Comment(pull: likes), Reply(pull: likes)',
      step: comments.deleteLikes,
      clears: ['comment_likes.user_id'],
    },
    {
      line: 'pull: mentions in comments and replies',
      step: comments.pullFromMentions,
      clears: ['comments.mentioned_user_ids[]'],
    },
    {
      line: 'updateMany Post(pull: likes)',
      step: posts.undoActs(bus, 'liked_posts'),
      clears: ['liked_posts.user_id'],
      alongside: ['post_likes.user_id'],
    },
    {
      line: 'saved_posts',
      step: posts.undoActs(bus, 'saved_posts'),
      clears: ['saved_posts.user_id'],
    },
    {
      line: 'reposts',
      step: posts.undoActs(bus, 'reposts'),
      clears: ['reposts.user_id'],
    },
    {
      line: 'updateMany Post(pull: tags), tagged_posts',
      step: posts.pullFromTags,
      clears: ['tagged_posts.user_id'],
      alongside: ['posts.tagged_user_ids[]'],
    },
    {
      line: 'pull: mentions in posts',
      step: posts.pullFromPostMentions,
      clears: ['posts.mentioned_user_ids[]'],
    },
    {
      line: 'deleteMany Post(author), each as the rules of a post have it',
      step: posts.deletePostsOf({ bus, files, notices }),
      clears: ['posts.author_id'],
      alongside: [
        'post_edits.author_id',
        'post_likes.author_id',
        'post_tags.author_id',
        'post_search.author_id',
        'liked_posts.author_id',
        'saved_posts.author_id',
        'reposts.author_id',
        'tagged_posts.author_id',
        'comments.post_author_id',
        'comment_likes.post_author_id',
      ],
    },
    {
      line: 'updateMany User(pull: followers, followings)',
      step: people.pullFromFollows,
      clears: ['followings.user_id', 'followers.user_id'],
      alongside: ['followings.followed_id', 'followers.follower_id'],
    },
    {
      line: 'friendships and requests',
      step: people.deleteFriendships,
      clears: ['friendships.user_id', 'friendships.friend_id'],
    },
    {
      line: 'blocks, both ways',
      step: people.deleteBlocks,
      clears: ['blocks.user_id', 'blocks.blocked_id'],
    },
    {
      line: 'mutes, both ways',
      step: people.deleteMutes,
      clears: ['mutes.user_id', 'mutes.muted_id'],
    },
    {
      line: 'which stories they looked at',
      step: stories.deleteViewsBy,
      clears: ['story_views.viewer_id'],
    },
    {
      line: 'delete user storage',
      step: media.deleteUnheldFiles,
      clears: [],
    },
  ];
}
