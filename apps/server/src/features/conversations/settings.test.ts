import { expect, it } from 'vitest';
import { record, settle } from '../../../test/people.ts';
import { SyncDevice } from '../../../test/sync-device.ts';
import {
  block,
  direct,
  eventsOf,
  newcomers,
  refusal,
  serveTests,
  two,
  unblock,
} from '../people/test-acts.ts';
import { group, pathOf, seen, setSettings } from './test-acts.ts';

serveTests();

async function three() {
  const [owner, admin, member] = await newcomers(3);
  if (!owner || !admin || !member) throw new Error('three people were asked for');
  const id = await group(owner, admin, member);
  await owner.patch(`${pathOf(id)}/members/${admin.id}`, { role: 'admin' });
  return { owner, admin, member, id };
}

it('begins with what everybody may, and keeps messages', async () => {
  const { member, id } = await three();
  expect((await seen(member, id)).settings).toEqual({
    whoMayInvite: 'members',
    disappearAfterSeconds: null,
  });
});

it('lets admins say who may invite, tells everybody, and holds it', async () => {
  const { owner, admin, member, id } = await three();
  const [newcomer] = await newcomers(1);
  const received = record(await member.connect('/v1'));
  const answer = await setSettings(admin, id, { whoMayInvite: 'admins' });
  const settings = { whoMayInvite: 'admins', disappearAfterSeconds: null };
  expect(answer.body.data.settings).toEqual(settings);
  await expect
    .poll(() => eventsOf(received, 'conversation.updated'))
    .toEqual([
      {
        conversationId: id,
        name: 'Nhóm',
        photoUrl: null,
        settings,
        version: answer.body.data.version,
      },
    ]);
  const invitation = { userIds: [newcomer?.id] };
  expect(await member.post(`${pathOf(id)}/members`, invitation)).toMatchObject({
    status: 403,
    ...refusal('forbidden'),
  });
  expect((await admin.post(`${pathOf(id)}/members`, invitation)).status).toBe(200);
  await setSettings(owner, id, { whoMayInvite: 'members' });
  const [another] = await newcomers(1);
  expect((await member.post(`${pathOf(id)}/members`, { userIds: [another?.id] })).status).toBe(200);
});

it('is not for members to change', async () => {
  const { member, id } = await three();
  for (const settings of [{ whoMayInvite: 'admins' }, { disappearAfterSeconds: 60 }]) {
    expect(await setSettings(member, id, settings)).toMatchObject(refusal('forbidden'));
  }
});

it('changes and tells nothing where nothing differs', async () => {
  const { owner, id } = await three();
  const { version } = await seen(owner, id);
  const socket = await owner.connect('/v1');
  const received = record(socket);
  for (const change of [
    {},
    { settings: {} },
    { name: 'Nhóm' },
    { settings: { disappearAfterSeconds: null, whoMayInvite: 'members' } },
  ]) {
    expect((await owner.patch(pathOf(id), change)).body.data.version).toBe(version);
  }
  await settle(socket);
  expect(received).toEqual([]);
});

it('refuses timers that are too short, too long or no number', async () => {
  const { owner, id } = await three();
  for (const disappearAfterSeconds of [0, 59, 31_536_001, 60.5, '60', true]) {
    expect(await setSettings(owner, id, { disappearAfterSeconds })).toMatchObject({
      body: {
        error: 'invalid_input',
        details: { 'settings.disappearAfterSeconds': expect.any(String) },
      },
    });
  }
  for (const disappearAfterSeconds of [60, 31_536_000, null]) {
    expect((await setSettings(owner, id, { disappearAfterSeconds })).status).toBe(200);
  }
});

it('of a direct conversation lets either side set the timer, and nothing else', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  const device = new SyncDevice(lan);
  await device.sync();
  const answer = await setSettings(minh, id, { disappearAfterSeconds: 3600 });
  expect(answer.body.data.settings.disappearAfterSeconds).toBe(3600);
  await device.sync();
  expect(device.state().conversations).toMatchObject([
    [id, { settings: { disappearAfterSeconds: 3600 } }],
  ]);
  expect((await setSettings(lan, id, { disappearAfterSeconds: null })).status).toBe(200);
  expect(await setSettings(lan, id, { whoMayInvite: 'admins' })).toMatchObject(
    refusal('forbidden'),
  );
  expect(await lan.patch(pathOf(id), { name: 'đôi ta' })).toMatchObject(refusal('forbidden'));
  await block(minh, lan);
  for (const who of [lan, minh]) {
    expect(await setSettings(who, id, { disappearAfterSeconds: 60 })).toMatchObject(
      refusal('blocked'),
    );
  }
  await unblock(minh, lan);
  expect((await setSettings(lan, id, { disappearAfterSeconds: 60 })).status).toBe(200);
});
