import { accessSentences, type Operation, type RestDoor } from '../define.ts';
import { errorCodes } from '../errors.ts';
import { conventionsAsMarkdown, mediaCookieName } from './conventions.ts';
import { areaOf, areasOf, pathParameters, refusalsByStatus } from './describe.ts';
import {
  componentsUsedBy,
  fieldsOf,
  type JsonSchema,
  type SchemaField,
  type SchemaLibrary,
  schemaLibrary,
} from './schemas.ts';

type Json = Record<string, unknown>;
interface OperationWithRest extends Operation {
  readonly rest: RestDoor;
}

const serverDescriptions: Readonly<Record<string, string>> = {
  '': 'At the root.',
  '/api/v1': 'Under the prefix of the API.',
};
const file: JsonSchema = { type: 'string', format: 'binary', description: 'The file.' };
const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** The OpenAPI 3.1 document of every operation that has a REST door. */
export function openApiDocument(operations: readonly Operation[]): Json {
  const reachable = operations.filter(hasRest);
  const library = schemaLibrary(reachable, []);
  const paths = pathsOf(reachable, library);
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Xóm',
      version: '1',
      summary: 'The REST API of a Xóm server.',
      description: conventionsAsMarkdown(),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [serverAt('/api/v1')],
    security: [{ bearer: [] }],
    tags: areasOf(reachable).map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: securitySchemes(),
      responses: failuresOf(reachable),
      schemas: { ...componentsUsedBy(paths, library.components), Error: errorSchema() },
    },
  };
}

function hasRest(operation: Operation): operation is OperationWithRest {
  return operation.rest !== null;
}

function pathsOf(operations: readonly OperationWithRest[], library: SchemaLibrary): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const path = operation.rest.path.replace(/:([A-Za-z]+)/g, '{$1}');
    const methods = (paths[path] ??= {});
    methods[operation.rest.method.toLowerCase()] = operationObject(operation, library);
  }
  return paths;
}

function operationObject(operation: OperationWithRest, library: SchemaLibrary): Json {
  const { rest, socket } = operation;
  const inPath = new Set(pathParameters(rest.path));
  const fields = fieldsOf(library.resolve(library.inputOf(operation)));
  const others = fields.filter(({ name }) => !inPath.has(name));
  const takesQuery = rest.method === 'GET' || rest.method === 'DELETE';
  const parameters = [
    ...fields.filter(({ name }) => inPath.has(name)).map((field) => parameter(field, 'path')),
    ...(takesQuery ? others.map((field) => parameter(field, 'query')) : []),
  ];
  const body = takesQuery ? null : requestBody(rest, others);
  return {
    operationId: operation.name,
    tags: [areaOf(operation)],
    summary: operation.summary,
    description: descriptionOf(operation),
    'x-access': accessSentences[operation.access],
    ...(socket ? { 'x-socket': { namespace: socket.namespace, event: socket.event } } : {}),
    ...serversOf(rest),
    ...securityOf(operation),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: responsesOf(operation, library),
  };
}

function descriptionOf({ access, rest, socket }: OperationWithRest): string {
  const sentences: string[] = [accessSentences[access]];
  if (rest.prefixes.length > 1)
    sentences.push(
      `Answers at ${rest.prefixes.map((prefix) => `\`${prefix}${rest.path}\``).join(' and ')}.`,
    );
  if (socket)
    sentences.push(`Also the event \`${socket.event}\` of the namespace \`${socket.namespace}\`.`);
  return sentences.join(' ');
}

/** Servers of its own, for an operation that hangs elsewhere than the rest. */
function serversOf(rest: RestDoor): Json {
  const isUsual = rest.prefixes.length === 1 && rest.prefixes[0] === '/api/v1';
  return isUsual ? {} : { servers: rest.prefixes.map(serverAt) };
}

function serverAt(prefix: string): Json {
  const description = serverDescriptions[prefix];
  return { url: prefix === '' ? '/' : prefix, ...(description ? { description } : {}) };
}

function securityOf({ access, rest }: OperationWithRest): Json {
  if (access === 'anyone') return { security: [] };
  if (rest.answer === 'file')
    return { security: [{ bearer: [] }, { queryToken: [] }, { mediaCookie: [] }] };
  return {};
}

