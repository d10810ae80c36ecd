import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { bareInsert, settingsFromParent } from './bare-messages.ts';

/** A bare driver: one INSERT for each message, on eight connections, for nobody. */
export interface DriverOrder {
  connections: number;
  ms: number;
}

const { database } = settingsFromParent();
const pool = new pg.Pool({ ...database, max: 8 });
const content = 'x'.repeat(100);

process.on('message', ({ connections, ms }: DriverOrder) => {
  const began = performance.now();
  const times: number[] = [];
  const line = async (): Promise<void> => {
    for (let at = performance.now(); at - began < ms;) {
      await pool.query(bareInsert([randomUUID(), randomUUID(), randomUUID(), content]));
      const now = performance.now();
      times.push(now - at);
      at = now;
    }
  };
  void Promise.all(Array.from({ length: connections }, line)).then(() => process.send?.(times));
});
console.log('ready at http://127.0.0.1:0');
process.on('SIGTERM', () => process.exit());
