import axios from 'axios';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { animatedGif, cut, mp4File, pngFile, webpFile } from './media-files.ts';
import { type Answer, emit, next, register, type TestPerson } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

/** The files of seed 004: images, videos and stickers through `/chat`, as its own code sends them. */

let server: TestServer;
let lan: TestPerson;
let minh: TestPerson;
let outsider: TestPerson;
let groupId: string;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  [lan, minh, outsider] = await Promise.all([register(server), register(server), register(server)]);
  const made = await lan.post('/api/v1/conversations', { isGroup: true, memberIds: [minh.id] });
  groupId = made.body.data.id;
});

/** The document's own order: the file first, then the fields. */
function formOf(file: Buffer, type: string, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(file)]), 'file');
  form.append('groupId', groupId);
  form.append('type', type);
  form.append('senderId', lan.id);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

async function sent(answer: Answer): Promise<Answer['body']> {
  expect(answer).toMatchObject({ status: 200 });
  const { body } = await minh.get(`/api/v1/conversations/${groupId}/messages?limit=1`);
  expect(body.data.items[0].id).toBe(answer.body.data.messageId);
  return body.data.items[0];
}

async function mediaCount(): Promise<number> {
  const { rows } = await server.pool.query('select id from media where state = $1', ['ready']);
  return rows.length;
}

describe('a message with a file', () => {
  it.each([
    ['PNG', pngFile, 'IMAGE', 'imageUrl', 'image/png'],
    ['WebP', webpFile, 'IMAGE', 'imageUrl', 'image/webp'],
    ['GIF', animatedGif, 'IMAGE', 'imageUrl', 'image/gif'],
    ['MP4', mp4File, 'VIDEO', 'videoUrl', 'video/mp4'],
  ] as const)(
    '%s reaches the others, who may fetch it; nobody else may',
    async (_name, make, type, field, mime) => {
      const opener = await minh.chat();
      await emit(opener, 'open', { profileId: minh.id, groupId });
      const told = next<Record<string, unknown>>(opener, 'newMessage');
      const message = await sent(
        await lan.post('/chat/send', formOf(await make(), type, { message: 'xem này' })),
      );
      expect(message).toMatchObject({ type, content: 'xem này', [field]: expect.any(String) });
      expect(await told).toMatchObject({ id: message.id, [field]: message[field] });
      const file = await minh.get(message[field]);
      expect(file.status).toBe(200);
      expect(file.headers.get('content-type')).toBe(mime);
      expect((await outsider.get(message[field])).body).toMatchObject({ error: 'not_found' });
      await lan.delete(`/api/v1/conversations/${groupId}/members/${minh.id}`);
      expect((await minh.get(message[field])).status).toBe(404);
      minh.disconnect();
    },
  );

  it('is taken from axios too, as the document writes it', async () => {
    const headers = { Authorization: `Bearer ${lan.token}`, 'Content-Type': 'multipart/form-data' };
    const { status, data } = await axios.post(
      `${server.url}/chat/send`,
      formOf(await pngFile(), 'IMAGE'),
      {
        headers,
      },
    );
    expect(status).toBe(200);
    expect(data).toMatchObject({
      status: 'success',
      statusCode: 200,
      data: { groupId, senderId: lan.id },
    });
  });

  it('may follow the fields, and needs no text', async () => {
    const form = new FormData();
    form.append('groupId', groupId);
    form.append('type', 'IMAGE');
    form.append('message', '');
    form.append('file', new Blob([new Uint8Array(await pngFile())]), 'anh.png');
    expect(await sent(await lan.post('/chat/send', form))).toMatchObject({
      content: null,
      type: 'IMAGE',
    });
  });

  it('hangs at /api/v1 as well', async () => {
    expect((await lan.post('/api/v1/chat/send', formOf(await pngFile(), 'IMAGE'))).status).toBe(
      200,
    );
  });

  it('is refused when it is not what it says, and nothing is kept', async () => {
    const before = await mediaCount();
    const png = await pngFile();
    const refusals = [
      [
        await lan.post('/chat/send', formOf(Buffer.from('chào'), 'IMAGE')),
        'unsupported_media_type',
      ],
      [await lan.post('/chat/send', formOf(cut(png), 'IMAGE')), 'unsupported_media_type'],
      [await lan.post('/chat/send', formOf(await mp4File(), 'IMAGE')), 'unsupported_media_type'],
      [await lan.post('/chat/send', formOf(png, 'VIDEO')), 'unsupported_media_type'],
      [await lan.post('/chat/send', formOf(png, 'TEXT')), 'invalid_input'],
      [
        await lan.post('/chat/send', formOf(png, 'IMAGE', { replyTo: crypto.randomUUID() })),
        'not_found',
      ],
      [await outsider.post('/chat/send', formOf(png, 'IMAGE')), 'forbidden'],
    ] as const;
    for (const [{ body }, error] of refusals)
      expect(body).toMatchObject({ status: 'error', error });
    const form = formOf(png, 'IMAGE');
    form.delete('senderId');
    expect((await outsider.post('/chat/send', form)).body).toMatchObject({ error: 'not_a_member' });
    await vi.waitFor(async () => expect(await mediaCount()).toBe(before));
    const withoutFile = { groupId, type: 'IMAGE', senderId: lan.id };
    expect((await lan.post('/chat/send', withoutFile)).body).toMatchObject({
      error: 'invalid_input',
    });
  });
});

