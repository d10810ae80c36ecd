import type { EventDefinition, Namespace, Operation } from '@xom/contract/define';
import { conventions } from '@xom/contract/documents/conventions';
import { areaOf, areasOf, channelName } from '@xom/contract/documents/describe';
import {
  componentsUsedBy,
  type JsonSchema,
  type SchemaLibrary,
  schemaLibrary,
} from '@xom/contract/documents/schemas';
import { errorCodes, errorTable } from '@xom/contract/errors';
import type { RoomFrame } from '@xom/contract/room-socket';
import { type Html, html, prose } from './html.ts';
import { fieldTable, isObject, limitsOf, shapeTable, typeOf } from './reference-fields.ts';
import { frameId, frameName, frameSection, framesId, framesTitle } from './reference-frames.ts';
import { operationArticle } from './reference-operation.ts';

export { referenceStyle } from './reference-style.ts';

/** The readable reference, one page of HTML without scripts. Its style is `/api/docs/style.css`. */
export function referencePage(
  operations: readonly Operation[],
  events: readonly EventDefinition[],
  frames: readonly RoomFrame[],
): string {
  const library = schemaLibrary(operations, events, frames);
  const areas = areasOf(operations).map((name) => ({
    name,
    operations: operations.filter((operation) => areaOf(operation) === name),
  }));
  const namespaces = [...new Set(events.map(({ namespace }) => namespace))];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Xóm: the reference</title>
        <link rel="stylesheet" href="/api/docs/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <h1>Xóm <span>the reference</span></h1>
          <p>
            Every operation, event and frame of this server. For machines:
            <a href="/api/v1/openapi.json">OpenAPI</a> and
            <a href="/api/v1/asyncapi.json">AsyncAPI</a>.
          </p>
        </header>
        <div class="columns">
          ${navigation(areas, events, namespaces, frames)}
          <main id="content" tabindex="-1">
            ${conventions.map(conventionSection)} ${errorSection()}
            ${areas.map((area) => areaSection(area, library))}
            ${namespaces.map((namespace) => eventSection(namespace, events, library))}
            ${frameSection(frames, library)} ${shapeSection(operations, events, frames, library)}
          </main>
        </div>
      </body>
    </html> `;
  return page.html;
}

interface Area {
  readonly name: string;
  readonly operations: readonly Operation[];
}

function navigation(
  areas: readonly Area[],
  events: readonly EventDefinition[],
  namespaces: readonly Namespace[],
  frames: readonly RoomFrame[],
): Html {
  const link = (id: string, text: string) => html`<li><a href="#${id}">${text}</a></li>`;
  const group = (id: string, title: string, entries: readonly Html[]) =>
    html`<li>
      <a href="#${id}">${title}</a>
      <ul>
        ${entries}
      </ul>
    </li>`;
  return html`<nav aria-label="Contents">
    <ul>
      ${conventions.map(({ id, title }) => link(id, title))} ${link('errors', 'Errors')}
    </ul>
    <ul>
      ${areas.map(({ name, operations }) =>
        group(
          areaId(name),
          name,
          operations.map((operation) => link(operation.name, shortName(operation))),
        ),
      )}
      ${namespaces.map((namespace) =>
        group(
          eventsId(namespace),
          `Events on ${namespace}`,
          events
            .filter((event) => event.namespace === namespace)
            .map((event) => link(eventId(event), event.name)),
        ),
      )}
      ${group(
        framesId,
        framesTitle,
        frames.map((frame) => link(frameId(frame), frameName(frame))),
      )}
      ${link('shapes', 'Shapes')}
    </ul>
  </nav>`;
}

const areaId = (area: string) => `area-${area}`;
const eventsId = (namespace: Namespace) => `events-${channelName(namespace)}`;
const eventId = ({ namespace, name }: EventDefinition) => `event-${channelName(namespace)}-${name}`;

/** The name in its area; a socket operation of the dialect keeps the sign that tells it apart. */
function shortName({ name }: Operation): string {
  return name.includes(':') ? name : name.slice(name.indexOf('.') + 1);
}

function conventionSection({ id, title, paragraphs }: (typeof conventions)[number]): Html {
  return html`<section>
    <h2 id="${id}">${title}</h2>
    ${paragraphs.map(paragraph)}
  </section> `;
}

/** A paragraph that is nothing but code is an example, on lines of its own. */
function paragraph(text: string): Html {
  const [, example] = /^`([^`]*)`$/.exec(text) ?? [];
  return example === undefined
    ? html`<p>${prose(text)}</p>`
    : html`<pre><code>${example}</code></pre>`;
}

function errorSection(): Html {
  return html`<section>
    <h2 id="errors">Errors</h2>
    <dl class="codes">
      ${errorCodes.map(
        (code) =>
          html`<div>
            <dt><code>${code}</code> ${errorTable[code].status}</dt>
            <dd>${errorTable[code].en}</dd>
          </div> `,
      )}
    </dl>
  </section> `;
}

function areaSection({ name, operations }: Area, library: SchemaLibrary): Html {
  return html`<section>
    <h2 id="${areaId(name)}">${name}</h2>
    ${operations.map((operation) => operationArticle(operation, library))}
  </section> `;
}

function eventSection(
  namespace: Namespace,
  events: readonly EventDefinition[],
  library: SchemaLibrary,
): Html {
  const here = events.filter((event) => event.namespace === namespace);
  return html`<section>
    <h2 id="${eventsId(namespace)}">Events on ${namespace}</h2>
    ${here.map(
      (event) =>
        html`<article aria-labelledby="${eventId(event)}">
          <h3 id="${eventId(event)}">${event.name}</h3>
          <p>${prose(event.summary)}</p>
          ${shapeTable(library.payloadOf(event), 'Payload')}
        </article> `,
    )}
  </section> `;
}

function shapeSection(
  operations: readonly Operation[],
  events: readonly EventDefinition[],
  frames: readonly RoomFrame[],
  library: SchemaLibrary,
): Html {
  const shown = [
    ...operations.flatMap((operation) => [library.inputOf(operation), library.outputOf(operation)]),
    ...events.map((event) => library.payloadOf(event)),
    ...frames.map((frame) => library.dataOf(frame)),
  ];
  const shapes = Object.entries(componentsUsedBy(shown, library.components));
  return html`<section>
    <h2 id="shapes">Shapes</h2>
    <p>What several operations and events share.</p>
    ${shapes.map(
      ([name, schema]) =>
        html`<article aria-labelledby="shape-${name}">
          <h3 id="shape-${name}">${name}</h3>
          <p>${prose(schema.description ?? '')}</p>
          ${isObject(schema) ? fieldTable(schema, 'Fields', 'none.') : plainShape(schema)}
        </article> `,
    )}
  </section> `;
}

function plainShape(schema: JsonSchema): Html {
  const limits = limitsOf(schema);
  return html`<p class="fields-of">
    ${typeOf(schema)}${limits.html === '' ? '' : html`, ${limits}`}
  </p>`;
}
