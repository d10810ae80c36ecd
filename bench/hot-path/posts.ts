import { connect } from 'node:net';
import { Latencies } from './latencies.ts';
import type { Latency } from './load.ts';

export interface PostOptions {
  url: string;
  path: string;
  /** One for each connection: its token and its body. */
  calls: { token: string; body: string }[];
  warmUpMs: number;
  ms: number;
}

export interface PostFigures {
  answered: number;
  seconds: number;
  latency: Latency;
}

/** Posts the same from every connection, each as soon as its last call was answered. */
export async function postAll({
  url,
  path,
  calls,
  warmUpMs,
  ms,
}: PostOptions): Promise<PostFigures> {
  const { hostname, port, host } = new URL(url);
  const latencies = new Latencies();
  let answered = 0;
  let since = performance.now();
  let isOver = false;
  const sockets = calls.map(({ token, body }) => {
    const request =
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let sentAt = performance.now();
    let text = '';
    const finished = Promise.withResolvers<void>();
    socket.on('error', finished.reject);
    socket.on('close', () => finished.reject(new Error('the connection was closed')));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      text += String(chunk);
      const head = text.indexOf('\r\n\r\n');
      if (head < 0) return;
      const size = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1]);
      if (text.length < head + 4 + size) return;
      if (!/^HTTP\/1.1 20[01]/.test(text)) finished.reject(new Error(text));
      text = '';
      answered += 1;
      latencies.add(performance.now() - sentAt);
      if (isOver) return finished.resolve();
      sentAt = performance.now();
      socket.write(request);
    });
    socket.write(request);
    return { socket, finished: finished.promise };
  });
  const all = Promise.all(sockets.map(({ finished }) => finished));
  const pause = (duration: number) => new Promise((done) => setTimeout(done, duration));
  await Promise.race([pause(warmUpMs), all]);
  answered = 0;
  latencies.clear();
  since = performance.now();
  await Promise.race([pause(ms), all]);
  const figures = {
    answered,
    seconds: (performance.now() - since) / 1000,
    latency: { p50: latencies.at(0.5), p99: latencies.at(0.99) },
  };
  isOver = true;
  await all;
  for (const { socket } of sockets) socket.removeAllListeners('close').destroy();
  return figures;
}
