import { z } from 'zod';

type Decode = (value: string) => unknown;

/**
 * Query strings carry text only: makes a decoder that turns what the schema wants as a number, a boolean or
 * an array (`a,b`) into one, and leaves the rest for validation to refuse.
 */
export function queryDecoder(input: z.ZodObject): (query: unknown) => Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  const decoders = new Map<string, Decode>();
  for (const [name, schema] of Object.entries(properties)) {
    const decode = typeof schema === 'object' ? decoderOf(schema.type) : null;
    if (decode) decoders.set(name, decode);
  }
  return (query) => {
    const decoded: Record<string, unknown> = {};
    if (typeof query !== 'object' || query === null) return decoded;
    for (const [name, value] of Object.entries(query)) {
      const decode = decoders.get(name);
      decoded[name] = decode && typeof value === 'string' ? decode(value) : value;
    }
    return decoded;
  };
}

function decoderOf(type: string | string[] | undefined): Decode | null {
  switch (type) {
    case 'integer':
    case 'number':
      return (value) => (/^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value);
    case 'boolean':
      return (value) => (value === 'true' ? true : value === 'false' ? false : value);
    case 'array':
      return (value) => value.split(',');
    default:
      return null;
  }
}
