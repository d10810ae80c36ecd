import { describe, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { mintToken, readToken } from './secret-tokens.ts';

describe('secret tokens', () => {
  test('lead to their home and give the hash that is stored', () => {
    const ids = [newId(), newId()];
    const { token, hash } = mintToken(...ids);
    expect(token).toMatch(/^[\w-]{22}\.[\w-]{22}\.[\w-]{43}$/);
    expect(readToken(token, 2)).toEqual({ ids, hash });
  });

  test('are never the same twice, and another secret is another hash', () => {
    const id = newId();
    const first = mintToken(id);
    const second = mintToken(id);
    expect(first.token).not.toBe(second.token);
    expect(first.hash.equals(second.hash)).toBe(false);
  });

  test('that cannot be ours are not read', () => {
    const { token } = mintToken(newId(), newId());
    for (const other of ['', '.', '..', 'a.b.c', token.slice(1), `${token}.x`]) {
      expect(readToken(other, 2)).toBeNull();
    }
    expect(readToken(token, 1)).toBeNull();
  });
});
