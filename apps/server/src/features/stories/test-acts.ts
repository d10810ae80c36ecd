import { expect } from 'vitest';
import { formOf, mp4File, pngFile } from '../../../test/media-files.ts';
import type { Answer, TestPerson } from '../../../test/people.ts';
import { api, server } from '../people/test-acts.ts';

/** What the tests of stories share: people who follow each other, and what they show. */

export async function upload(who: TestPerson, kind: 'image' | 'video' = 'image'): Promise<string> {
  const form =
    kind === 'image'
      ? formOf(await pngFile({ width: 8, height: 8 }))
      : formOf(await mp4File(), 'clip.mp4', 'video/mp4');
  const answer = await who.post(`${api}/media`, form);
  expect(answer.status).toBe(201);
  return answer.body.data.id;
}

export async function postStory(who: TestPerson, given: object = {}): Promise<Answer> {
  return who.post(`${api}/stories`, { mediaId: await upload(who), ...given });
}

/** @returns its id */
export async function show(who: TestPerson, given: object = {}): Promise<string> {
  const answer = await postStory(who, given);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.data.id;
}

/** Lets each follow the other one, and be let in. */
export async function follow(who: TestPerson, ...others: TestPerson[]): Promise<void> {
  for (const other of others) {
    expect((await who.put(`${api}/users/${other.id}/follow`)).status).toBe(200);
  }
}

export const getStory = (who: TestPerson, id: string): Promise<Answer> =>
  who.get(`${api}/stories/${id}`);
export const look = (who: TestPerson, id: string): Promise<Answer> =>
  who.post(`${api}/stories/${id}/view`);
export const viewers = (who: TestPerson, id: string, query = ''): Promise<Answer> =>
  who.get(`${api}/stories/${id}/viewers${query}`);
export const makePrivate = (who: TestPerson): Promise<Answer> =>
  who.patch(`${api}/users/me`, { isPrivate: true });

interface Reel {
  owner: { id: string };
  stories: { id: string; seen: boolean }[];
  hasUnseen: boolean;
}

export async function tray(who: TestPerson): Promise<Reel[]> {
  const answer = await who.get(`${api}/stories`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data.items;
}

/** Whose stories a tray shows, in its order. */
export async function trayOwners(who: TestPerson): Promise<string[]> {
  return (await tray(who)).map(({ owner }) => owner.id);
}

/** Lets the time of stories be over, as a day would. */
export async function letPass(...ids: string[]): Promise<void> {
  await server.pool.query(
    `update stories set expires_at = date_trunc('milliseconds', now()) - interval '1 second'
     where id = any($1)`,
    [ids],
  );
}

/** What the clock does every minute. */
export async function sweep(): Promise<void> {
  await server.pool.query("select graphile_worker.add_job('stories:remove')");
}

/** What is stored of a story: its row, its views, its file's holders. */
export async function stored(
  id: string,
): Promise<{ rows: number; views: number; holders: number }> {
  const { rows } = await server.pool.query(
    `select (select count(*) from stories where id = $1) as rows,
       (select count(*) from story_views where story_id = $1) as views,
       (select count(*) from media_holders where holder_kind = 'story' and holder_id = $1) as holders`,
    [id],
  );
  return rows[0];
}
