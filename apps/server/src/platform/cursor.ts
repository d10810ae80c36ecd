import type { z } from 'zod';
import { Failure } from './failure.ts';

/** Writes a position in a list as an opaque cursor. */
export function writeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws Failure `invalid_input` when the cursor is not one of ours */
export function readCursor<Position extends z.ZodType>(
  schema: Position,
  cursor: string,
): z.output<Position> {
  let written: unknown;
  try {
    written = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    // Refused just below, like every other text that is no cursor.
  }
  const parsed = schema.safeParse(written);
  if (!parsed.success)
    throw new Failure('invalid_input', { cursor: 'is not a cursor of this list' });
  return parsed.data;
}
