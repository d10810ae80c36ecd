import type { Conversation } from '@xom/contract/conversations';
import type { OutputOf } from '@xom/contract/define';
import type { Message } from '@xom/contract/message-shape';
import type { pullSync } from '@xom/contract/sync';
import type { TestPerson } from './people.ts';

export type SyncPage = OutputOf<typeof pullSync>;

/** What a client holds that applies the pages of sync. */
export class SyncedState {
  readonly versions = new Map<string, number>();
  protected readonly conversations = new Map<string, Conversation>();
  protected readonly messages = new Map<string, Message>();
  protected readonly members = new Map<string, Map<string, string>>();
  protected readonly reads = new Map<string, Map<string, number>>();

  applyPage(page: SyncPage): void {
    for (const id of page.removed) this.forget(id);
    for (const conversation of page.conversations)
      this.conversations.set(conversation.id, conversation);
    for (const message of page.messages) this.messages.set(message.id, message);
    for (const id of page.hidden) this.messages.delete(id);
    for (const member of page.members) {
      const members = entry(this.members, member.conversationId);
      if (member.change === 'left') members.delete(member.userId);
      else members.set(member.user.id, member.role);
    }
    for (const { conversationId, userId, upToSeq } of page.reads)
      this.noteRead(conversationId, userId, upToSeq);
    for (const { id, version } of page.versions) this.versions.set(id, version);
  }

  protected noteRead(conversationId: string, userId: string, upToSeq: number): void {
    const reads = entry(this.reads, conversationId);
    reads.set(userId, Math.max(reads.get(userId) ?? 0, upToSeq));
  }

  protected forget(conversationId: string): void {
    this.versions.delete(conversationId);
    this.conversations.delete(conversationId);
    this.members.delete(conversationId);
    this.reads.delete(conversationId);
    for (const [id, message] of this.messages) {
      if (message.conversationId === conversationId) this.messages.delete(id);
    }
  }

  /** Everything it holds, in an order that does not depend on how it came. */
  state() {
    return {
      conversations: sorted(this.conversations),
      messages: sorted(this.messages),
      members: sorted(this.members).map(([id, members]) => [id, sorted(members)]),
      reads: sorted(this.reads).map(([id, reads]) => [id, sorted(reads)]),
    };
  }

  /** The messages of one conversation, newest first. */
  messagesOf(conversationId: string): Message[] {
    return [...this.messages.values()]
      .filter((message) => message.conversationId === conversationId)
      .toSorted((a, b) => b.seq - a.seq);
  }
}

/** A client that holds what sync brought it, and nothing else. */
export class SyncDevice extends SyncedState {
  readonly #person: TestPerson;
  pages = 0;

  constructor(person: TestPerson) {
    super();
    this.#person = person;
  }

  /** Pulls page after page until there is no more. */
  async sync(): Promise<void> {
    for await (const page of pullPages(this.#person, this.versions)) {
      this.applyPage(page);
      this.pages += 1;
    }
  }
}

/** Page after page of what changed since the versions held. */
export async function* pullPages(
  person: TestPerson,
  versions: ReadonlyMap<string, number>,
): AsyncIterable<SyncPage> {
  // The list of the first page goes with every cursor of it.
  const conversations = [...versions].map(([id, version]) => ({ id, version }));
  let cursor: string | null = null;
  do {
    const answer = await person.post('/api/v1/sync', {
      conversations,
      ...(cursor !== null && { cursor }),
    });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    const page: SyncPage = answer.body.data;
    yield page;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

export function entry<Value>(
  map: Map<string, Map<string, Value>>,
  key: string,
): Map<string, Value> {
  const standing = map.get(key);
  if (standing) return standing;
  const made = new Map<string, Value>();
  map.set(key, made);
  return made;
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
