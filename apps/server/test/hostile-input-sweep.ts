import fc from 'fast-check';
import type { z } from 'zod';
import {
  type Fields,
  type Pool,
  type Schema,
  schemaOf,
  validInput,
} from './hostile-input-schemas.ts';
import { hostileNumbers, hostileStrings, jsonText } from './hostile-input-values.ts';

/**
 * Each hostile text and number in each field that takes one, the other fields valid: of these, the inputs
 * that the schema lets pass, for only they reach what lies behind it.
 */
export function sweep(
  input: z.ZodObject,
  { pool, idOf, seed }: { pool: Pool; idOf: (name: string) => string; seed: number },
): Fields[] {
  const resolved = (fields: Fields): Fields => JSON.parse(jsonText(fields, idOf));
  const passes = (fields: Fields) => input.safeParse(fields).success;
  const base = fc.sample(validInput(input, pool), { numRuns: 50, seed }).map(resolved).find(passes);
  if (!base) return [];
  const { properties = {} } = schemaOf(input);
  return Object.entries(properties).flatMap(([name, schema]) =>
    valuesFor(schema, base[name])
      .map((value) => resolved({ ...base, [name]: value }))
      .filter(passes),
  );
}

function valuesFor(schema: Schema, valid: unknown): unknown[] {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.flatMap((choice) => valuesFor(choice, valid));
  switch (schema.type) {
    case 'string':
      return textsFor(schema, valid);
    case 'integer':
    case 'number':
      return [...hostileNumbers];
    case 'array':
      return valuesFor(schema.items ?? {}, Array.isArray(valid) ? valid[0] : undefined).map(
        (item) => [item],
      );
    case 'object':
      return schema.additionalProperties
        ? [
            ...valuesFor({ type: 'number' }, undefined).map((value) => ({ key: value })),
            ...hostileStrings.map((text) => ({ key: text })),
            ...hostileStrings.map((text) => Object.fromEntries([[text, true]])),
          ]
        : [];
    default:
      return [];
  }
}

/** A text of a certain form is more likely to pass when it begins well. */
function textsFor({ format, pattern }: Schema, valid: unknown): string[] {
  if (format === 'uuid') return [];
  if (!format && !pattern) return [...hostileStrings];
  const good = typeof valid === 'string' ? valid : 'http://example.org/';
  return hostileStrings.flatMap((text) => [text, good + text, text + good]);
}
