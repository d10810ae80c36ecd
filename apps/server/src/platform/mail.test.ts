import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMailer, mailJob } from './mail.ts';

const from = 'Xóm <no-reply@example.org>';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xom mail '));
});
afterEach(async () => rm(folder, { recursive: true }));

describe('without a mail server', () => {
  test('each mail is one file that only we may read', async () => {
    const outboxFolder = join(folder, 'outbox');
    const mailer = createMailer({ smtpUrl: null, outboxFolder, from });
    const text = `Chào bạn,\n\nhttps://example.org/page#token=${'x'.repeat(90)}\n`;
    await mailer.send({ to: 'lan@example.org', subject: 'Đặt mật khẩu mới', text });
    await mailer.send({ to: 'minh@example.org', subject: 'Hello', text: 'Hi\n' });
    const files = (await readdir(outboxFolder)).toSorted();
    expect(files).toHaveLength(2);
    expect(files[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-[0-9a-f-]{36}\.eml$/);
    const path = join(outboxFolder, files[0] ?? '');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(outboxFolder)).mode & 0o777).toBe(0o700);
    const [head = '', body] = (await readFile(path, 'utf8')).split('\r\n\r\n');
    expect(head.split('\r\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^From: =\?UTF-8\?Q\?.*\?= <no-reply@example\.org>$/),
        'To: lan@example.org',
        expect.stringMatching(/^Subject: =\?UTF-8\?/),
        expect.stringMatching(/^Date: /),
        'Content-Transfer-Encoding: 8bit',
      ]),
    );
    expect(body).toBe(text);
  });

  test('an address cannot add headers or recipients', async () => {
    const mailer = createMailer({ smtpUrl: null, outboxFolder: folder, from });
    await mailer.send({
      to: 'lan@example.org\r\nBcc: everybody@example.org',
      subject: 'Hello\r\nX-Mine: 1',
      text: 'Hi',
    });
    const [file = ''] = await readdir(folder);
    expect(await readFile(join(folder, file), 'utf8')).not.toMatch(/^(Bcc|X-Mine)/m);
  });
});

describe('with a mail server', () => {
  test('the job hands it the mail', async () => {
    const received = await withMailServer(async (smtpUrl) => {
      const mailer = createMailer({ smtpUrl, outboxFolder: folder, from });
      await mailJob(mailer).run({ to: 'lan@example.org', subject: 'Hello', text: 'The code: 1\n' });
    });
    expect(received).toContain('MAIL FROM:<no-reply@example.org>');
    expect(received).toContain('RCPT TO:<lan@example.org>');
    expect(received).toContain('Subject: Hello');
    expect(received).toContain('The code: 1');
    expect(await readdir(folder)).toEqual([]);
  });

  test('a job fails, to be tried again, while nobody answers', async () => {
    const mailer = createMailer({ smtpUrl: 'smtp://127.0.0.1:9', outboxFolder: folder, from });
    await expect(mailer.send({ to: 'lan@example.org', subject: 'x', text: 'x' })).rejects.toThrow();
  });

  test('a payload that is no mail is refused', async () => {
    const mailer = createMailer({ smtpUrl: null, outboxFolder: folder, from });
    await expect(mailJob(mailer).run({ to: 'lan@example.org' })).rejects.toThrow();
  });
});

/** A mail server that takes everything. @returns what it was told */
async function withMailServer(act: (smtpUrl: string) => Promise<void>): Promise<string> {
  let received = '';
  const server = createServer((socket) => {
    let isData = false;
    socket.write('220 ready\r\n');
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      received += text;
      if (isData && !text.endsWith('\r\n.\r\n')) return;
      if (text.startsWith('QUIT')) socket.end('221 bye\r\n');
      else if (text.startsWith('DATA')) {
        isData = true;
        socket.write('354 go on\r\n');
      } else {
        isData = false;
        socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  try {
    await act(`smtp://127.0.0.1:${address.port}`);
  } finally {
    server.close();
  }
  return received;
}
