import type { MessageId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { Overlay } from './overlay.ts';
import { type SeqRange, SeqRanges } from './seq-ranges.ts';

/**
 * The messages held of one conversation: stretches of it, each without a hole. Whatever is told while it is held
 * goes in, so that a page which was read earlier and comes later changes nothing back.
 */
export class History {
  /** As they are shown, by seq. */
  readonly #shown: Message[] = [];
  readonly #seqs = new Map<MessageId, number>();
  readonly #hidden = new Set<MessageId>();
  /** The seqs of what answers a message. */
  readonly #answers = new Map<MessageId, Set<number>>();
  readonly #overlay = new Overlay<Message>();
  readonly #ranges = new SeqRanges();
  #slice: { range: SeqRange; messages: readonly Message[] } | null = null;

  /** Takes a message unless a newer state of it is held; answers whether anything changed. */
  hold(message: Message): boolean {
    this.#ranges.add(message.seq, message.seq);
    if (this.#hidden.has(message.id)) return true;
    const { index, shown } = this.#lookUp(message.seq);
    if (shown && this.#overlay.base(shown.id, shown).version >= message.version) return false;
    if (!shown) {
      this.#seqs.set(message.id, message.seq);
      if (message.replyTo) entry(this.#answers, message.replyTo).add(message.seq);
    }
    this.#slice = null;
    this.#shown.splice(index, shown ? 1 : 0, this.#overlay.hold(message.id, message));
    if (shown) this.#requote(message);
    return true;
  }

  /** I hid it, for good. */
  hide(id: MessageId): void {
    this.#hidden.add(id);
    this.#unquote(id, null);
    const seq = this.#seqs.get(id);
    if (seq === undefined) return;
    const { index, shown } = this.#lookUp(seq);
    this.#slice = null;
    if (shown) this.#shown.splice(index, 1);
    this.#seqs.delete(id);
    this.#overlay.forget(id);
  }

  /** All of these seqs are held, or hidden. */
  cover(from: number, to: number): void {
    this.#ranges.add(from, to);
  }

  rangeAt(seq: number): SeqRange | null {
    return this.#ranges.at(seq);
  }

  find(id: MessageId): Message | null {
    const seq = this.#seqs.get(id);
    return seq === undefined ? null : (this.#lookUp(seq).shown ?? null);
  }

  /** The messages of a stretch: the same list while it is the same. */
  slice(range: SeqRange): readonly Message[] {
    const { from, to } = range;
    if (this.#slice?.range.from === from && this.#slice.range.to === to)
      return this.#slice.messages;
    const messages = this.#shown.slice(this.#lookUp(from).index, this.#lookUp(to + 1).index);
    this.#slice = { range, messages };
    return messages;
  }

  /** The newest messages of a stretch, as the server said them. */
  settled({ from, to }: SeqRange, count: number): Message[] {
    const end = this.#lookUp(to + 1).index;
    const start = Math.max(this.#lookUp(from).index, end - count);
    return this.#shown.slice(start, end).map((shown) => this.#overlay.base(shown.id, shown));
  }

  /** How many messages are held. */
  get size(): number {
    return this.#shown.length;
  }

  /** Lets go of what is older than the newest messages of a stretch; answers whether anything went. */
  keepNewest({ from, to }: SeqRange, count: number): boolean {
    const start = Math.max(this.#lookUp(from).index, this.#lookUp(to + 1).index - count);
    const first = this.#shown[start];
    if (!first || start === 0) return false;
    this.#slice = null;
    this.#ranges.cut(first.seq);
    for (const { id, seq, replyTo } of this.#shown.splice(0, start)) {
      this.#seqs.delete(id);
      this.#overlay.forget(id);
      const answers = replyTo === null ? undefined : this.#answers.get(replyTo);
      answers?.delete(seq);
      if (replyTo !== null && answers?.size === 0) this.#answers.delete(replyTo);
    }
    return true;
  }

  /** Shows a change before the server has said it. Answers with what takes it back. */
  foresee(id: MessageId, patch: (message: Message) => Message): () => void {
    const shown = this.find(id);
    if (!shown) return () => {};
    this.#show(this.#overlay.add(id, shown, patch));
    return () => {
      const next = this.#overlay.remove(id, patch);
      if (next && this.#seqs.has(id)) this.#show(next);
    };
  }

  #show(message: Message): void {
    const { index, shown } = this.#lookUp(message.seq);
    if (!shown) return;
    this.#slice = null;
    this.#shown[index] = message;
  }

  /** What answers it shows it as it is now. */
  #requote({ id, isRecalled, content, type }: Message): void {
    const said = content === null ? null : Array.from(content).slice(0, 200).join('');
    this.#unquote(id, { content: said, isRecalled, type });
  }

  #unquote(id: MessageId, fields: Pick<Message, 'content' | 'isRecalled' | 'type'> | null): void {
    for (const seq of this.#answers.get(id) ?? []) {
      const { shown } = this.#lookUp(seq);
      if (!shown?.reply) continue;
      const base = this.#overlay.base(shown.id, shown);
      if (!base.reply) continue;
      const reply = { ...base.reply, ...(fields ?? { content: null }) };
      this.#show(this.#overlay.hold(shown.id, { ...base, reply }));
    }
  }

  #lookUp(seq: number): { index: number; shown: Message | undefined } {
    let [low, high] = [0, this.#shown.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#shown[middle]?.seq ?? Infinity) < seq) low = middle + 1;
      else high = middle;
    }
    const found = this.#shown[low];
    return { index: low, shown: found?.seq === seq ? found : undefined };
  }
}

function entry<Key, Value>(sets: Map<Key, Set<Value>>, key: Key): Set<Value> {
  const standing = sets.get(key) ?? new Set<Value>();
  sets.set(key, standing);
  return standing;
}
