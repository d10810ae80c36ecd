import { expect, expectAccessible, test } from './fixtures.ts';

test(
  'who is tagged is told, shown with it, and takes the tag back',
  { tag: '@phone' },
  async ({ people }) => {
    const lan = await people.join('lan');
    const minh = await people.join('minh');
    const hoa = await people.join('hoa');
    await lan.open('/');
    await lan.page.getByRole('button', { name: 'What is going on in the lane?' }).click();
    const composer = lan.page.getByRole('dialog', { name: 'New post' });
    await composer.getByLabel('Text').fill('Ăn chè cả hội');
    await composer.getByRole('button', { name: 'Tag people' }).click();
    for (const { name, username } of [minh, hoa]) {
      await composer.getByRole('searchbox', { name: 'Search people' }).fill(username);
      await composer.getByRole('button', { name }).first().click();
      await expect(
        composer.getByRole('button', { name: `Remove the tag of ${name}` }),
      ).toBeVisible();
    }
    await expectAccessible(lan.page);
    await composer.getByRole('button', { name: `Remove the tag of ${hoa.name}` }).click();
    await composer.getByRole('button', { name: 'Post', exact: true }).click();
    const post = lan.page
      .getByRole('feed')
      .getByRole('article')
      .filter({ hasText: 'Ăn chè cả hội' });
    await expect(post.getByText('With')).toContainText(minh.name);
    await expect(post.getByText('With')).not.toContainText(hoa.name);

    await minh.open('/notifications');
    const told = minh.page.getByRole('link', { name: `${lan.name} tagged you in a post` });
    await expect(told).toBeVisible();
    await minh.open(`/people/${minh.username}`);
    await minh.page.getByRole('link', { name: 'Tagged', exact: true }).click();
    const tagged = minh.page.getByRole('article').filter({ hasText: 'Ăn chè cả hội' });
    await expect(tagged).toBeVisible();
    await tagged.getByRole('button', { name: `More about the post by ${lan.name}` }).click();
    await minh.page.getByRole('menuitem', { name: 'Remove my tag' }).click();
    await expect(minh.page.getByText('Your tag is removed.')).toBeVisible();
    // The list holds what tags them, and this does so no longer.
    await expect(tagged).toBeHidden();
    await expect(minh.page.getByText('No posts with them yet')).toBeVisible();
    await lan.page.reload();
    await expect(post).toBeVisible();
    await expect(post.getByText('With')).toBeHidden();
    await expectAccessible(minh.page);
  },
);
