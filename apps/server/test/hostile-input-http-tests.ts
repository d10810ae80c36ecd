import { connect } from 'node:net';
import { operations } from '@xom/contract/contract';
import type { Operation } from '@xom/contract/define';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { picture } from './caller-matrix-world.ts';
import { restRefusal } from './contract-calls.ts';
import {
  harmlessQueries,
  hostileBodies,
  hostileBytes,
  hostileHeaders,
  hostilePaths,
  hostileQueries,
  hostileTokens,
} from './hostile-input-http-rows.ts';
import { holdAnswer, holdRefusal, type RawRequest, send, sendBytes } from './hostile-input-http.ts';
import {
  boundary,
  type Form,
  hostileFiles,
  hostileForms,
  strangeForms,
} from './hostile-input-multipart.ts';
import { holdAlive, type HostileStage } from './hostile-input-stage.ts';
import type { Answer } from './people.ts';

/** Requests that are wrong before any operation sees them. */
export function describeHttp(stage: () => HostileStage): void {
  const signedIn = (raw: RawRequest): Promise<Answer> =>
    send(stage().server.url, {
      ...raw,
      headers: { Authorization: `Bearer ${stage().caller.token}`, ...raw.headers },
    });

  describe('hostile requests', () => {
    afterEach(() => holdAlive(stage()));

    it.each(Object.entries(hostileBodies))('body · %s', async (_, raw) => {
      holdRefusal(await signedIn(raw));
    });
    it.each(hostileTokens.map((token) => [token.slice(0, 60), token]))(
      'Authorization · %s',
      async (_, token) => {
        const answer = await signedIn({
          method: 'GET',
          path: '/api/v1/users/me',
          headers: { Authorization: token },
        });
        expect(restRefusal(answer)).toBe('unauthenticated');
      },
    );
    it.each(Object.entries(hostileHeaders))('header · %s', async (_, headers) => {
      const answer = await signedIn({ method: 'GET', path: '/api/v1/users/me', headers });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      expect(answer.body).toMatchObject({ status: 'success', data: { id: stage().caller.id } });
    });
    it.each(hostilePaths.map((raw) => [`${raw.method} ${raw.path.slice(0, 80)}`, raw] as const))(
      'path · %s',
      async (_, raw) => {
        holdRefusal(await signedIn(raw));
      },
    );
    it.each(hostileQueries.map((query) => [query.slice(0, 60), query]))(
      'query · %s',
      async (_, query) => {
        const path = `/api/v1/conversations?${query}`;
        const answer = await signedIn({ method: 'GET', path });
        expect(restRefusal(answer)).toBe('invalid_input');
        holdRefusal(answer);
      },
    );
    it.each(harmlessQueries.map((query) => [query.slice(0, 60), query]))(
      'query · %s does no harm',
      async (_, query) => {
        const path = `/api/v1/conversations?${query}`;
        expect((await signedIn({ method: 'GET', path })).status).toBe(200);
      },
    );
    // Some wait for more that never comes: they may do so side by side.
    it.concurrent.each(Object.entries(hostileBytes))('bytes · %s', async (_, bytes) => {
      holdRawAnswer(await sendBytes(stage().server.url, bytes));
    });
    it('an upgrade to nothing is a request like any other', async () => {
      const request = `GET /api/v1/users/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${stage().caller.token}\r\n`;
      const upgrade = `${request}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`;
      const first = await sendBytes(stage().server.url, upgrade, 1500);
      const second = await sendBytes(stage().server.url, `${request}\r\n${upgrade}`, 1500);
      expect(first.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(1);
      expect(second.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    });
    it('a body that never comes does not hold up the others', async () => {
      const { hostname, port } = new URL(stage().server.url);
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${stage().caller.token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"isGroup":`,
      );
      await holdAlive(stage());
      socket.destroy();
    });
  });

  describeForms(stage, signedIn);
}

/** An answer as it came over the wire: nothing, or a refusal in the one shape. */
function holdRawAnswer(received: string): void {
  if (received === '') return;
  const [head = '', body = ''] = received.split('\r\n\r\n', 2);
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  const headers = new Headers();
  for (const [, name, value] of head.matchAll(/^([\w-]+): (.*)$/gm)) {
    headers.set(String(name), String(value));
  }
  expect(body, 'a refusal says why').toMatch(/^\{/);
  holdRefusal({ status, headers, body: JSON.parse(body) });
}

function describeForms(
  stage: () => HostileStage,
  signedIn: (raw: RawRequest) => Promise<Answer>,
): void {
  const taking = operations.filter((operation: Operation) => operation.rest?.file !== 'none');
  const targets = taking.flatMap(({ name, rest }) =>
    rest ? rest.prefixes.map((prefix) => ({ name, path: prefix + rest.path })) : [],
  );

  describe.each(targets)('hostile forms · $name · POST $path', ({ name, path }) => {
    let good: Buffer;
    const sendForm = ({ body, type }: Form) =>
      signedIn({
        method: 'POST',
        path,
        headers: { 'Content-Type': type ?? `multipart/form-data; boundary=${boundary}` },
        body,
      });
    beforeAll(async () => {
      good = Buffer.from(await (await picture()).arrayBuffer());
    });
    afterEach(() => holdAlive(stage()));

    it('refuses forms that are none', async () => {
      const verdicts = await collect(hostileForms(good), sendForm);
      expect(verdicts).toEqual(allRefused(verdicts));
    });
    it('refuses files that are none', async () => {
      const bodies = await hostileFiles(good);
      const verdicts = await collect(bodies, (body) => sendForm({ body }));
      expect(verdicts).toEqual(allRefused(verdicts));
    });
    it('is not led astray by names', async () => {
      const operation = operations.find((one) => one.name === name);
      const answers = Object.values(strangeForms(good)).map(sendForm);
      for (const answer of await Promise.all(answers)) {
        if (operation) holdAnswer(operation, answer);
      }
    });
    it('keeps nothing of an upload that breaks off', async () => {
      const { hostname, port } = new URL(stage().server.url);
      const socket = connect(Number(port), hostname);
      const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${stage().caller.token}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: 9000000\r\n\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n`;
      socket.write(Buffer.concat([Buffer.from(head), good, Buffer.alloc(200_000)]));
      await new Promise((resolve) => setTimeout(resolve, 100));
      socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
  });
}

/** What became of each: its code, or what was wrong with the answer. */
async function collect<Body>(
  bodies: Record<string, Body>,
  sendOne: (body: Body) => Promise<Answer>,
): Promise<Record<string, string>> {
  const entries = Object.entries(bodies).map(async ([name, body]) => {
    try {
      const answer = await sendOne(body);
      holdRefusal(answer);
      return [name, restRefusal(answer)] as const;
    } catch (error) {
      return [name, `${refusedWrongly} ${String(error)}`] as const;
    }
  });
  return Object.fromEntries(await Promise.all(entries));
}

const refusedWrongly = 'not refused as it should be:';
const codes = ['invalid_input', 'unsupported_media_type', 'payload_too_large'];

function allRefused(verdicts: Record<string, string>): Record<string, unknown> {
  const names = Object.keys(verdicts);
  return Object.fromEntries(
    names.map((name) => [name, expect.stringMatching(new RegExp(`^(${codes.join('|')})$`))]),
  );
}
