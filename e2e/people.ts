import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import type { SignedIn } from '@xom/contract/accounts';
import { type Client, createClient } from '@xom/sdk/client';
import { Network } from './network.ts';

/** Somebody with an account, a browser of their own, and a typed client for what a test is not about. */
export interface Person {
  readonly id: string;
  /** Unlike anybody else's on this server: `lan7`. */
  readonly username: string;
  /** How pages show them: `Lan 7`. */
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly context: BrowserContext;
  /** Signed in, and blank until `open`. */
  readonly page: Page;
  /** Acts as them without their browser: `lan.client.posts.create({ … })`. */
  readonly client: Client;
  /** `lan.network.cut()`, `lan.network.heal()`. */
  readonly network: Network;
  /** Opens a path of the web client: `lan.open('/messages')`. */
  open(path: string): Promise<Page>;
  /** A page in another browser of theirs, signed in as well; tabs of this one are `context.newPage()`. */
  elsewhere(options?: BrowserContextOptions): Promise<Page>;
}

/** `isSignedIn: false`: the account is there, and the browser knows nothing of it. */
export interface JoinOptions extends BrowserContextOptions {
  readonly isSignedIn?: boolean;
  /** For pictures, where names need not be unique. */
  readonly account?: { readonly username: string; readonly displayName: string };
}

export const password = 'correct horse battery';
let joined = 0;

/** Makes the people of one test, and takes their browsers away after it. */
export class People {
  readonly #browser: Browser;
  readonly #serverUrl: string;
  readonly #serviceWorkers: 'allow' | 'block';
  readonly #opened: { context: BrowserContext; network: Network }[] = [];
  readonly #clients: Client[] = [];
  /** What pages have thrown, and what the Content-Security-Policy has kept them from. */
  readonly faults: string[] = [];

  constructor(browser: Browser, serverUrl: string, serviceWorkers: 'allow' | 'block') {
    this.#browser = browser;
    this.#serverUrl = serverUrl;
    this.#serviceWorkers = serviceWorkers;
  }

  /**
   * Registers somebody and signs their browser in.
   * @param name such as `lan`; what comes after it makes it unique
   * @param options of the browser: `{ locale: 'vi-VN', colorScheme: 'dark' }`
   */
  async join(name: string, options: JoinOptions = {}): Promise<Person> {
    const { isSignedIn = true, account: chosen, ...browserOptions } = options;
    const number = (joined += 1);
    const displayName = `${name[0]?.toUpperCase()}${name.slice(1)} ${number}`;
    const names = { username: `${name}${number}`, displayName, ...chosen };
    const account = { ...names, email: `${names.username}@example.org`, password };
    const { context, network, page } = await this.#open(browserOptions);
    const { user, accessToken } = await enter(context, 'register', account);
    if (!isSignedIn) await context.clearCookies();
    const client = createClient({ url: this.#serverUrl, accessToken });
    this.#clients.push(client);
    return {
      id: user.id,
      username: account.username,
      name: account.displayName,
      email: account.email,
      password,
      context,
      page,
      client,
      network,
      open: async (path) => {
        await page.goto(path);
        return page;
      },
      elsewhere: async (others = {}) => {
        const opened = await this.#open(others);
        await enter(opened.context, 'login', { username: account.username, password });
        return opened.page;
      },
    };
  }

  /** Somebody who has no account yet: an empty browser. */
  async visit(options: BrowserContextOptions = {}): Promise<Page> {
    return (await this.#open(options)).page;
  }

  async #open(options: BrowserContextOptions) {
    const network = await Network.to(this.#serverUrl);
    const context = await this.#browser.newContext({ baseURL: network.url, ...options });
    if (this.#serviceWorkers === 'block') {
      // Blocked, they still seem to be there: here they are not.
      await context.addInitScript(() => {
        Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
      });
    }
    context.on('weberror', (error) => this.faults.push(String(error.error())));
    context.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.faults.push(message.text());
    });
    this.#opened.push({ context, network });
    return { context, network, page: await context.newPage() };
  }

  /** Closes their browsers. */
  async leave(): Promise<void> {
    for (const client of this.#clients) client.close();
    for (const { context, network } of this.#opened) {
      await context.close();
      network.close();
    }
  }
}

/** Registers or signs in; the cookies of the answer stay in the browser. */
async function enter(
  context: BrowserContext,
  by: 'register' | 'login',
  input: object,
): Promise<SignedIn> {
  const answer = await context.request.post(`/api/v1/auth/${by}`, {
    data: { ...input, cookies: true },
    headers: { 'X-Xom-Client': 'web' },
  });
  if (!answer.ok()) throw new Error(`${by}: ${await answer.text()}`);
  const { data }: { data: SignedIn } = await answer.json();
  return data;
}
