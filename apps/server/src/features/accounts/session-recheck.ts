import type { SessionId, UserId } from '@xom/contract/fields';
import type { Connection, Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import type { EndReason } from './account-announcer.ts';
import { findCallers } from './sessions.queries.ts';

const batchSize = 500;

/**
 * Asks the database again whether the sessions of open sockets may still act, and ends the sockets of those
 * that may not: the news that a session ended may have been lost.
 * @param userIds whose; null: everybody's
 */
export async function recheckSessions(
  database: Database,
  connections: Connections,
  userIds: ReadonlySet<UserId> | null,
): Promise<void> {
  const bySession = new Map<SessionId, Connection[]>();
  for (const connection of connections.allAttached()) {
    const { userId, sessionId } = connection.caller;
    if (userIds && !userIds.has(userId)) continue;
    const own = bySession.get(sessionId);
    if (own) own.push(connection);
    else bySession.set(sessionId, [connection]);
  }
  const sessions = [...bySession.values()].flatMap(([first]) => (first ? [first.caller] : []));
  for (let start = 0; start < sessions.length; start += batchSize) {
    const asked = sessions.slice(start, start + batchSize);
    const found = await findCallers(database, asked);
    const usable = found.filter(({ isDeactivated }) => !isDeactivated);
    const suspended = new Map(usable.map((one) => [one.sessionId, one.state !== 'active']));
    for (const { sessionId } of asked) {
      const isSuspended = suspended.get(sessionId);
      if (isSuspended === false) continue;
      const reason: EndReason = isSuspended ? 'account_suspended' : 'signed_out';
      for (const connection of bySession.get(sessionId) ?? []) connection.end(reason);
    }
  }
}
