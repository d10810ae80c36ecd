import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

export interface SecretToken {
  /** What its owner gets; kept nowhere. */
  token: string;
  /** What is stored: without the token it opens nothing. */
  hash: Buffer;
}

/**
 * Makes a token of ids and a secret: `<id>.<id>.<secret>`. The ids lead to the home where its hash is
 * stored; only the secret, 32 random bytes, proves anything.
 */
export function mintToken(...ids: string[]): SecretToken {
  const parts = [...ids.map(shortened), randomBytes(32).toString('base64url')];
  const token = parts.join('.');
  return { token, hash: hashOf(token) };
}

/** The ids that a token claims, and its hash; null where it cannot be one of ours. */
export function readToken(token: string, idCount: number): { ids: string[]; hash: Buffer } | null {
  const parts = token.split('.');
  if (parts.length !== idCount + 1) return null;
  const ids: string[] = [];
  for (const part of parts.slice(0, idCount)) {
    const id = lengthened(part);
    if (id === null) return null;
    ids.push(id);
  }
  return { ids, hash: hashOf(token) };
}

/** A random token has nothing to guess by, so a plain fast hash keeps it. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A UUID's 16 bytes in 22 characters: a token of a mail then fits on one line of it. */
function shortened(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

function lengthened(text: string): string | null {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 16) return null;
  const id = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  // Any 16 bytes can be sent; only some are a UUID.
  return z.uuid().safeParse(id).data ?? null;
}
