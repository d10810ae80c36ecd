import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Operation } from '@xom/contract/define';
import type { Socket } from 'socket.io-client';
import { expect } from 'vitest';
import { done, grant, picture, signIn } from './caller-matrix-world.ts';
import type { Pool } from './hostile-input-schemas.ts';
import { emit, register, type TestPerson } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { writeWebClient } from './web-client-files.ts';

const nobody = '01890000-0000-7000-8000-000000000000';
/** One pixel. */
const tinyPicture =
  'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** These end the session that they come by: somebody new calls them. */
export const endsCaller: ReadonlySet<string> = new Set([
  'auth.logout',
  'auth.endSession',
  'auth.changePassword',
  'users.deactivate',
  'users.erase',
]);

/** A server, somebody who sends hostile things, and somebody who listens to what comes of it. */
export class HostileStage {
  readonly server: TestServer;
  /** An admin, so that as much as possible is reached. */
  readonly caller: TestPerson;
  readonly friend: TestPerson;
  /** By the names that stand for them in inputs, such as `message1`. */
  readonly #ids = new Map<string, string>();
  readonly #sockets = new Map<string, Socket>();
  readonly #removeWebClient: () => Promise<void>;
  #seenLines = 0;

  private constructor(
    server: TestServer,
    caller: TestPerson,
    friend: TestPerson,
    removeWebClient: () => Promise<void>,
  ) {
    this.#removeWebClient = removeWebClient;
    this.server = server;
    this.caller = caller;
    this.friend = friend;
  }

  static async build(): Promise<HostileStage> {
    const webClient = await writeWebClient();
    const server = await startTestServer({}, null, webClient.folder);
    const [caller, friend, subject] = await Promise.all([
      register(server),
      register(server),
      register(server),
    ]);
    await grant(server, caller, 'admin');
    const stage = new HostileStage(server, caller, friend, webClient.remove);
    stage.#ids.set('person1', caller.id).set('person2', friend.id).set('person3', nobody);
    stage.#ids.set('subject1', subject.id).set('subject2', nobody).set('session1', nobody);
    const foreign = { isGroup: true, memberIds: [] };
    stage.#ids.set('group3', done(await friend.post('/api/v1/conversations', foreign)).id);
    stage.#ids.set('group4', nobody);
    stage.#ids.set('message3', await stage.#say(friend, 'group3')).set('message4', nobody);
    const form = new FormData();
    form.append('file', await picture(), 'picture.png');
    stage.#ids.set('file1', done(await caller.post('/api/v1/media', form)).id).set('file2', nobody);
    const sticker = await caller.post('/api/v1/stickers', form);
    stage.#ids.set('sticker1', String(done(sticker)['stickerUrl']));
    await stage.mend();
    return stage;
  }

  /** Makes anew what the calls before may have left, hidden, blocked or taken apart. */
  async mend(): Promise<void> {
    const { caller, friend } = this;
    await caller.delete(`/api/v1/users/${friend.id}/block`);
    const direct = { isGroup: false, memberIds: [friend.id] };
    this.#ids.set('group2', done(await caller.post('/api/v1/conversations', direct)).id);
    const group = { isGroup: true, memberIds: [friend.id] };
    this.#ids.set('group1', done(await caller.post('/api/v1/conversations', group)).id);
    this.#ids.set('message1', await this.#say(caller, 'group1'));
    this.#ids.set('message2', await this.#say(friend, 'group1'));
    await this.#post(caller, '1');
    await this.#post(friend, '2');
    this.#ids.set('story1', await this.#show(caller, 'story1'));
    this.#ids.set('story2', await this.#show(friend, 'story2'));
    for (const person of [caller, friend]) {
      const socket = await this.socket(person, '/chat');
      await emit(socket, 'register', { profileId: person.id });
      await emit(socket, 'open', { profileId: person.id, groupId: this.idOf('group1') });
      await this.socket(person, '/v1');
    }
  }

