import {
  fieldsOf,
  type JsonSchema,
  referenceName,
  type SchemaField,
} from '@xom/contract/documents/schemas';
import { type Html, html, joined, prose } from './html.ts';

/** The fields of a schema as a table; `none` says what to show when there are none. */
export function fieldTable(schema: JsonSchema, caption: string, none: string): Html {
  const name = referenceName(schema);
  if (name) return html`<p class="fields-of">${caption}: ${shapeLink(name)}</p>`;
  const rows = rowsOf(schema, '');
  if (rows.length === 0) return html`<p class="fields-of">${caption}: ${prose(none)}</p>`;
  // The roles keep it a table for screen readers where the style stacks it on narrow screens.
  return html`<table role="table">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Field</th>
        <th role="columnheader" scope="col">Type</th>
        <th role="columnheader" scope="col">Required</th>
        <th role="columnheader" scope="col">Limits</th>
        <th role="columnheader" scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(rowHtml)}
    </tbody>
  </table>`;
}

/** The fields of what is sent: an object, or a list of objects. */
export function shapeTable(schema: JsonSchema, caption: string): Html {
  if (schema.type !== 'array') return fieldTable(schema, caption, '`{}`');
  return fieldTable(itemOf(schema), `${caption}, a list of`, '`{}`');
}

/** What a shape is that has no fields: an enumeration, a formatted text. */
export function isObject(schema: JsonSchema): boolean {
  return schema.properties !== undefined;
}

/** The type of a schema, the named shapes as links. */
export function typeOf(schema: JsonSchema): Html {
  const name = referenceName(schema);
  if (name) return shapeLink(name);
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum) {
    const values = schema.enum.map((value) => html`<code>${String(value)}</code>`);
    return joined(values, ' · ');
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return joined(distinct(choices.map(typeOf)), ' or ');
  if (schema.type === 'array') return html`list of ${typeOf(itemOf(schema))}`;
  if (isMap(schema)) return html`map of ${typeOf(valueOf(schema))}`;
  if (schema.type === undefined) return html`anything`;
  return html`${[schema.type].flat().join(' or ')}`;
}

/** The limits of a schema in a few words. */
export function limitsOf(schema: JsonSchema): Html {
  const { anyOf, oneOf } = schema;
  const inner = (anyOf ?? oneOf)?.find((choice) => choice.type !== 'null');
  const limits = [
    ...(schema.format ? [html`${formatNames[schema.format] ?? schema.format}`] : []),
    ...range(schema.minLength, schema.maxLength, 'characters'),
    ...range(schema.minimum, schema.maximum, ''),
    ...range(schema.minItems, schema.maxItems, 'items'),
    // A format says in a word what its pattern spells out.
    ...(schema.pattern && !schema.format ? [html`<code>${schema.pattern}</code>`] : []),
    ...(schema.default === undefined
      ? []
      : [html`default <code>${JSON.stringify(schema.default)}</code>`]),
    ...(inner ? [limitsOf(inner)].filter((limits) => limits.html !== '') : []),
  ];
  return joined(limits, ', ');
}

const formatNames: Readonly<Record<string, string>> = {
  'date-time': 'date and time',
  uuid: 'UUID',
  uri: 'http or https address',
  email: 'e-mail address',
  binary: 'bytes',
};

function range(from: number | undefined, to: number | undefined, unit: string): Html[] {
  const amount =
    from !== undefined && to !== undefined
      ? `${from} to ${to}`
      : to !== undefined
        ? `at most ${to}`
        : from !== undefined
          ? `at least ${from}`
          : null;
  return amount === null ? [] : [html`${[amount, unit].join(' ').trim()}`];
}

function distinct(pieces: readonly Html[]): Html[] {
  return [...new Map(pieces.map((piece) => [piece.html, piece])).values()];
}

function rowHtml({ name, schema, required }: SchemaField): Html {
  return html`<tr role="row">
    <th role="rowheader" scope="row"><code>${name}</code></th>
    ${cell('Type', typeOf(schema))} ${cell('Required', html`${required ? 'yes' : 'no'}`)}
    ${cell('Limits', limitsOf(schema))} ${cell('Meaning', prose(schema.description ?? ''))}
  </tr>`;
}

function cell(label: string, content: Html): Html {
  // Wholly empty, so that the style can hide it where rows are stacked.
  if (content.html === '') return html`<td role="cell"></td>`;
  return html`<td role="cell" data-label="${label}"><span>${content}</span></td>`;
}

/** The fields with those of the objects inside them, under dotted names. */
function rowsOf(schema: JsonSchema, path: string): SchemaField[] {
  return fieldsOf(schema).flatMap((field) => {
    const name = path === '' ? field.name : `${path}.${field.name}`;
    return [{ ...field, name }, ...innerRows(field.schema, name)];
  });
}

function innerRows(schema: JsonSchema, name: string): SchemaField[] {
  if (schema.type === 'array') return innerRows(itemOf(schema), `${name}[]`);
  if (isMap(schema)) return innerRows(valueOf(schema), `${name}.*`);
  const choices = schema.anyOf ?? schema.oneOf;
  if (!choices) return rowsOf(schema, name);
  const objects = choices.filter(isObject);
  return objects.flatMap((choice) =>
    rowsOf(choice, objects.length > 1 ? `${name}(${variantName(choice)})` : name),
  );
}

/** What tells one variant of a union from the others: the value of its constant field. */
function variantName(schema: JsonSchema): string {
  const constant = fieldsOf(schema).find((field) => field.schema.const !== undefined);
  return String(constant?.schema.const ?? '');
}

function isMap(schema: JsonSchema): boolean {
  return typeof schema.additionalProperties === 'object';
}

function valueOf(schema: JsonSchema): JsonSchema {
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
}

function itemOf(schema: JsonSchema): JsonSchema {
  const { items } = schema;
  return typeof items === 'object' && !Array.isArray(items) ? items : {};
}

function shapeLink(name: string): Html {
  return html`<a href="#shape-${name}">${name}</a>`;
}
