import { operations } from '@xom/contract/contract';
import { type Namespace, namespaces, type Operation } from '@xom/contract/define';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { ackVerdict, eventVerdict, refusalCode } from './contract-calls.ts';
import { patienceMs } from './hostile-input-http.ts';
import { endsCaller, holdAlive, type HostileStage } from './hostile-input-stage.ts';
import { connected, emit, next, record } from './people.ts';

/** What is no payload. */
const noPayloads: Record<string, unknown[]> = {
  nothing: [],
  null: [null],
  undefined: [undefined],
  true: [true],
  'a number': [-1.5],
  'a text': ['{}'],
  'an empty text': [''],
  'an array': [[{}]],
  'an array of bytes': [[Buffer.alloc(10)]],
  'null and then an object': [null, {}],
};

/** Event names that are none of ours, those of JavaScript among them. */
const unknownEvents = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'error',
  'message',
  'join',
  'users.me ',
  'USERS.ME',
  'messages',
  'auth.login',
  'chat.send',
  'auth.register',
  '\u0000',
  '\ud800',
  'sự kiện lạ 🙂',
  'x'.repeat(10_000),
];

/** Packets that no client of Socket.IO writes; `N` stands for the namespace. */
const rawPackets: readonly (string | Buffer)[][] = [
  ['42N,["connect",{}]'],
  ['42N,["disconnect",{}]'],
  ['42N,["disconnecting"]'],
  ['42N,["newListener",{}]'],
  ['42N,["connect_error",{}]'],
  ['42N,1["error",{}]'],
  ['42N,[5,{}]'],
  ['42N,[null,{}]'],
  ['42N,[[],{}]'],
  ['42N,[]'],
  ['42N,{}'],
  ['42N,'],
  ['42N,['],
  ['42N,"users.me"'],
  ['42N,-1["users.me",{}]'],
  ['42N,99999999999999999999["users.me",{}]'],
  ['42N,1.5["users.me",{}]'],
  ['42N,0["users.me",{}]', '42N,0["users.me",{}]'],
  ['43N,0[]'],
  ['43N,[]'],
  ['43N,7[{"status":"success"}]'],
  ['44N,{}'],
  ['44N,"an error"'],
  ['41N,', '42N,["users.me",{}]'],
  ['40N,', '40N,'],
  ['40N,{"token":1}'],
  ['40N,[]'],
  ['40N,null'],
  ['40N,"a token"'],
  ['40/nowhere,'],
  ['40/v1?token=x,'],
  ['42/nowhere,["users.me",{}]'],
  ['42["users.me",{}]'],
  ['451-N,0["users.me",{"_placeholder":true,"num":0}]', Buffer.from('bytes')],
  ['451-N,0["users.me",{"_placeholder":true,"num":9}]', Buffer.from('bytes')],
  ['451-N,0["users.me",{"_placeholder":true,"num":-1}]', Buffer.from('bytes')],
  ['451-N,0["users.me",{"_placeholder":true,"num":"__proto__"}]', Buffer.from('bytes')],
  ['451-N,0["users.me",{}]', '42N,0["users.me",{}]'],
  ['45999999999-N,["users.me",{}]'],
  ['45-N,["users.me",{}]'],
  ['45x-N,["users.me",{}]'],
  [Buffer.from('bytes out of nowhere')],
  ['49N,[]'],
  ['4'],
  ['4x'],
  ['42N'],
  [`42N,${'['.repeat(10_000)}`],
  [`42N,0["users.me",${'['.repeat(1000)}${']'.repeat(1000)}]`],
  ['42N,0["users.me",{"__proto__":{"a":1},"constructor":{"prototype":{}}}]'],
];

/** What a handshake may hold instead of a token. */
const noTokens: readonly unknown[] = [
  undefined,
  null,
  '',
  0,
  true,
  {},
  [],
  ['a token'],
  { toString: 'a token' },
  'a.b.c',
  '\u0000',
  'x'.repeat(100_000),
];