  async #say(person: TestPerson, group: string): Promise<string> {
    const path = `/api/v1/conversations/${this.idOf(group)}/messages`;
    return done(await person.post(path, { content: 'before' })).id;
  }

  /** A post of a person, with a comment and a reply of theirs. */
  async #post(person: TestPerson, number: string): Promise<void> {
    const words = { text: 'before' };
    const { id: post } = done(await person.post('/api/v1/posts', words));
    const { id: comment } = done(await person.post(`/api/v1/posts/${post}/comments`, words));
    const { id: reply } = done(await person.post(`/api/v1/comments/${comment}/replies`, words));
    const made = { post, comment, reply };
    for (const [name, id] of Object.entries(made)) this.#ids.set(name + number, id);
  }

  /** A story of a person: the one that they have, unless it was deleted. */
  async #show(person: TestPerson, name: string): Promise<string> {
    const standing = await person.get(`/api/v1/stories/${this.idOf(name)}`);
    if (standing.status === 200) return this.idOf(name);
    const form = new FormData();
    form.append('file', await picture(), 'picture.png');
    const { id: mediaId } = done(await person.post('/api/v1/media', form));
    return done(await person.post('/api/v1/stories', { mediaId })).id;
  }

  idOf(name: string): string {
    return this.#ids.get(name) ?? nobody;
  }

  /** What the fields of an operation may name. */
  pool(operation: Operation): Pool {
    // Whoever an admin suspends must not be needed afterwards.
    const people = operation.name.startsWith('admin.')
      ? ['§person1', '§subject1', '§subject2']
      : ['§person1', '§person1', '§person2', '§person3'];
    return (field) => {
      if (/^(conversationId|groupId|targetConversationId|targetGroupId|id)$/.test(field)) {
        return ['§group1', '§group1', '§group2', '§group3', '§group4'];
      }
      if (/^(messageId|messageIds|replyTo|reply_to|upToMessageId)$/.test(field)) {
        return ['§message1', '§message2', '§message3', '§message4'];
      }
      if (
        /^(userId|userIds|taggedUserIds|memberIds|profileId|senderId|idOrUsername|to|from|ownerId)$/.test(
          field,
        )
      ) {
        return people;
      }
      if (/^(postId|tweetId|quoteOf)$/.test(field)) return ['§post1', '§post2', '§post3'];
      if (field === 'commentId') return ['§comment1', '§comment2', '§reply1'];
      if (field === 'replyId') return ['§reply1', '§reply2', '§comment1'];
      if (/^(storyId|ObjectId)$/.test(field)) return ['§story1', '§story2', '§story3'];
      if (/^(mediaId|mediaIds|photoMediaId)$/.test(field)) return ['§file1', '§file2'];
      if (field === 'emoji') return ['👍', '❤', '👨‍👩‍👧‍👦', '1️⃣', '🇻🇳'];
      if (field === 'sessionId') return ['§session1'];
      if (field === 'image') return ['/api/v1/media/§file1', tinyPicture, 'data:image/png;base64,'];
      if (field === 'stickerUrl') return ['§sticker1', '/api/v1/media/§file1'];
      if (field === 'cursor') return ['§message1', '§message3', 'W10', 'bnVsbA'];
      return undefined;
    };
  }

  /** A socket of a person, opened again if it was closed. */
  async socket(person: TestPerson, namespace: string): Promise<Socket> {
    const key = `${person.token} ${namespace}`;
    const standing = this.#sockets.get(key);
    if (standing?.connected) return standing;
    const socket = await person.connect(namespace);
    this.#sockets.set(key, socket);
    return socket;
  }

  /** A further session of somebody new, for what ends it. */
  async throwaway(): Promise<TestPerson> {
    const person = await register(this.server);
    const { person: elsewhere } = await signIn(this.server, person);
    return elsewhere;
  }

  /** What was logged as an error since the last time that somebody asked. */
  newErrors(): string[] {
    const lines = this.server.log.slice(this.#seenLines);
    this.#seenLines = this.server.log.length;
    return lines.filter((line) => /"level":[56]0/.test(line));
  }

  /** Files that no call adopted and none removed. */
  async strayFiles(): Promise<string[]> {
    const folder = join(this.server.dataDir, 'staging');
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  async end(): Promise<void> {
    for (const socket of this.#sockets.values()) socket.disconnect();
    await this.server.stop();
    await this.#removeWebClient();
  }
}

/** After all that: the server is ready, its people can act, it logged no error and keeps no stray file. */
export async function holdAlive(stage: HostileStage): Promise<void> {
  // First, so that a failure here does not hand them on to the next test.
  const errors = stage.newErrors();
  const ready = await fetch(`${stage.server.url}/readyz`);
  expect(ready.status).toBe(200);
  for (const person of [stage.caller, stage.friend]) {
    const me = await person.get('/api/v1/users/me');
    expect(me.status, JSON.stringify(me.body)).toBe(200);
  }
  expect(errors).toEqual([]);
  expect(await stage.strayFiles()).toEqual([]);
}
