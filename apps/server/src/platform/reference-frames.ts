import type { SchemaLibrary } from '@xom/contract/documents/schemas';
import type { RoomFrame } from '@xom/contract/room-socket';
import { type Html, html, prose } from './html.ts';
import { shapeTable } from './reference-fields.ts';

export const framesTitle = 'Frames of the raw WebSocket';
export const framesId = 'frames';
export const frameId = ({ direction, type }: RoomFrame) => `frame-${direction}-${type}`;
export const frameName = ({ direction, type }: RoomFrame) => `${type} (${direction})`;

/** What a client of the raw WebSocket may send, and what comes. */
export function frameSection(frames: readonly RoomFrame[], library: SchemaLibrary): Html {
  return html`<section>
    <h2 id="${framesId}">${framesTitle}</h2>
    ${frames.map(
      (frame) =>
        html`<article aria-labelledby="${frameId(frame)}">
          <h3 id="${frameId(frame)}">${frameName(frame)}</h3>
          <p>${prose(frame.data.description ?? '')}</p>
          ${shapeTable(library.dataOf(frame), 'Data')}
        </article> `,
    )}
  </section> `;
}
