import { accessSentences, type Operation } from '@xom/contract/define';
import { refusalsOf } from '@xom/contract/documents/describe';
import type { JsonSchema, SchemaLibrary } from '@xom/contract/documents/schemas';
import { errorTable } from '@xom/contract/errors';
import { type Html, html, joined, prose } from './html.ts';
import { fieldTable, shapeTable } from './reference-fields.ts';

/** One operation: how it is reached, who may call it, what it takes and answers. */
export function operationArticle(operation: Operation, library: SchemaLibrary): Html {
  const refusals = refusalsOf(operation).map(
    (code) => html`<code>${code}</code> ${errorTable[code].status}`,
  );
  const { name, summary, access } = operation;
  return html`<article aria-labelledby="${name}">
    <h3 id="${name}">${name}</h3>
    <p>${prose(summary)}</p>
    <dl class="facts">
      ${doors(operation)} ${fact('Who', html`${accessSentences[access]}`)}
      ${fact('Errors', joined(refusals, ', '))}
    </dl>
    ${fieldTable(withFile(operation, library), 'Input', 'nothing.')} ${output(operation, library)}
  </article> `;
}

function doors({ rest, socket }: Operation): Html[] {
  const facts: Html[] = [];
  if (rest) {
    const paths = rest.prefixes.map(
      (prefix) => html`<code><b>${rest.method}</b> ${prefix}${rest.path}</code>`,
    );
    facts.push(fact('REST', joined(paths, ' or ')));
  }
  if (socket) {
    const { event, namespace, arguments: names, emits } = socket;
    const given = names ? `(${names.join(', ')})` : '';
    facts.push(fact('Socket', html`<code>${event}${given}</code> on <code>${namespace}</code>`));
    if (emits) facts.push(fact('Also sent as', html`<code>${emits.name}</code>`));
  }
  return facts;
}

function fact(term: string, description: Html): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${description}</dd>
  </div>`;
}

/** The input with the file of a multipart body, which is no field of the schema. */
function withFile(operation: Operation, library: SchemaLibrary): JsonSchema {
  const input = library.inputOf(operation);
  const use = operation.rest?.file ?? 'none';
  if (use === 'none') return input;
  const file: JsonSchema = { type: 'string', format: 'binary', description: 'In multipart only.' };
  return {
    ...input,
    properties: { ...input.properties, file },
    required: [...(input.required ?? []), ...(use === 'required' ? ['file'] : [])],
  };
}

function output(operation: Operation, library: SchemaLibrary): Html {
  if (operation.rest?.answer === 'file')
    return html`<p class="fields-of">Output: the bytes of the file, not the envelope.</p>`;
  const isBare = operation.socket?.ack === 'bare';
  return shapeTable(library.outputOf(operation), isBare ? 'The ack itself' : 'Output');
}
