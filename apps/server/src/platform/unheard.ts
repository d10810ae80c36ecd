import type { FastifyReply } from 'fastify';

/** Runs a task when the connection is gone before the answer went out whole. */
export function whenUnheard({ raw }: FastifyReply, task: () => void): void {
  const end = () => {
    if (!raw.writableFinished) task();
  };
  if (raw.destroyed) end();
  else raw.once('close', end);
}
