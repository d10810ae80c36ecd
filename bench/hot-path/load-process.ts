import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadCommands } from './load.ts';

const file = fileURLToPath(new URL('./load.ts', import.meta.url));

type Options<Name extends keyof LoadCommands> = Parameters<LoadCommands[Name]>[0];
type Answer<Name extends keyof LoadCommands> = Awaited<ReturnType<LoadCommands[Name]>>;

/** The process that the load comes from. */
export class LoadProcess implements AsyncDisposable {
  readonly #child: ChildProcess = fork(file, { serialization: 'advanced' });
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #nextId = 0;

  constructor() {
    this.#child.on('message', (message: { id: number; answer?: unknown; error?: string }) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error === undefined) waiting?.resolve(message.answer);
      else waiting?.reject(new Error(message.error));
    });
    this.#child.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the load has ended'));
    });
  }

  /** @throws what the command threw */
  async do<Name extends keyof LoadCommands>(
    name: Name,
    ...[options]: Options<Name> extends undefined ? [] : [Options<Name>]
  ): Promise<Answer<Name>> {
    const id = this.#nextId;
    this.#nextId += 1;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#child.send({ id, name, options });
    // The process answers what the command of this very name answered.
    return (await waiting.promise) as Answer<Name>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }
}
