import fc from 'fast-check';
import { z } from 'zod';
import { hostileText, hostileValue } from './hostile-input-values.ts';

/** A part of a JSON schema, as far as inputs use it. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

export type Fields = Record<string, unknown>;

/** Names of things that the fixture has, for a field of that name; undefined: any value will do. */
export type Pool = (field: string) => readonly string[] | undefined;

/** Inputs that the schema describes. What only code checks (`refine`) may still refuse them. */
export function validInput(input: z.ZodObject, pool: Pool): fc.Arbitrary<Fields> {
  return objectOf(schemaOf(input), pool);
}

export function schemaOf(input: z.ZodObject): Schema {
  // JSON Schema's own types say less than what our inputs are made of.
  return z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
}

function objectOf({ properties = {}, required = [] }: Schema, pool: Pool): fc.Arbitrary<Fields> {
  const fields = Object.entries(properties).map(
    ([name, schema]) => [name, valueOf(schema, name, pool)] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: required, noNullPrototype: true });
}

function valueOf(schema: Schema, field: string, pool: Pool): fc.Arbitrary<unknown> {
  const { anyOf, oneOf = anyOf, items } = schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (oneOf) return fc.oneof(...oneOf.map((choice) => valueOf(choice, field, pool)));
  switch (schema.type) {
    case 'string':
      return stringOf(schema, pool(field));
    case 'integer':
      return fc.integer({
        min: schema.minimum ?? -1000,
        max: Math.min(schema.maximum ?? 1e6, 1e6),
      });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueOf(items ?? {}, field, pool), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'object':
      return schema.additionalProperties
        ? recordOf(schema.additionalProperties, field, pool)
        : objectOf(schema, pool);
    default:
      return hostileValue;
  }
}

function recordOf(values: Schema, field: string, pool: Pool): fc.Arbitrary<unknown> {
  const key = fc.string({ minLength: 1, maxLength: 20 });
  return fc.dictionary(key, valueOf(values, field, pool), { maxKeys: 4, noNullPrototype: true });
}

function stringOf(schema: Schema, things: readonly string[] | undefined): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 100 } = schema;
  if (things) return fc.constantFrom(...things);
  if (format === 'uuid') return fc.uuid({ version: 7 });
  if (format === 'email') return fc.nat().map((count) => `mail${count}@example.org`);
  if (format === 'uri') return fc.webUrl();
  if (pattern) {
    const fits = (text: string) => text.length >= minLength && text.length <= maxLength;
    return fc.stringMatching(new RegExp(pattern), { size: 'small' }).filter(fits);
  }
  const unit = fc.constantFrom(...'aZ09 .-_/+àđ字🙂\u0301'.split(''), 'ệ');
  return fc
    .string({ unit, minLength, maxLength: Math.min(maxLength, minLength + 40) })
    .map((text) => text.toWellFormed().slice(0, maxLength));
}

type Change = (fields: Fields, path: readonly string[]) => void;

/** What one mutation does to the place that it hits. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>((fields, path) => void delete holderOf(fields, path)[path.at(-1) ?? '']),
  hostileValue.map(
    (value): Change =>
      (fields, path) =>
        put(fields, path, value),
  ),
  hostileValue.map(
    (value): Change =>
      (fields, path) =>
        put(fields, path, value),
  ),
  fc.tuple(hostileText, fc.nat({ max: 40 })).map(([text, at]): Change => (fields, path) => {
    const before = valueAt(fields, path);
    if (typeof before !== 'string') put(fields, path, text);
    else put(fields, path, before.slice(0, at) + text + before.slice(at));
  }),
  fc.constant<Change>((fields, path) => put(fields, path, [valueAt(fields, path)])),
  fc.constant<Change>((fields, path) => put(fields, path, { value: valueAt(fields, path) })),
  fc.tuple(hostileText, hostileValue).map(
    ([name, value]): Change =>
      (fields) =>
        put(fields, [name], value),
  ),
);

/** Valid inputs with one to three things wrong. */
export function mutatedInput(valid: fc.Arbitrary<Fields>): fc.Arbitrary<Fields> {
  const hits = fc.array(fc.tuple(fc.nat({ max: 1000 }), change), { minLength: 1, maxLength: 3 });
  return fc.tuple(valid, hits).map(([input, changes]) => {
    const fields = structuredClone(input);
    for (const [where, make] of changes) {
      const paths = pathsOf(fields);
      make(fields, paths[where % Math.max(paths.length, 1)] ?? ['extra']);
    }
    return fields;
  });
}

/** Every place in a value, an array's first ones; of what a mutation made huge, only the outside. */
function pathsOf(value: unknown, before: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || before.length > 3) return [];
  return Object.keys(value)
    .slice(0, 8)
    .flatMap((key) => {
      const path = [...before, key];
      const inner: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
      return [path, ...pathsOf(inner, path)];
    });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const key of path) {
    inner =
      typeof inner === 'object' && inner !== null
        ? Object.getOwnPropertyDescriptor(inner, key)?.value
        : undefined;
  }
  return inner;
}

function holderOf(fields: Fields, path: readonly string[]): Fields {
  const holder = valueAt(fields, path.slice(0, -1));
  // Arrays too: their places have names.
  return typeof holder === 'object' && holder !== null ? (holder as Fields) : fields;
}

function put(fields: Fields, path: readonly string[], value: unknown): void {
  const holder = holderOf(fields, path);
  const key = path.at(-1) ?? 'extra';
  // Defined, not assigned: `__proto__` then is a key like every other. Cloned: a later change may hit it.
  Object.defineProperty(holder, key, {
    value: structuredClone(value),
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** Wholly hostile fields: the schema's names, or others, with anything at all in them. */
export function hostileInput(input: z.ZodObject): fc.Arbitrary<Fields> {
  const names = [...Object.keys(input.shape), 'extra', '__proto__', 'constructor', 'length', ''];
  return fc
    .array(fc.tuple(fc.constantFrom(...names), hostileValue), { maxLength: 5 })
    .map((entries) => {
      const fields: Fields = {};
      for (const [name, value] of entries) put(fields, [name], value);
      return fields;
    });
}
