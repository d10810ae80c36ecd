import { expect, test } from './fixtures.ts';

test('what is typed stays when the phone is turned', async ({ people }) => {
  const lan = await people.join('lan');
  const page = await lan.open('/settings/profile');
  const name = page.getByRole('textbox').first();
  await name.fill('Chưa lưu');
  for (const size of [
    { width: 390, height: 844 },
    { width: 844, height: 390 },
    { width: 1440, height: 900 },
  ]) {
    await page.setViewportSize(size);
    await expect(name).toHaveValue('Chưa lưu');
  }
});
