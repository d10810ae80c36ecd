import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Connections } from './connections.ts';

/** A number that is read when it is asked for: its name, what it is, and how to read it. */
export type ExtraMetric = readonly [name: string, help: string, read: () => number];

/** Prometheus metrics of the process, its requests and its sockets. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram;

  constructor(connections: Connections, extra: readonly ExtraMetric[] = []) {
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: 'xom_http_request_seconds',
      help: 'Time of requests by route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers: [this.#registry],
    });
    const gauges: readonly ExtraMetric[] = [
      ['xom_open_sockets', 'Sockets that are open', () => connections.count],
      ['xom_online_users', 'People with a socket that receives', () => connections.userCount],
      ...extra,
    ];
    for (const [name, help, read] of gauges) {
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        collect() {
          this.set(read());
        },
      });
    }
  }

  observe(server: FastifyInstance): void {
    server.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'unknown';
      const labels = { method: request.method, route, status: reply.statusCode };
      this.#requests.observe(labels, reply.elapsedTime / 1000);
    });
  }

  /** Serves `GET /metrics` on a port of its own. */
  async listen(port: number, host: string): Promise<{ port: number; close(): Promise<void> }> {
    const server = createServer((request, response) => {
      if (request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      void this.#registry.metrics().then((text) => {
        response.writeHead(200, { 'Content-Type': this.#registry.contentType }).end(text);
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    // A TCP server's address is never a string.
    const address = server.address() as AddressInfo;
    return {
      port: address.port,
      close: () => new Promise((resolve) => void server.close(() => resolve())),
    };
  }
}
