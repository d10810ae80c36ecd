import { ConversationId, UserId } from '@xom/contract/fields';
import { expect, it } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { group } from '../conversations/test-acts.ts';
import { newcomers, server, serveTests } from '../people/test-acts.ts';
import { type Draft, ingestBatch } from './ingest.queries.ts';

serveTests();

it.each([
  ['one conversation', 1],
  ['many conversations', 30],
])(
  'of %s looks up in messages what it needs, and reads no list once for each draft',
  async (_, count) => {
    const [lan] = await newcomers(1);
    if (!lan) throw new Error('nobody is there');
    const conversationIds: ConversationId[] = [];
    for (let made = 0; made < count; made += 1)
      conversationIds.push(ConversationId.parse(await group(lan)));
    const drafts = (): Draft[] =>
      Array.from({ length: 300 }, (_each, index) => ({
        id: newId(),
        conversationId: ConversationId.parse(conversationIds[index % count]),
        senderId: UserId.parse(lan.id),
        type: 'TEXT',
        content: 'một câu',
        mediaId: null,
        replyTo: null,
        storyId: null,
        forwardedFrom: null,
        clientId: newId(),
        handles: [],
      }));
    // A connection that tells how PostgreSQL went about it.
    const client = await server.pool.connect();
    const plans: string[] = [];
    client.on('notice', ({ message }) => plans.push(message ?? ''));
    try {
      await ingestBatch(client, drafts(), new Date());
      await client.query('analyze messages');
      await client.query(`load 'auto_explain'; set client_min_messages = log;
      set auto_explain.log_min_duration = 0; set auto_explain.log_analyze = on`);
      const verdicts = await ingestBatch(client, drafts(), new Date());
      expect(verdicts.filter(({ kind }) => kind === 'stored')).toHaveLength(300);
    } finally {
      client.release(true);
    }
    const plan = plans.find((text) => text.includes('Insert on messages ')) ?? '';
    expect(plan).not.toBe('');
    expect(plan).not.toMatch(/Seq Scan on messages/);
    expect(plan).not.toMatch(/Rows Removed by Join Filter/);
  },
);
