import type { ConversationId, MediaId, MessageId, UserId } from '@xom/contract/fields';
import { newClientId } from './client-id.ts';
import type { Message, MessageType } from '@xom/contract/message-shape';
import type { Client } from './client.ts';
import type { OutboxPersistence } from './persistence.ts';
import { XomError } from './xom-error.ts';

/** What one wants to send: a text, a sticker, or a file with or without a caption. */
export interface NewOutboxItem {
  readonly conversationId: ConversationId;
  readonly type: MessageType;
  readonly content?: string | undefined;
  readonly stickerUrl?: string | undefined;
  readonly replyTo?: MessageId | undefined;
  /** Of IMAGE and VIDEO. */
  readonly file?: Blob | undefined;
}

/** What is being sent. Plain data: it can be stored as it is. */
export interface OutboxItem {
  readonly clientId: string;
  readonly conversationId: ConversationId;
  readonly type: MessageType;
  readonly content: string | null;
  readonly stickerUrl: string | null;
  readonly replyTo: MessageId | null;
  readonly file: Blob | null;
  /** Of the file, once it is uploaded. */
  readonly mediaId: MediaId | null;
  /** How much of the file is uploaded, 0 to 1. */
  readonly progress: number;
  /** `failed`: the server refused; it stays until it is tried again or discarded. */
  readonly status: 'sending' | 'failed';
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
}

export interface OutboxOptions {
  readonly client: Client;
  readonly userId: UserId;
  readonly persistence?: OutboxPersistence | undefined;
  readonly now?: (() => number) | undefined;
  /** Told when what waits in a conversation is no longer the same. */
  readonly onChange: (conversationId: ConversationId) => void;
  /** Told what the server stored; comes before the item leaves. */
  readonly onSent: (message: Message) => void;
}

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;
const none: readonly OutboxItem[] = [];

/** Keeps what one sends until the server has it: in order in each conversation, over reloads, never twice. */
export class Outbox {
  readonly #options: OutboxOptions;
  /** In the order in which they are sent; a list is replaced when something of it changes. */
  readonly #lists = new Map<ConversationId, readonly OutboxItem[]>();
  readonly #uploads = new Map<string, AbortController>();
  readonly #sending = new Map<ConversationId, Promise<void>>();
  /** Wakes those that wait for another try. */
  readonly #wakers = new Set<() => void>();
  /** What left while it was being stored must not be stored again. */
  readonly #left = new Set<string>();
  /** What is really stored: one that cannot be is not missed there. */
  readonly #kept = new Set<string>();
  #writing: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** What waits in a conversation, in order. */
  items(conversationId: ConversationId): readonly OutboxItem[] {
    return this.#lists.get(conversationId) ?? none;
  }

  /** Takes up what was kept, by an earlier page or another tab, and sends it. */
  async load(): Promise<void> {
    const kept = (await this.#options.persistence?.load(this.#options.userId)) ?? [];
    const inOrder = kept.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    for (const item of inOrder) {
      if (this.#left.has(item.clientId) || this.#find(item.clientId)) continue;
      this.#kept.add(item.clientId);
      this.#put(item);
    }
    this.wake();
  }

  /** Takes something to send; answers with its `clientId`. */
  send(given: NewOutboxItem): string {
    const item: OutboxItem = {
      clientId: newClientId(),
      conversationId: given.conversationId,
      type: given.type,
      content: given.content ?? null,
      stickerUrl: given.stickerUrl ?? null,
      replyTo: given.replyTo ?? null,
      file: given.file ?? null,
      mediaId: null,
      progress: 0,
      status: 'sending',
      error: null,
      createdAt: new Date(this.#now()).toISOString(),
    };
    this.#store(item);
    this.#drain(item.conversationId);
    return item.clientId;
  }

  /** Tries a failed one again. */
  retry(clientId: string): void {
    const item = this.#find(clientId);
    if (item?.status !== 'failed') return;
    this.#store({ ...item, status: 'sending', error: null });
    this.#drain(item.conversationId);
  }

  /** Takes back what is not sent; ends its upload. */
  discard(clientId: string): void {
    this.#uploads.get(clientId)?.abort();
    this.#remove(clientId);
  }

  /** It has arrived: its message was seen, whoever sent it. */
  settle(clientId: string): void {
    if (this.#find(clientId)) this.#remove(clientId);
  }

  /** Tries at once what waits to be tried again: the connection is back. */
  wake(): void {
    for (const wake of this.#wakers) wake();
    for (const id of this.#lists.keys()) this.#drain(id);
  }

  /** Sends nothing more; what is kept stays kept. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const upload of this.#uploads.values()) upload.abort();
    for (const wake of this.#wakers) wake();
    await Promise.allSettled(this.#sending.values());
    await this.#writing;
  }

  #drain(id: ConversationId): void {
    if (this.#isStopped || this.#sending.has(id)) return;
    if (!this.items(id).some(({ status }) => status === 'sending')) return;
    const sending = this.#alone(id, () => this.#sendAll(id)).finally(() => {
      this.#sending.delete(id);
      this.#drain(id);
    });
    this.#sending.set(id, sending);
  }

  /** Of several tabs, one sends in a conversation. */
  async #alone(id: ConversationId, act: () => Promise<void>): Promise<void> {
    const locks = this.#options.persistence ? globalThis.navigator?.locks : undefined;
    if (!locks) return act();
    await locks.request(`xom:outbox:${this.#options.userId}:${id}`, async () => {
      await this.#dropWhatOthersSent(id);
      await act();
    });
  }

  /** What another tab has sent meanwhile is no longer kept. */
  async #dropWhatOthersSent(id: ConversationId): Promise<void> {
    await this.#writing;
    const known = this.items(id).filter(({ clientId }) => this.#kept.has(clientId));
    const stored = await this.#options.persistence?.load(this.#options.userId);
    const ids = new Set(stored?.map(({ clientId }) => clientId));
    for (const { clientId } of known) if (!ids.has(clientId)) this.#remove(clientId);
  }

  async #sendAll(id: ConversationId): Promise<void> {
    for (let failures = 0; !this.#isStopped;) {
      const item = this.items(id).find(({ status }) => status === 'sending');
      if (!item) return;
      try {
        await this.#sendOne(item);
        failures = 0;
      } catch (thrown) {
        // Discarded, or seen to have arrived, meanwhile.
        if (!this.#find(item.clientId)) continue;
        if (this.#isStopped) return;
        if (isFileGone(thrown, item)) this.#change(item.clientId, { mediaId: null, progress: 0 });
        else if (isPassing(thrown)) await this.#pause(delayMs(thrown, (failures += 1)));
        else this.#fail(item.clientId, thrown);
      }
    }
  }

  async #sendOne(item: OutboxItem): Promise<void> {
    const mediaId = item.mediaId ?? (item.file && (await this.#upload(item, item.file)));
    const message = await this.#options.client.messages.send({
      conversationId: item.conversationId,
      type: item.type,
      clientId: item.clientId,
      ...(item.content !== null && { content: item.content }),
      ...(item.stickerUrl !== null && { stickerUrl: item.stickerUrl }),
      ...(item.replyTo !== null && { replyTo: item.replyTo }),
      ...(mediaId !== null && { mediaId }),
    });
    this.#options.onSent(message);
    this.settle(item.clientId);
  }

  /** Uploads the file once, however often the message is tried. */
  async #upload({ clientId, type }: OutboxItem, file: Blob): Promise<MediaId> {
    const upload = new AbortController();
    this.#uploads.set(clientId, upload);
    try {
      const { id } = await this.#options.client.media.upload(
        { file, ...((type === 'IMAGE' || type === 'VIDEO') && { type }) },
        {
          signal: upload.signal,
          onProgress: (progress) => this.#change(clientId, { progress }),
        },
      );
      const uploaded = this.#change(clientId, { mediaId: id, progress: 1 });
      if (!uploaded) {
        // Nobody wants it any more, and the server clears away what nothing holds.
        throw new DOMException('discarded', 'AbortError');
      }
      await this.#keep(uploaded);
      return id;
    } finally {
      this.#uploads.delete(clientId);
    }
  }

  #fail(clientId: string, thrown: unknown): void {
    const code = thrown instanceof XomError ? thrown.code : 'unexpected';
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const failed = this.#change(clientId, { status: 'failed', error: { code, message } });
    if (failed) void this.#keep(failed);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#wakers.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wakers.add(end);
    });
  }

