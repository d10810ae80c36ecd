import { events, operations } from '@xom/contract/contract';
import { asyncApiDocument } from '@xom/contract/documents/asyncapi';
import { openApiDocument } from '@xom/contract/documents/openapi';
import { roomFrames } from '@xom/contract/room-socket';
import type { FastifyInstance } from 'fastify';
import { referencePage, referenceStyle } from './reference.ts';

/** Serves what the contract says of itself: two documents, and a page to read. Public. */
export function addReference(server: FastifyInstance): void {
  const served = [
    ['/api/v1/openapi.json', 'application/json', JSON.stringify(openApiDocument(operations))],
    [
      '/api/v1/asyncapi.json',
      'application/json',
      JSON.stringify(asyncApiDocument(operations, events, roomFrames)),
    ],
    ['/api/docs', 'text/html', referencePage(operations, events, roomFrames)],
    ['/api/docs/style.css', 'text/css', referenceStyle],
  ] as const;
  for (const [path, type, body] of served) {
    server.get(path, (_request, reply) =>
      reply
        .type(`${type}; charset=utf-8`)
        .header('Cache-Control', 'public, max-age=300')
        .send(body),
    );
  }
}