describe('stickers', () => {
  it('are uploaded once and sent by their URL', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await webpFile())]), 'meo.webp');
    const answer = await lan.post('/chat/sticker', form);
    expect(answer.body).toMatchObject({
      status: 'success',
      data: { stickerUrl: expect.any(String) },
    });
    const { stickerUrl } = answer.body.data;
    for (const person of [lan, minh]) {
      const body = { groupId, message: stickerUrl, type: 'STICKER', senderId: person.id };
      expect(await sent(await person.post('/chat/send', body))).toMatchObject({
        type: 'STICKER',
        stickerUrl,
        content: null,
      });
    }
    expect((await outsider.get(stickerUrl)).status).toBe(200);
  });

  it('may come as a file with the message', async () => {
    expect(
      await sent(await lan.post('/chat/send', formOf(await pngFile(), 'STICKER'))),
    ).toMatchObject({
      type: 'STICKER',
      stickerUrl: expect.any(String),
    });
  });

  it('are of this server only', async () => {
    const { messageId } = (await lan.post('/chat/send', formOf(await pngFile(), 'IMAGE'))).body
      .data;
    const { body } = await lan.get(`/api/v1/conversations/${groupId}/messages`);
    const { imageUrl } = body.data.items.find(({ id }: { id: string }) => id === messageId);
    const refusals = [
      ['https://example.org/meo.webp', 'invalid_input'],
      [`/api/v1/media/${crypto.randomUUID()}`, 'not_found'],
      [imageUrl, 'unsupported_media_type'],
      ['', 'invalid_input'],
    ] as const;
    for (const [message, error] of refusals) {
      const answer = await lan.post('/chat/send', {
        groupId,
        message,
        type: 'STICKER',
        senderId: lan.id,
      });
      expect([message, answer.body.error]).toEqual([message, error]);
    }
  });
});

describe('the end of a file', () => {
  it('comes with the recall of its last message, a forwarded one keeps it', async () => {
    const image = await sent(await lan.post('/chat/send', formOf(await pngFile(), 'IMAGE')));
    const forwarded = await lan.post('/chat/forward', {
      messageId: image.id,
      targetGroupId: groupId,
    });
    expect(forwarded.body.data.message).toMatchObject({
      imageUrl: image.imageUrl,
      forwardedFrom: image.id,
    });
    await lan.put(`/chat/recall/${image.id}`);
    expect((await minh.get(image.imageUrl)).status).toBe(200);
    await lan.put(`/chat/recall/${forwarded.body.data.messageId}`);
    expect((await minh.get(image.imageUrl)).status).toBe(404);
    expect((await lan.get(image.imageUrl)).status).toBe(404);
    const id = image.imageUrl.split('/').at(-1);
    await vi.waitFor(
      async () =>
        expect((await server.pool.query('select from media where id = $1', [id])).rowCount).toBe(0),
      2000,
    );
  });

  it('is for oneself with a delete for oneself', async () => {
    const image = await sent(await lan.post('/chat/send', formOf(await pngFile(), 'IMAGE')));
    await minh.delete(`/chat/delete/${image.id}`);
    expect((await minh.get(image.imageUrl)).status).toBe(404);
    expect((await lan.get(image.imageUrl)).status).toBe(200);
  });
});
