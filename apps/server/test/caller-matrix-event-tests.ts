import { events } from '@xom/contract/contract';
import type { EventDefinition } from '@xom/contract/define';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventRows } from './caller-matrix-event-rows.ts';
import type { EventRow, Scene } from './caller-matrix-events.ts';
import { type Ear, Stage } from './caller-matrix-stage.ts';
import type { World } from './caller-matrix-world.ts';

const keyOf = ({ namespace, name }: EventDefinition): string => `${namespace} ${name}`;

/** Each event reaches exactly those concerned, each socket of theirs once, and nobody else hears of it. */
export function describeEvents(world: () => World): void {
  describe('events', () => {
    let stage: Stage;
    const versions: { ear: Ear; payload: unknown }[] = [];
    beforeAll(async () => {
      stage = await Stage.build(world());
      for (const ear of stage.ears) {
        ear.socket.on('versions', (payload) => versions.push({ ear, payload }));
      }
    });
    afterAll(() => stage?.end());

    it('every event has a row, and every row an event', () => {
      expect(Object.keys(eventRows).toSorted()).toEqual(events.map(keyOf).toSorted());
      for (const { scenes, unseen } of Object.values(eventRows)) {
        expect(scenes.length > 0 || unseen !== undefined || isOfClosing(scenes)).toBe(true);
      }
    });

    it('the sockets of the suspended person are closed, those of the removed member stay open', () => {
      for (const { who, socket } of stage.ears) {
        expect(socket.connected, who).toBe(who !== 'suspended person');
      }
    });

    for (const event of events) {
      const row = new Map<string, EventRow>(Object.entries(eventRows)).get(keyOf(event));
      for (const scene of row?.scenes ?? []) {
        it(`${keyOf(event)} · ${scene.what} → ${row?.audience}`, () => play(stage, event, scene));
      }
    }

    it('/v1 versions → names only conversations that the person is in', () => {
      for (const { ear, payload } of versions) {
        if (isOutsideOf(ear)) expect(JSON.stringify(payload)).not.toContain(stage.group);
      }
    });

    describe('when the server stops', () => {
      beforeAll(async () => {
        stage.forget();
        await world().server.close();
      });
      it.each(['/v1', '/chat'] as const)('%s resync → everybody who receives', (namespace) => {
        const receivers = stage.ears.filter(
          (ear) =>
            ear.namespace === namespace && ear.isRegistered && ear.who !== 'suspended person',
        );
        expect(heardOn(stage, { namespace, name: 'resync' })).toEqual(onceEach(receivers));
      });
    });
  });
}

const closingScenes = eventRows['/v1 resync'].scenes;

/** Its one scene is the end of the server. */
function isOfClosing(scenes: readonly Scene[]): boolean {
  return scenes === closingScenes;
}

function isOutsideOf({ who }: Ear): boolean {
  return who === 'outsider' || who === 'removed member' || who === 'friend' || who === 'moderator';
}

async function play(stage: Stage, event: EventDefinition, scene: Scene): Promise<void> {
  await scene.before?.(stage);
  await stage.settled();
  stage.forget();
  await scene.act(stage);
  await stage.settled();
  const { namespace } = event;
  const audience = stage.ears.filter((ear) => ear.namespace === namespace && scene.hears(ear));
  expect(heardOn(stage, event)).toEqual(onceEach(audience));
  for (const ear of stage.ears) {
    if (!scene.concerns.includes(ear.who)) {
      expect(ear.heard.filter(isOfScene), `heard by ${ear.name}`).toEqual([]);
    }
    for (const [name, payload] of ear.heard) {
      if (ear.namespace === namespace && name === event.name) scene.payload?.(payload, ear);
    }
  }
  await scene.after?.(stage);
}

/** The beacon beats when its time comes, whatever happens on the stage. */
function isOfScene([name]: Ear['heard'][number]): boolean {
  return name !== 'versions' && name !== 'resync';
}

/** How often each socket heard an event, by the name of the socket. */
function heardOn(
  stage: Stage,
  event: Pick<EventDefinition, 'namespace' | 'name'>,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name, namespace, heard } of stage.ears) {
    const count = heard.filter(([heardName]) => heardName === event.name).length;
    if (namespace === event.namespace && count > 0) counts[name] = count;
  }
  return counts;
}

function onceEach(ears: readonly Ear[]): Record<string, number> {
  return Object.fromEntries(ears.map(({ name }) => [name, 1]));
}
