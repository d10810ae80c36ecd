/** Two, so that one is being asked while the answers of the other are taken in. */
const asksInFlight = 2;
const maxBatch = 500;

interface Asked<Question, Answer> {
  question: Question;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Asks for many what many want to know at the same time: what comes while others are being asked for makes the next
 * batch; on an idle server a question goes at once. Whoever asks gets an answer that was found after they asked.
 */
export class Batched<Question, Answer> {
  readonly #findAll: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  #waiting: Asked<Question, Answer>[] = [];
  #asking = 0;
  #isDue = false;

  /** @param findAll the answers, in the order of the questions */
  constructor(findAll: (questions: readonly Question[]) => Promise<readonly Answer[]>) {
    this.#findAll = findAll;
  }

  /** @throws what `findAll` threw for the batch */
  async ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      if (this.#isDue) return;
      // When all sockets that have something were read: what they brought goes together.
      this.#isDue = true;
      setImmediate(() => {
        this.#isDue = false;
        this.#pump();
      });
    });
  }

  #pump(): void {
    while (this.#asking < asksInFlight && this.#waiting.length > 0) {
      this.#asking += 1;
      void this.#answer(this.#waiting.splice(0, maxBatch)).finally(() => {
        this.#asking -= 1;
        this.#pump();
      });
    }
  }

  async #answer(batch: readonly Asked<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.#findAll(batch.map(({ question }) => question));
      if (answers.length !== batch.length) throw new Error('not every question was answered');
      for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
