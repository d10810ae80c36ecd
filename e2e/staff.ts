import pg from 'pg';
import type { ServerProcess } from '../bench/server-process.ts';

/** Makes somebody an admin, as the operator of a server does by its command line. */
export async function makeAdmin(server: ServerProcess, username: string): Promise<void> {
  const database = new pg.Client(server.database);
  await database.connect();
  try {
    await database.query("update users set role = 'admin' where username = $1", [username]);
  } finally {
    await database.end();
  }
}
