import { expect, expectAccessible, test } from './fixtures.ts';

test('what many do is one line, counted in all tabs until it is read', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const hoa = await people.join('hoa');
  const kia = await people.join('kia');
  const { id: postId } = await lan.client.posts.create({ kind: 'post', text: 'Hoa trước ngõ' });
  await lan.open('/');
  const elsewhere = await lan.context.newPage();
  await elsewhere.goto('/friends');
  const tabs = [lan.page, elsewhere].map((page) =>
    page.getByRole('link', { name: /^Notifications/ }),
  );
  for (const tab of tabs) await expect(tab).toBeVisible();

  await minh.client.posts.like({ postId });
  for (const tab of tabs) await expect(tab).toHaveAccessibleName('Notifications 1 unread');
  await hoa.client.posts.like({ postId });
  await kia.client.users.follow({ userId: lan.id });
  for (const tab of tabs) await expect(tab).toHaveAccessibleName('Notifications 2 unread');

  await lan.page.getByRole('link', { name: /^Notifications/ }).click();
  const list = lan.page.getByRole('list', { name: 'Notifications' });
  const like = list.getByRole('link', { name: `${hoa.name} and ${minh.name} like your post` });
  await expect(like).toBeVisible();
  await expect(list.getByText('New')).toHaveCount(2);
  await expectAccessible(lan.page);
  for (const tab of tabs) await expect(tab).toHaveAccessibleName('Notifications');
  await expect(list.getByText('New')).toHaveCount(0);

  await kia.client.posts.like({ postId });
  await expect(
    list.getByRole('link', { name: `${kia.name} and 2 others like your post` }),
  ).toBeVisible();
  await minh.client.posts.unlike({ postId });
  const two = list.getByRole('link', { name: `${kia.name} and ${hoa.name} like your post` });
  await two.click();
  await expect(lan.page).toHaveURL(`/posts/${postId}`);
});

test('requests are answered where they are told', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan', { locale: 'vi-VN', colorScheme: 'dark' });
  const minh = await people.join('minh');
  const hoa = await people.join('hoa');
  await lan.client.users.updateMe({ isPrivate: true });
  await lan.open('/notifications');
  await expect(lan.page.getByText('Chưa có gì mới')).toBeVisible();
  await minh.client.friends.request({ userId: lan.id });
  await hoa.client.users.follow({ userId: lan.id });

  const accept = lan.page.getByRole('button', { name: `Đồng ý: ${minh.name}` });
  await expect(accept).toBeVisible();
  await expect(lan.page.getByRole('link', { name: /1 người muốn theo dõi bạn/ })).toBeVisible();
  await expectAccessible(lan.page);
  await accept.click();
  await lan.open('/friends');
  await expect(lan.page.getByRole('link', { name: minh.name })).toBeVisible();

  // Taken back: nobody is there to be answered.
  await lan.open('/follow-requests');
  await expect(lan.page.getByRole('link', { name: hoa.name })).toBeVisible();
  await hoa.client.users.unfollow({ userId: lan.id });
  await expect(lan.page.getByRole('link', { name: hoa.name })).toBeHidden();
});

test('what somebody does not want to be told of is not told', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const { id: postId } = await lan.client.posts.create({ text: 'Bánh cuốn nóng đây' });
  const page = await lan.open('/settings/notifications');
  for (const kind of ['Likes', 'Somebody follows you']) {
    const wanted = page.getByRole('switch', { name: kind });
    await wanted.click();
    await expect(wanted).not.toBeChecked();
  }
  await expect
    .poll(async () => (await lan.client.notifications.settings()).kinds)
    .toMatchObject({ like: false, follow: false, comment: true });
  await minh.client.posts.like({ postId });
  await minh.client.users.follow({ userId: lan.id });
  await minh.client.comments.create({ postId, text: 'Cho em hai phần' });
  // The last of the three, so that the others would be there before it.
  const link = page.getByRole('link', { name: /^Notifications \d/ });
  await expect(link).toHaveAccessibleName('Notifications 1 unread');
  await link.click();
  const list = page.getByRole('list', { name: 'Notifications' });
  await expect(
    list.getByRole('link', { name: `${minh.name} commented on your post` }),
  ).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveCount(1);

  await lan.open('/settings/notifications');
  await page.getByRole('switch', { name: 'Likes' }).click();
  await expect
    .poll(async () => (await lan.client.notifications.settings()).kinds)
    .toMatchObject({ like: true });
  await minh.client.posts.unlike({ postId });
  await minh.client.posts.like({ postId });
  await lan.open('/notifications');
  await expect(list.getByRole('link', { name: `${minh.name} likes your post` })).toBeVisible();
});
