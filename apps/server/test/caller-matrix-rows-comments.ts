import type { commentOperations } from '@xom/contract/comments';
import type { socialCommentOperations } from '@xom/contract/social-namespace-comments';
import { people } from './caller-matrix-callers.ts';
import { type Case, tell } from './caller-matrix-case.ts';
import { blockerOf } from './caller-matrix-rows-people.ts';
import { type Caller, done, type World } from './caller-matrix-world.ts';
import type { TestPerson } from './people.ts';

type Operations = typeof commentOperations | typeof socialCommentOperations;
type Input = Record<string, unknown>;
/** Makes what the case is about, and answers with its id. */
type Make = (world: World, caller: Caller) => Promise<string>;

const api = '/api/v1';
const text = 'a word';

async function postOf(person: TestPerson, visibility = 'public'): Promise<string> {
  return done(await person.post(`${api}/posts`, { text, visibility })).id;
}
async function commentBy(person: TestPerson, postId: string): Promise<string> {
  return done(await person.post(`${api}/posts/${postId}/comments`, { text })).id;
}
async function replyBy(person: TestPerson, commentId: string): Promise<string> {
  return done(await person.post(`${api}/comments/${commentId}/replies`, { text })).id;
}

const aPost: Make = (world) => world.once('a post', () => postOf(world.cast.bystander));
const aComment: Make = (world, caller) =>
  world.once('a comment', async () => commentBy(world.cast.bystander, await aPost(world, caller)));
const aReply: Make = (world, caller) =>
  world.once('a reply', async () => replyBy(world.cast.bystander, await aComment(world, caller)));

const ownComment: Make = async (world, caller) =>
  commentBy(caller.person ?? world.cast.bystander, await aPost(world, caller));
const ownReply: Make = async (world, caller) =>
  replyBy(caller.person ?? world.cast.bystander, await aComment(world, caller));
const newComment: Make = async (world, caller) =>
  commentBy(world.cast.bystander, await aPost(world, caller));
const newReply: Make = async (world, caller) =>
  replyBy(world.cast.bystander, await aComment(world, caller));
const underOwnPost: Make = async ({ cast }, { person }) =>
  commentBy(cast.bystander, await postOf(person ?? cast.bystander));
const replyUnderOwnPost: Make = async (world, caller) =>
  replyBy(world.cast.bystander, await underOwnPost(world, caller));

const forFollowers: Make = (world) =>
  world.once('a post for followers', () => postOf(world.cast.newcomer, 'followers'));
const commentForFollowers: Make = (world, caller) =>
  world.once('a comment for followers', async () =>
    commentBy(world.cast.newcomer, await forFollowers(world, caller)),
  );
const replyForFollowers: Make = (world, caller) =>
  world.once('a reply for followers', async () =>
    replyBy(world.cast.newcomer, await commentForFollowers(world, caller)),
  );

/** The blocker's, before and after they block the caller. */
const ofBlocker: Make = async (world, caller) => {
  await blockerOf(world, caller);
  return world.once('a post of the blocker', () => postOf(world.cast.blocker));
};
const commentOfBlocker: Make = async (world, caller) => {
  await blockerOf(world, caller);
  return world.once('a comment of the blocker', async () =>
    commentBy(world.cast.blocker, await aPost(world, caller)),
  );
};
const replyOfBlocker: Make = async (world, caller) => {
  await blockerOf(world, caller);
  return world.once('a reply of the blocker', async () =>
    replyBy(world.cast.blocker, await aComment(world, caller)),
  );
};

function about(field: string, more: Input = {}) {
  return (make: Make, what?: string, but: Case['but'] = {}): Case => ({
    ...(what !== undefined && { what }),
    but,
    given: async (world, caller) => ({
      input: { [field]: await make(world, caller), ...more },
    }),
  });
}

const none = tell(people, 'not_found');
const notTheirs = tell(people, 'forbidden');
/** Whoever keeps order sees what they are to remove, whatever its author lets them see. */
const orderKept = { moderator: 'ok', admin: 'ok' } as const;

function hidden(field: string, more: Input, [followers, blocker]: [Make, Make]): Case[] {
  const on = about(field, more);
  return [on(followers, 'for followers', none), on(blocker, 'of who blocked them', none)];
}

const onPost = (field: string, more: Input = {}): Case[] => [
  about(field, more)(aPost),
  ...hidden(field, more, [forFollowers, ofBlocker]),
];
const onComment = (more: Input = {}): Case[] => [
  about('commentId', more)(aComment),
  ...hidden('commentId', more, [commentForFollowers, commentOfBlocker]),
];
const onReply = (more: Input = {}): Case[] => [
  about('replyId', more)(aReply),
  ...hidden('replyId', more, [replyForFollowers, replyOfBlocker]),
];

export const commentRows: Record<Operations[number]['name'], readonly Case[]> = {
  'comments.list': onPost('postId'),
  'comments.create': onPost('postId', { text }),
  'comments.get': onComment(),
  'comments.edit': [
    about('commentId', { text: 'another' })(ownComment),
    about('commentId', { text: 'another' })(aComment, 'of somebody else', notTheirs),
  ],
  'comments.delete': [
    about('commentId')(ownComment),
    about('commentId')(underOwnPost, 'under their own post'),
    about('commentId')(newComment, 'of somebody else', { ...notTheirs, ...orderKept }),
  ],
  'comments.like': onComment(),
  'comments.unlike': onComment(),
  'comments.likes': onComment(),
  'replies.list': onComment(),
  'replies.create': onComment({ text }),
  'replies.get': onReply(),
  'replies.edit': [
    about('replyId', { text: 'another' })(ownReply),
    about('replyId', { text: 'another' })(aReply, 'of somebody else', notTheirs),
  ],
  'replies.delete': [
    about('replyId')(ownReply),
    about('replyId')(replyUnderOwnPost, 'under their own post'),
    about('replyId')(newReply, 'of somebody else', { ...notTheirs, ...orderKept }),
  ],
  'replies.like': onReply(),
  'replies.unlike': onReply(),
  'replies.likes': onReply(),
  'social:getComments': onPost('tweetId'),
};