/** Sockets that say what no client says. */
export function describeSockets(stage: () => HostileStage): void {
  describe.each(namespaces)('hostile sockets on %s', (namespace) => {
    afterEach(() => holdAlive(stage()));
    const open = (): Promise<Socket> => stage().socket(stage().caller, namespace);

    it.each<Operation>(
      operations.filter((operation: Operation) => operation.socket?.namespace === namespace),
    )('$name · takes no payload that is none', async (operation) => {
      const { name, socket: door } = operation;
      const caller = endsCaller.has(name) ? await stage().throwaway() : stage().caller;
      const socket = await stage().socket(caller, namespace);
      const verdicts = Object.entries(noPayloads).map(async ([what, payload]) => {
        const ack: unknown = await emit(socket, door?.event ?? '', ...payload);
        return [what, eventVerdict(operation, ack)];
      });
      // What takes no arguments looks at none.
      const expected = door?.arguments?.length === 0 ? 'ok' : 'invalid_input';
      // To an event whose argument is free text any text is as good as another.
      const [argument] = door?.arguments ?? [];
      const isText = operation.input.safeParse({ [argument ?? '']: 'a text' }).success;
      expect(Object.fromEntries(await Promise.all(verdicts))).toEqual({
        ...Object.fromEntries(Object.keys(noPayloads).map((what) => [what, expected])),
        ...(argument !== undefined && isText && { 'a text': 'ok' }),
      });
      // Bytes are an object without fields, or none: both will do.
      const bytes: unknown = await emit(socket, door?.event ?? '', Buffer.from('{}'));
      expect(['ok', 'invalid_input']).toContain(eventVerdict(operation, bytes));
      if (caller !== stage().caller) caller.disconnect();
    });

    it.each(unknownEvents.map((event) => [JSON.stringify(event).slice(0, 40), event]))(
      'unknown event · %s → not_found',
      async (_, event) => {
        const acks = await Promise.all([
          emit(await open(), event),
          emit(await open(), event, {}),
          emit(await open(), event, Buffer.alloc(3), null),
        ]);
        expect(acks.map(ackVerdict)).toEqual(['not_found', 'not_found', 'not_found']);
      },
    );

    describeArguments(namespace, open);

    it.each(rawPackets.map((packets) => [String(packets[0]).slice(0, 60), packets] as const))(
      'packet · %s',
      async (_, packets) => {
        const socket = await stage().caller.connect(namespace);
        const heard = record(socket);
        for (const packet of packets) {
          const isText = typeof packet === 'string';
          // What Engine.IO carries as it is: `4`, its mark of a message, is added by it.
          const data = isText ? packet.slice(1).replace('N', namespace) : packet;
          socket.io.engine.write(data);
        }
        await quiet(socket);
        for (const [event, payload] of heard) {
          if (event === 'socketError') expect(refusalCode(payload)).toBeDefined();
        }
        socket.disconnect();
      },
    );

    it.each(noTokens.map((token) => [(JSON.stringify(token) ?? 'undefined').slice(0, 40), token]))(
      'handshake · a token %s → unauthenticated',
      async (_, token) => {
        const socket = io(stage().server.url + namespace, {
          transports: ['websocket'],
          forceNew: true,
          reconnection: false,
          auth: { token },
        });
        const refusal = await connected(socket).catch((error: unknown) => error);
        expect(refusal).toHaveProperty('data');
        // Just above.
        expect(refusalCode((refusal as { data: unknown }).data)).toBe('unauthenticated');
        socket.disconnect();
      },
    );
  });

  describePolling(stage);
}

const plainCalls: Record<Namespace, [event: string, payload: object, verdict: string]> = {
  '/v1': ['users.me', {}, 'ok'],
  '/chat': ['getUnreadCounts', { profileId: 'nobody' }, 'invalid_input'],
  '/': ['readMessagesFromClient', { from: 'nobody' }, 'invalid_input'],
};

/** Arguments beside the payload, and acks in the wrong place. */
function describeArguments(namespace: Namespace, open: () => Promise<Socket>): void {
  const [event, payload, expected] = plainCalls[namespace];

  it('takes the first of many arguments', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => index);
    expect(ackVerdict(await emit(await open(), event, payload, ...many))).toBe(expected);
  });
  it('answers an ack that comes instead of the payload', async () => {
    const socket = await open();
    const ack = await new Promise((resolve) => void socket.emit(event, resolve));
    expect(ackVerdict(ack)).toBe('invalid_input');
  });
  it('does without an ack, and without a payload', async () => {
    const socket = await open();
    const refused = namespace === '/chat' ? next(socket, 'socketError') : Promise.resolve(null);
    socket.emit(event, payload);
    socket.emit(event);
    socket.emit('no such event');
    await refused;
    await quiet(socket);
    expect(socket.connected).toBe(true);
  });
  it('takes functions among the arguments for nothing', async () => {
    const nothing = () => {};
    expect(ackVerdict(await emit(await open(), event, nothing, payload))).toBe('invalid_input');
  });
  it('answers 200 calls at once', async () => {
    const socket = await open();
    const acks = Array.from({ length: 200 }, () => emit(socket, event, payload));
    expect(new Set((await Promise.all(acks)).map(ackVerdict))).toEqual(new Set([expected]));
  });
}

/** Waits until a socket has been answered once more, or is closed. */
async function quiet(socket: Socket): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    if (socket.connected) socket.once('disconnect', () => resolve());
    else resolve();
  });
  const answered = socket
    .timeout(patienceMs)
    .emitWithAck('no such event')
    .then(
      () => {},
      (error: unknown) => {
        // A socket that was closed meanwhile answers nothing more.
        if (socket.connected) throw error;
      },
    );
  await Promise.race([closed, answered]);
}

/** Engine.IO's own door speaks its own protocol: it need only stand. */
function describePolling(stage: () => HostileStage): void {
  it.each([
    ['GET', '/socket.io/', ''],
    ['GET', '/socket.io/?EIO=4&transport=nothing', ''],
    ['GET', '/socket.io/?EIO=3&transport=polling', ''],
    ['GET', '/socket.io/?EIO=4&transport=polling&sid=nobody', ''],
    ['GET', '/socket.io/?EIO=4&transport=polling&sid=__proto__', ''],
    ['GET', '/socket.io/?EIO=4&transport=websocket', ''],
    ['POST', '/socket.io/?EIO=4&transport=polling', '40/v1,'],
    ['POST', '/socket.io/?EIO=4&transport=polling&sid=nobody', '\u001e\u001e'],
    ['PUT', '/socket.io/?EIO=4&transport=polling', 'x'],
    ['OPTIONS', '/socket.io/?EIO=4&transport=polling', ''],
    ['GET', '/socket.io/?EIO=4&EIO=3&transport=polling&transport=websocket', ''],
  ])('polling · %s %s', async (method, path, body) => {
    const response = await fetch(stage().server.url + path, {
      method,
      ...(body !== '' && { body }),
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.text();
    expect(response.status).toBeLessThan(500);
    await holdAlive(stage());
  });

  it.each([[{}], [{ token: 'x' }]])('a namespace that is none · %j', async (auth) => {
    const socket = io(`${stage().server.url}/nowhere`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth,
    });
    await expect(connected(socket)).rejects.toThrow('Invalid namespace');
    socket.disconnect();
    await holdAlive(stage());
  });
}
