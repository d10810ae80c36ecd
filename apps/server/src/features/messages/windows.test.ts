import { describe, expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import { done, edit, groupOf, recall, refusal, send, server, serveTests } from './test-acts.ts';

serveTests({ EDIT_WINDOW_HOURS: '0.5', RECALL_WINDOW_HOURS: '2' });

describe('the windows of a server', () => {
  it('bound editing and taking back; who looks after a group can at any time', async () => {
    const { id, people } = await groupOf(2);
    const [lan, minh] = people;
    const [first, second, third] = [
      await send(minh, id, 'một'),
      await send(minh, id, 'hai'),
      await send(lan, id, 'ba'),
    ];
    const age = (interval: string) =>
      server.pool.query(
        'update messages set created_at = created_at - $2::interval where conversation_id = $1',
        [id, interval],
      );
    await age('40 minutes');
    expect(await edit(minh, first, 'khác')).toMatchObject(
      refusal('conflict', { messageId: 'was sent more than 0.5 hours ago' }),
    );
    done(await recall(minh, first));
    await age('90 minutes');
    // Again is no second time.
    done(await recall(minh, first));
    expect(await recall(minh, second)).toMatchObject({
      status: 409,
      ...refusal('conflict', { messageId: 'was sent more than 2 hours ago' }),
    });
    expect(await minh.put(`/chat/recall/${second.id}`)).toMatchObject(refusal('conflict'));
    done(await recall(lan, second));
    done(await recall(lan, third));
  });

  it('are settings: 24 hours and unlimited by default', () => {
    expect(readConfig({})).toMatchObject({ editWindowHours: 24, recallWindowHours: null });
    const set = { EDIT_WINDOW_HOURS: 'unlimited', RECALL_WINDOW_HOURS: '0' };
    expect(readConfig(set)).toMatchObject({ editWindowHours: null, recallWindowHours: 0 });
    for (const wrong of ['-1', 'a day', 'Infinity']) {
      expect(() => readConfig({ EDIT_WINDOW_HOURS: wrong })).toThrow(
        'EDIT_WINDOW_HOURS takes a number of hours, or unlimited',
      );
    }
  });
});
