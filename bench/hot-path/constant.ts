import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';
import { bareInsert, settingsFromParent } from './bare-messages.ts';

/** Fastify, which stores by one INSERT what it is posted and answers a constant. */
const { database } = settingsFromParent();
const pool = new pg.Pool({ ...database, max: 8 });
const server = fastify();
server.post<{ Body: { groupId: string; message: string } }>('/chat/send', async ({ body }) => {
  const id = randomUUID();
  await pool.query(bareInsert([id, body.groupId, id, body.message]));
  return { success: true };
});
console.log(`ready at ${await server.listen({ port: 0, host: '127.0.0.1' })}`);
process.on('SIGTERM', () => process.exit());
