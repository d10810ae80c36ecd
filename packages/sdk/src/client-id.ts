/**
 * An id that this device makes for what it sends, so that a second try is known for what it is. Unlike
 * `crypto.randomUUID` it is there on plain http too, as in a network at home.
 */
export function newClientId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join(
    '-',
  );
}
