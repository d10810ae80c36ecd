import { Failure } from '../platform/failure.ts';

/** Far above a picture that a client has made smaller before it sends it. */
const maxLength = 4_000_000;

export function isDataUrl(text: string): boolean {
  return /^data:/i.test(text);
}

/**
 * The bytes of a base64 data URL. What they are is for others to tell: the type that it names is no proof.
 * @param field what to name as at fault
 * @throws Failure `payload_too_large` | `invalid_input`
 */
export function readDataUrl(url: string, field: string): Buffer {
  if (url.length > maxLength) throw new Failure('payload_too_large');
  const comma = url.indexOf(',');
  const data = url.slice(comma + 1);
  const isBase64 = /;base64$/i.test(url.slice(0, Math.max(comma, 0)));
  if (!isBase64 || !/^[A-Za-z0-9+/]*={0,2}$/.test(data)) {
    throw new Failure('invalid_input', { [field]: 'is no base64 data URL' });
  }
  return Buffer.from(data, 'base64');
}
