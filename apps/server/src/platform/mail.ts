import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { createTransport } from 'nodemailer';
import MimeNode from 'nodemailer/lib/mime-node';
import { z } from 'zod';
import { newId } from './identifiers.ts';
import { addJob, type JobKind } from './jobs.ts';

const Mail = z.object({ to: z.string(), subject: z.string(), text: z.string() });
export type Mail = z.output<typeof Mail>;

export interface Mailer {
  send(mail: Mail): Promise<void>;
}

const jobName = 'mail.send';

/** Sends by SMTP; without it, each mail becomes a file in the outbox folder. */
export function createMailer(options: {
  smtpUrl: string | null;
  outboxFolder: string;
  from: string;
}): Mailer {
  const { smtpUrl, outboxFolder, from } = options;
  return smtpUrl === null ? outboxMailer(outboxFolder, from) : smtpMailer(smtpUrl, from);
}

/** The job that sends what `addMail` added; retried by the job queue until the mail server takes it. */
export function mailJob(mailer: Mailer): JobKind {
  return { name: jobName, run: async (payload) => mailer.send(Mail.parse(payload)) };
}

/** Adds a mail in the caller's transaction: it is sent exactly when the transaction commits. */
export async function addMail<Tables>(queries: Kysely<Tables>, mail: Mail): Promise<void> {
  await addJob(queries, jobName, mail);
}

function smtpMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport(smtpUrl, {
    from,
    // A mail is text that we wrote: nothing in it may name a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, subject, text }) => {
      // As an address object: a string would be parsed, and might name more than one recipient.
      await transport.sendMail({ to: { name: '', address: to }, subject, text });
    },
  };
}

function outboxMailer(folder: string, from: string): Mailer {
  return {
    send: async ({ to, subject, text }) => {
      // The body stays as it was written, so that links and tokens can be copied out of the file.
      const head = new MimeNode('text/plain; charset=utf-8')
        .setHeader('From', from)
        .setHeader('To', [{ name: '', address: to }])
        .setHeader('Subject', subject)
        .setHeader('Content-Transfer-Encoding', '8bit')
        .buildHeaders();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const time = new Date().toISOString().replaceAll(':', '-');
      await writeWhole(join(folder, `${time}-${newId()}.eml`), `${head}\r\n\r\n${text}`);
    },
  };
}

/** Whoever looks finds a file whole or not at all. Mails hold tokens: only our own account may read them. */
async function writeWhole(path: string, content: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
