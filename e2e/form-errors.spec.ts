import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

/** What the server does not accept, and the page does not notice by itself. */
const refused = { email: 'lan@xom.v', name: '\u200B\u2060', link: 'https://a_b.example.org' };

/** Vietnamese chosen on a device that asks for English. */
async function chooseVietnamese(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
}

test('fields that the server refuses say why in the language of the reader', async ({ people }) => {
  const page = await people.visit();
  await page.goto('/sign-up');
  const fill = async (texts: Record<string, string>) => {
    for (const [label, text] of Object.entries(texts)) {
      await page.getByLabel(label, { exact: true }).fill(text);
    }
  };
  await fill({
    'Your name': refused.name,
    Username: `lan${Date.now()}`,
    'E-mail': refused.email,
    Password: 'correct horse battery',
  });
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page.getByLabel('Your name')).toHaveAccessibleDescription(
    'Take a name that people can see.',
  );
  await expect(page.getByLabel('Your name')).toBeFocused();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(
    'This does not look like an e-mail address.',
  );
  await chooseVietnamese(page);
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await expect(page.getByLabel('Tên của bạn')).toHaveAccessibleDescription(
    'Hãy chọn một cái tên mà mọi người nhìn thấy được.',
  );
  await expectAccessible(page);
});

test('a link that the server refuses is told at its field', async ({ people }) => {
  const lan = await people.join('lan');
  const page = await lan.open('/settings/profile');
  await page.evaluate(() => localStorage.setItem('xom:language', 'vi'));
  await page.reload();
  for (const link of ['', 'xom.example.org', refused.link]) {
    await page.getByRole('button', { name: 'Thêm liên kết' }).click();
    await page.locator('input[type=url]').last().fill(link);
  }
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  const links = page.locator('input[type=url]');
  await expect(links.nth(2)).toBeFocused();
  await expect(links.nth(2)).toHaveAttribute('aria-invalid', 'true');
  await expect(links.nth(1)).not.toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Đây có vẻ không phải là địa chỉ trang web.')).toBeVisible();
});

test('what the form has no words for is told in the language of the reader', async ({ people }) => {
  const page = await people.visit();
  await page.goto('/sign-up');
  await chooseVietnamese(page);
  let details = {};
  await page.route('**/auth/register', (route) =>
    route.fulfill({
      status: 400,
      json: { error: 'invalid_input', message: 'Something is not right.', details },
    }),
  );
  await page.getByLabel('Tên người dùng').fill('lan');
  await page.getByLabel('E-mail').fill('lan@xom.example');
  await page.getByLabel('Mật khẩu', { exact: true }).fill('correct horse battery');
  details = { password: 'is too common' };
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await expect(page.getByLabel('Mật khẩu', { exact: true })).toHaveAccessibleDescription(
    'Nội dung này chưa dùng được. Bạn sửa lại giúp nhé.',
  );
  // What no field of the form holds, the form itself tells.
  details = { phone: 'takes 5 to 25 digits' };
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
  await expect(page.getByRole('alert')).toHaveText('Có chỗ bạn nhập chưa đúng.');
  await expect(page.getByText(/takes|common/)).toHaveCount(0);
});
