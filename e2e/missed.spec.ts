import { expect, test } from './fixtures.ts';

/** What happens while a page opens is not lost on it: no answer stays that does not know of it. */

test('what happens between an answer and the connection is shown', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const connecting = Promise.withResolvers<void>();
  await minh.page.routeWebSocket(/socket\.io/, async (socket) => {
    await connecting.promise;
    socket.connectToServer();
  });
  await minh.open('/notifications');
  await expect(minh.page.getByText('Nothing has happened yet')).toBeVisible();
  await lan.client.users.follow({ userId: minh.id });
  connecting.resolve();
  await expect(minh.page.getByRole('link', { name: `${lan.name} follows you` })).toBeVisible();
});

test('what happens while an answer is on its way is shown', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const asked = Promise.withResolvers<void>();
  const answering = Promise.withResolvers<void>();
  await minh.page.route('**/api/v1/notifications', async (route) => {
    const response = await route.fetch();
    asked.resolve();
    await answering.promise;
    await route.fulfill({ response });
  });
  await minh.open('/notifications');
  await asked.promise;
  await lan.client.users.follow({ userId: minh.id });
  const link = minh.page.getByRole('link', { name: /^Notifications/ });
  await expect(link).toHaveAccessibleName('Notifications 1 unread');
  answering.resolve();
  await expect(minh.page.getByRole('link', { name: `${lan.name} follows you` })).toBeVisible();
});