function parameter({ name, schema, required }: SchemaField, where: 'path' | 'query'): Json {
  const { description, ...rest } = schema;
  const isList = schema.type === 'array';
  return {
    name,
    in: where,
    required: where === 'path' || required,
    ...(description ? { description } : {}),
    ...(where === 'query' && isList ? { style: 'form', explode: false } : {}),
    schema: rest,
  };
}

function requestBody(rest: RestDoor, fields: readonly SchemaField[]): Json | null {
  if (fields.length === 0 && rest.file === 'none') return null;
  const fileField = { name: 'file', schema: file, required: rest.file === 'required' };
  const multipart = { schema: objectOf([...fields, fileField]) };
  const json = { schema: objectOf(fields) };
  const content = {
    ...(rest.file === 'required' ? {} : { 'application/json': json }),
    ...(rest.file === 'none' ? {} : { 'multipart/form-data': multipart }),
  };
  const isRequired = rest.file === 'required' || fields.some(({ required }) => required);
  return { required: isRequired, content };
}

function objectOf(fields: readonly SchemaField[]): JsonSchema {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    ...(required.length > 0 ? { required } : {}),
  };
}

function responsesOf(operation: OperationWithRest, library: SchemaLibrary): Json {
  const failures = refusalsByStatus(operation).map(([status, codes]) => [
    String(status),
    { $ref: `#/components/responses/${failureName(status, codes)}` },
  ]);
  return {
    ...successOf(operation, library),
    ...Object.fromEntries(failures),
    default: { $ref: '#/components/responses/failure' },
  };
}

function successOf(operation: OperationWithRest, library: SchemaLibrary): Json {
  const { status, answer } = operation.rest;
  if (answer === 'file') {
    const content = { '*/*': { schema: { type: 'string', format: 'binary' } } };
    return {
      200: { description: 'The file.', content },
      206: { description: 'The part of the file that `Range` asks for.', content },
    };
  }
  const envelope = objectOf([
    { name: 'status', schema: { const: 'success' }, required: true },
    { name: 'statusCode', schema: { const: status }, required: true },
    { name: 'data', schema: library.outputOf(operation), required: true },
  ]);
  const description = status === 201 ? 'Made.' : 'Done.';
  return { [status]: { description, content: { 'application/json': { schema: envelope } } } };
}

const failureName = (status: number, codes: readonly string[]) => [status, ...codes].join('.');

/** Every failure of every operation once, by the status and the codes that it may carry. */
function failuresOf(operations: readonly OperationWithRest[]): Json {
  const failures = operations
    .flatMap(refusalsByStatus)
    .map(([status, codes]): [string, Json] => [failureName(status, codes), failure(status, codes)])
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return {
    ...Object.fromEntries(failures),
    failure: {
      description: 'Any other failure: `internal`, `unavailable`, or of the body itself.',
      content: { 'application/json': { schema: reference('Error') } },
    },
  };
}

function failure(status: number, codes: readonly string[]): Json {
  const narrowed = {
    properties: { statusCode: { const: status }, error: { enum: [...codes] } },
  };
  const wait = { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } };
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    ...(status === 429 ? { headers: { 'Retry-After': wait } } : {}),
    content: { 'application/json': { schema: { allOf: [reference('Error'), narrowed] } } },
  };
}

function errorSchema(): JsonSchema {
  const details: JsonSchema = {
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What is wrong, by the path of the field.',
  };
  const message = { type: 'string', description: 'For people; follows Accept-Language.' } as const;
  return {
    description: 'Every failure.',
    ...objectOf([
      { name: 'status', schema: { const: 'error' }, required: true },
      { name: 'statusCode', schema: { type: 'integer' }, required: true },
      { name: 'error', schema: { type: 'string', enum: [...errorCodes] }, required: true },
      { name: 'message', schema: message, required: true },
      { name: 'details', schema: details, required: false },
    ]),
  };
}

function securitySchemes(): Json {
  return {
    bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    queryToken: {
      type: 'apiKey',
      in: 'query',
      name: 'token',
      description: 'The access token, for files only.',
    },
    mediaCookie: {
      type: 'apiKey',
      in: 'cookie',
      name: mediaCookieName,
      description: 'Set at sign-in; for files only.',
    },
  };
}
