import { z } from 'zod';
import type { EventDefinition, Operation } from '../define.ts';
import type { RoomFrame } from '../room-socket.ts';
import { namedShapes } from './named.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;
type Direction = 'input' | 'output';

const prefix = '#/components/schemas/';

/** The JSON Schemas of a contract, with the named shapes as references. */
export interface SchemaLibrary {
  /** Every named shape, by name. */
  readonly components: Readonly<Record<string, JsonSchema>>;
  inputOf(operation: Operation): JsonSchema;
  outputOf(operation: Operation): JsonSchema;
  payloadOf(event: EventDefinition): JsonSchema;
  dataOf(frame: RoomFrame): JsonSchema;
  /** The schema itself, or the component that it only refers to. */
  resolve(schema: JsonSchema): JsonSchema;
}

/** One field of an object schema. */
export interface SchemaField {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** Converts every input, output, payload and frame once; throws when a schema cannot be shown in JSON Schema. */
export function schemaLibrary(
  operations: readonly Operation[],
  events: readonly EventDefinition[],
  frames: readonly RoomFrame[] = [],
): SchemaLibrary {
  const framesOf = (wanted: RoomFrame['direction']) =>
    frames.filter(({ direction }) => direction === wanted).map(({ data }) => data);
  const inputs = convert(
    [...operations.map((operation) => operation.input), ...framesOf('in')],
    'input',
  );
  const outputs = convert(
    [
      ...operations.map((operation) => operation.output),
      ...events.map((event) => event.payload),
      ...framesOf('out'),
    ],
    'output',
  );
  const components = componentsFrom(outputs.named, inputs.named);
  return {
    components,
    inputOf: (operation) => inputs.schemaOf(operation.input),
    outputOf: (operation) => outputs.schemaOf(operation.output),
    payloadOf: (event) => outputs.schemaOf(event.payload),
    dataOf: ({ direction, data }) => (direction === 'in' ? inputs : outputs).schemaOf(data),
    resolve: (schema) => components[referenceName(schema) ?? ''] ?? schema,
  };
}

/** The name of the component that a schema refers to, or null. */
export function referenceName(schema: JsonSchema): string | null {
  return schema.$ref?.startsWith(prefix) ? schema.$ref.slice(prefix.length) : null;
}

/** The fields of an object schema, in their order. */
export function fieldsOf(schema: JsonSchema): SchemaField[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    schema: typeof field === 'boolean' ? {} : field,
    required: required.has(name),
  }));
}

/** The components that a document refers to, and those that these refer to, by name. */
export function componentsUsedBy(
  document: unknown,
  components: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonSchema> {
  const used = new Set<string>();
  const visit = (part: unknown) => {
    for (const name of Object.keys(components)) {
      if (used.has(name) || !JSON.stringify(part).includes(`"${prefix}${name}"`)) continue;
      used.add(name);
      visit(components[name]);
    }
  };
  visit(document);
  return Object.fromEntries(Object.entries(components).filter(([name]) => used.has(name)));
}

interface Converted {
  readonly named: ReadonlyMap<string, JsonSchema>;
  schemaOf(schema: z.ZodType): JsonSchema;
}

/** Converts schemas of one direction together, so that they refer to the named shapes. */
function convert(roots: readonly z.ZodType[], direction: Direction): Converted {
  const registry = z.registry<{ id: string }>();
  for (const { name, schema } of namedShapes) registry.add(schema, { id: name });
  // What is registered becomes a reference wherever it occurs. So each root is registered inside a
  // wrapper of its own: only the named shapes are to be referred to.
  const distinct = [...new Set(roots)];
  distinct.forEach((root, index) => registry.add(z.object({ root }), { id: `root ${index}` }));
  const { schemas } = z.toJSONSchema(registry, {
    io: direction,
    uri: (id) => prefix + id,
    override: ({ jsonSchema }) => simplify(jsonSchema),
  });
  const bySchema = new Map(
    distinct.map((root, index) => {
      const wrapped = schemas[`root ${index}`]?.properties?.['root'];
      return [root, typeof wrapped === 'object' ? wrapped : {}];
    }),
  );
  return {
    named: new Map(namedShapes.map(({ name }) => [name, withoutIdentity(schemas[name] ?? {})])),
    schemaOf: (schema) => bySchema.get(schema) ?? {},
  };
}

/** Takes away what says nothing to a reader, or promises more than we mean. */
function simplify(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  // The server checks that it sends nothing else; clients must still accept fields added later.
  if (schema.additionalProperties === false) delete schema.additionalProperties;
}

function withoutIdentity(schema: JsonSchema): JsonSchema {
  const { $schema: _dialect, $id: _identity, ...rest } = schema;
  return rest;
}

function componentsFrom(
  outputs: ReadonlyMap<string, JsonSchema>,
  inputs: ReadonlyMap<string, JsonSchema>,
): Record<string, JsonSchema> {
  const components: Record<string, JsonSchema> = {};
  for (const { name, description } of namedShapes) {
    const schema = outputs.get(name) ?? {};
    if (JSON.stringify(schema) !== JSON.stringify(inputs.get(name)))
      throw new Error(`${name} reads differently as an input and as an output: do not name it`);
    components[name] = { description, ...schema };
  }
  return components;
}
