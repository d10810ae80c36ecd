import { expect, expectAccessible, test } from './fixtures.ts';

test('two people find, follow and befriend each other', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await minh.client.posts.create({ kind: 'post', text: 'Phở sáng nay ngon quá' });

  await lan.open('/search');
  await lan.page.getByRole('searchbox').fill(minh.username);
  await lan.page.getByRole('link', { name: minh.name, exact: true }).click();
  await expect(lan.page.getByRole('heading', { level: 1, name: minh.name })).toBeVisible();
  await expect(lan.page.getByText('Phở sáng nay ngon quá')).toBeVisible();
  await expectAccessible(lan.page);

  await minh.open('/notifications');
  await lan.page.getByRole('button', { name: `Follow: ${minh.name}` }).click();
  await expect(lan.page.getByRole('button', { name: `Following: ${minh.name}` })).toBeVisible();
  await expect(lan.page.getByRole('link', { name: '1 follower' })).toBeVisible();
  await expect(minh.page.getByRole('link', { name: `${lan.name} follows you` })).toBeVisible();
  await expectAccessible(minh.page);

  await lan.page.getByRole('button', { name: `More about ${minh.name}` }).click();
  await lan.page.getByRole('menuitem', { name: 'Add as friend' }).click();
  await minh.page.getByRole('button', { name: `Accept: ${lan.name}` }).click();
  await minh.open('/friends');
  await expect(minh.page.getByRole('link', { name: lan.name })).toBeVisible();
  await expect(minh.page.getByText('Here now')).toBeVisible();
  await expectAccessible(minh.page);
  await expect(lan.page.getByText('Friend', { exact: true })).toBeVisible();
  await expect(lan.page.getByText('Here now')).toBeVisible();
  await lan.page.close();
  await expect(minh.page.getByText('Here now')).toBeHidden();
});

test('a private account answers each request', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await minh.client.users.updateMe({ isPrivate: true });
  await minh.client.posts.create({ kind: 'post', text: 'Chỉ cho người theo dõi' });

  await lan.open(`/people/${minh.username}`);
  await expect(lan.page.getByText('This account is private')).toBeVisible();
  await lan.page.getByRole('button', { name: `Follow: ${minh.name}` }).click();
  await expect(lan.page.getByRole('button', { name: `Requested: ${minh.name}` })).toBeVisible();
  await expectAccessible(lan.page);

  await minh.open('/follow-requests');
  const accept = minh.page.getByRole('button', { name: `Accept ${lan.name}` });
  await expect(accept).toBeVisible();
  await expectAccessible(minh.page);
  await accept.click();
  await expect(minh.page.getByText('No requests')).toBeVisible();
  await expect(lan.page.getByText('Chỉ cho người theo dõi')).toBeVisible();
});

test('a block cuts both ways, at once', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await minh.open(`/people/${lan.username}`);
  await minh.page.getByRole('button', { name: `Follow: ${lan.name}` }).click();
  await expect(minh.page.getByRole('button', { name: `Following: ${lan.name}` })).toBeVisible();

  await lan.open(`/people/${minh.username}`);
  await lan.page.getByRole('button', { name: `More about ${minh.name}` }).click();
  await lan.page.getByRole('menuitem', { name: 'Block' }).click();
  const block = lan.page.getByRole('dialog').getByRole('button', { name: 'Block' });
  await expect(block).toBeVisible();
  await expectAccessible(lan.page);
  await block.click();
  await expect(lan.page).toHaveURL('/');
  await lan.open(`/people/${minh.username}`);
  await expect(lan.page.getByText('Nobody is here')).toBeVisible();
  await minh.open(`/people/${lan.username}`);
  await expect(minh.page.getByText('Nobody is here')).toBeVisible();
});

test('lists of who follows whom, and people to follow', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan', { locale: 'vi-VN' });
  const minh = await people.join('minh');
  const hoa = await people.join('hoa');
  await lan.client.users.follow({ userId: minh.id });
  await minh.client.users.follow({ userId: hoa.id });

  await lan.open('/suggestions');
  await expect(lan.page.getByRole('link', { name: hoa.name })).toBeVisible();
  await expect(lan.page.getByText(`${minh.name} đang theo dõi`)).toBeVisible();
  await expectAccessible(lan.page);

  await lan.open(`/people/${hoa.username}/followers`);
  await expect(lan.page.getByRole('link', { name: minh.name })).toBeVisible();
  await expectAccessible(lan.page);
  await lan.page.getByRole('link', { name: 'Quen chung' }).click();
  await expect(lan.page.getByRole('link', { name: minh.name })).toBeVisible();
});

test('search finds whatever the accents, in all that there is', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await lan.client.posts.create({ kind: 'post', text: 'Đi Đà Nẵng cuối tuần #biển' });
  const group = { isGroup: true, name: 'Xóm đi chơi', memberIds: [lan.id] };
  const { id } = await minh.client.conversations.create(group);
  const content = 'Mình vừa đặt vé xong rồi, hẹn mọi người ở Đà Nẵng nhé';
  await minh.client.messages.send({ conversationId: id, type: 'TEXT', content });
  await lan.open('/search?q=da%20nang');
  await expect(lan.page.getByText('cuối tuần')).toBeVisible();
  await expect(lan.page.getByRole('link', { name: 'Xóm đi chơi' })).toBeVisible();
  await expect(lan.page.getByText(`${minh.name}: …hẹn mọi người ở Đà Nẵng nhé`)).toBeVisible();
  await expect(lan.page.locator('mark').last()).toHaveText('Nẵng');
  await expectAccessible(lan.page);
  await lan.page.getByRole('link', { name: 'Posts', exact: true }).click();
  await expect(lan.page.getByText('cuối tuần')).toBeVisible();
  await lan.page.getByRole('searchbox').fill('bien');
  await lan.page.getByRole('searchbox').press('Enter');
  await expect(lan.page.getByText('cuối tuần')).toBeVisible();
  await lan.page.getByRole('searchbox').fill('qwertz');
  await expect(lan.page.getByText('Nothing found for “qwertz”')).toBeVisible();
  await lan.page.getByRole('button', { name: 'Clear' }).click();
  await expect(lan.page.getByRole('searchbox')).toBeFocused();
  await expect(lan.page.getByRole('link', { name: 'bien' })).toBeVisible();
});