  #find(clientId: string): OutboxItem | undefined {
    for (const list of this.#lists.values()) {
      const item = list.find((one) => one.clientId === clientId);
      if (item) return item;
    }
    return undefined;
  }

  #change(clientId: string, fields: Partial<OutboxItem>): OutboxItem | null {
    const item = this.#find(clientId);
    if (!item) return null;
    const changed = { ...item, ...fields };
    this.#put(changed);
    return changed;
  }

  #store(item: OutboxItem): void {
    this.#put(item);
    void this.#keep(item);
  }

  #put(item: OutboxItem): void {
    const { conversationId: id, clientId } = item;
    const list = this.items(id);
    const isIn = list.some((one) => one.clientId === clientId);
    this.#lists.set(
      id,
      isIn ? list.map((one) => (one.clientId === clientId ? item : one)) : [...list, item],
    );
    this.#options.onChange(id);
  }

  #remove(clientId: string): void {
    const item = this.#find(clientId);
    if (!item) return;
    this.#left.add(clientId);
    const id = item.conversationId;
    const list = this.items(id).filter((one) => one.clientId !== clientId);
    if (list.length > 0) this.#lists.set(id, list);
    else this.#lists.delete(id);
    this.#options.onChange(id);
    void this.#write((kept, userId) => kept.remove(userId, clientId));
  }

  #keep(item: OutboxItem): Promise<void> {
    return this.#write(async (kept, userId) => {
      if (this.#left.has(item.clientId)) return;
      await kept.put(userId, item);
      this.#kept.add(item.clientId);
    });
  }

  /** One after the other. What cannot be kept is sent all the same. */
  #write(act: (kept: OutboxPersistence, userId: UserId) => Promise<void>): Promise<void> {
    const { persistence, userId } = this.#options;
    if (!persistence) return this.#writing;
    this.#writing = this.#writing.then(() => act(persistence, userId)).catch(() => undefined);
    return this.#writing;
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}

/** Whether it may succeed when it is tried again, just as it is. */
function isPassing(thrown: unknown): boolean {
  if (!(thrown instanceof XomError)) return false;
  const { code, status } = thrown;
  if (code === 'network' || code === 'timeout' || code === 'rate_limited') return true;
  // A proxy's own 502 is no answer of the server.
  return status >= 500;
}

/** The server has cleared away what was uploaded for an earlier try. */
function isFileGone(thrown: unknown, { mediaId, file }: OutboxItem): boolean {
  const isGone = thrown instanceof XomError && thrown.details?.['mediaId'] !== undefined;
  return isGone && mediaId !== null && file !== null;
}

function delayMs(thrown: unknown, failures: number): number {
  const seconds = thrown instanceof XomError ? thrown.retryAfterSeconds : undefined;
  if (seconds !== undefined) return seconds * 1000;
  return Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}
