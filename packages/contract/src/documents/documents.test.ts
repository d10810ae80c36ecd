import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { events, operations } from '../contract.ts';
import { defineEvent, defineOperation } from '../define.ts';
import { errorTable } from '../errors.ts';
import { incomingFrames, outgoingFrames, roomFrames } from '../room-socket.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { channelName, refusalsOf } from './describe.ts';
import { openApiDocument } from './openapi.ts';
import { sdkTable } from './sdk-table.ts';

const documents = {
  OpenAPI: () => openApiDocument(operations),
  AsyncAPI: () => asyncApiDocument(operations, events, roomFrames),
};

describe.each(Object.entries(documents))('the %s document', (_name, make) => {
  it('resolves every reference', () => {
    const document = make();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, pointer = ''] of references) {
      expect(at(document, pointer), pointer).toBeTypeOf('object');
    }
  });

  it('is the same each time', () => {
    expect(JSON.stringify(make())).toBe(JSON.stringify(make()));
  });

  it('names every shape that it holds once', () => {
    const document = make();
    const text = JSON.stringify(document);
    const schemas = at(document, '#/components/schemas');
    for (const name of Object.keys(isRecord(schemas) ? schemas : {})) {
      expect(text, name).toContain(`"#/components/schemas/${name}"`);
    }
  });
});

describe('the OpenAPI document', () => {
  const document = openApiDocument(operations);
  const reachable = operations.filter(({ rest }) => rest !== null);

  it('holds every operation that has a REST door, and nothing else', () => {
    const ids = [...JSON.stringify(document).matchAll(/"operationId":"([^"]+)"/g)];
    expect(ids.map(([, id]) => id).toSorted()).toEqual(
      reachable.map(({ name }) => name).toSorted(),
    );
  });

  it.each(reachable.map((operation) => [operation.name, operation] as const))(
    'says of %s where it is, what it takes and how it fails',
    (_name, operation) => {
      const { rest } = operation;
      const path = rest?.path.replace(/:(\w+)/g, '{$1}') ?? '';
      const shown = at(document, `#/paths/${escaped(path)}/${rest?.method.toLowerCase()}`);
      if (!isRecord(shown)) throw new Error(`${path} is missing`);
      const inPath = at(shown, '#/parameters');
      const names = (Array.isArray(inPath) ? inPath : [])
        .filter((parameter: unknown) => isRecord(parameter) && parameter['in'] === 'path')
        .map((parameter: unknown) => isRecord(parameter) && parameter['name']);
      expect(names.map((name) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      const statuses = new Set(refusalsOf(operation).map((code) => errorTable[code].status));
      expect(Object.keys(Object(shown['responses']))).toEqual(
        expect.arrayContaining([String(rest?.status), ...[...statuses].map(String), 'default']),
      );
    },
  );
});

describe('the AsyncAPI document', () => {
  const document = asyncApiDocument(operations, events, roomFrames);

  it('holds every socket operation with its ack, every event, and every frame', () => {
    const calls = operations.flatMap(({ socket }) =>
      socket ? [`${channelName(socket.namespace)}.call.${socket.event}`] : [],
    );
    const sent = events.map(({ namespace, name }) => `${channelName(namespace)}.event.${name}`);
    const frames = [
      ...Object.keys(incomingFrames).map((type) => `rooms.call.${type}`),
      ...Object.keys(outgoingFrames).map((type) => `rooms.event.${type}`),
    ];
    expect(Object.keys(Object(document['operations'])).toSorted()).toEqual(
      [...calls, ...sent, ...frames].toSorted(),
    );
    for (const call of calls) {
      expect(at(document, `#/operations/${call}/reply/messages/0/$ref`)).toContain('ack.');
    }
  });
});

it('the frames of the raw WebSocket say what they do, and what may stand in them', () => {
  const document = asyncApiDocument(operations, events, roomFrames);
  for (const { direction, type, data } of roomFrames) {
    const name = `${direction === 'in' ? 'call' : 'event'}.${type}`;
    const shown = at(document, `#/channels/rooms/messages/${name}`);
    expect(shown, name).toMatchObject({
      name: type,
      summary: data.description ?? 'something',
      payload: { properties: { type: { const: type } }, required: ['type', 'data'] },
    });
    const fields = at(shown, '#/payload/properties/data/properties');
    expect(Object.keys(Object(fields)), name).toEqual(Object.keys(fieldsOf(data)));
  }
});

describe('calls with arguments of their own in the AsyncAPI document', () => {
  const input = z.object({ one: z.string(), two: z.int().optional() });
  const answered = defineEvent({
    namespace: '/',
    name: 'answered',
    summary: 'Answered.',
    payload: z.array(z.string()),
  });
  const call = (given: readonly ('one' | 'two')[]) => {
    const operation = defineOperation({
      name: 'test:ask',
      summary: 'Ask.',
      socket: { namespace: '/', event: 'ask', arguments: given, ack: 'bare', emits: answered },
      access: 'person',
      rate: 'read',
      input,
      output: answered.payload,
    });
    return asyncApiDocument([operation], [answered]);
  };
  const payloadOf = (document: unknown, message: string) =>
    at(document, `#/channels/root/messages/${message}/payload`);

  it('show none, one, and several', () => {
    expect(payloadOf(call([]), 'call.ask')).toBeUndefined();
    expect(payloadOf(call(['one']), 'call.ask')).toEqual({ type: 'string' });
    expect(payloadOf(call(['one', 'two']), 'call.ask')).toMatchObject({
      type: 'array',
      items: [{ type: 'string' }, { type: 'integer' }],
      minItems: 1,
    });
  });

  it('show an ack that is the output itself, and the event that says the same', () => {
    const document = call(['one']);
    const list = { type: 'array', items: { type: 'string' } };
    expect(at(document, '#/channels/root/messages/ack.ask/payload/oneOf/0')).toEqual(list);
    expect(payloadOf(document, 'event.answered')).toEqual(list);
    expect(at(document, '#/operations/root.call.ask/description')).toContain('`answered`');
  });
});

function fieldsOf(schema: z.ZodType): object {
  return schema instanceof z.ZodObject ? schema.shape : {};
}

/** What a JSON pointer points to. */
function at(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((part, key) => Object(part)[key], document);
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

describe('what the SDK knows of the contract', () => {
  it('is enough: the socket event of an operation is its name, on /v1', () => {
    const native = operations.filter(({ name }) => !/^(chat|social)[.:]/.test(name));
    for (const { name, socket } of native)
      if (socket) expect(socket).toMatchObject({ namespace: '/v1', event: name, arguments: null });
  });

  it('is data alone', () => {
    const text = sdkTable(operations, events);
    expect(text).not.toMatch(/import|require/);
    expect(text).toContain("'media.upload': 'POST /api/v1/media upload'");
    expect(text).toContain("'auth.login': 'POST /api/v1/auth/login open'");
    expect(text).toContain(`rate_limited: ${errorTable.rate_limited.status}`);
  });
});
