import { z } from 'zod';
import { defineOperation } from './define.ts';
import { MediaId, Nothing, pageInput, pageOf, text, Url } from './fields.ts';

const Variant = z.strictObject({ url: Url, width: z.int(), height: z.int() });

export const Media = z.strictObject({
  id: MediaId,
  url: Url,
  type: z.enum(['IMAGE', 'VIDEO', 'STICKER']),
  mimeType: z.string(),
  width: z.int().describe('Pixels, upright.'),
  height: z.int().describe('Pixels, upright.'),
  duration: z.number().optional().describe('Seconds; videos only.'),
  size: z.int().describe('Bytes.'),
  variants: z.record(z.string(), Variant).describe('`thumb` and `preview` of images.'),
  thumbhash: z.string().nullable().describe('Base64; a blurred placeholder of an image.'),
});
export type Media = z.output<typeof Media>;

export const uploadMedia = defineOperation({
  name: 'media.upload',
  summary: 'Upload an image (20 MB) or a video (200 MB). All variants exist when it answers.',
  rest: 'POST /media',
  status: 201,
  file: 'required',
  socket: null,
  access: 'person',
  rate: 'upload',
  input: z.object({
    type: z.enum(['IMAGE', 'VIDEO']).optional().describe('What the file must be; absent: either.'),
  }),
  output: Media,
  errors: ['payload_too_large', 'unsupported_media_type'],
});

export const discardMedia = defineOperation({
  name: 'media.discard',
  summary: 'Take back an upload of mine that nothing holds.',
  rest: 'DELETE /media/:mediaId',
  access: 'person',
  rate: 'write',
  input: z.object({ mediaId: MediaId }),
  output: Nothing,
  errors: ['not_found', 'conflict'],
});

export const fetchMedia = defineOperation({
  name: 'media.fetch',
  summary: 'The file itself, ranges too. Takes a bearer, `?token=` or the media cookie.',
  rest: 'GET /media/:mediaId',
  answer: 'file',
  socket: null,
  access: 'person',
  rate: 'file',
  input: z.object({ mediaId: MediaId }),
  output: z.unknown(),
  errors: ['not_found'],
});

export const fetchMediaVariant = defineOperation({
  name: 'media.fetchVariant',
  summary: 'A smaller picture of the file.',
  rest: 'GET /media/:mediaId/:variant',
  answer: 'file',
  socket: null,
  access: 'person',
  rate: 'file',
  input: z.object({ mediaId: MediaId, variant: text(20).min(1) }),
  output: z.unknown(),
  errors: ['not_found'],
});

export const Sticker = z.strictObject({
  id: MediaId,
  stickerUrl: Url,
  width: z.int(),
  height: z.int(),
});

export const createSticker = defineOperation({
  name: 'stickers.create',
  summary: 'Add a sticker (an image of up to 2 MB) that everybody here may send.',
  rest: 'POST /stickers',
  status: 201,
  file: 'required',
  socket: null,
  access: 'person',
  rate: 'upload',
  input: z.object({}),
  output: Sticker,
  errors: ['payload_too_large', 'unsupported_media_type'],
});

export const listStickers = defineOperation({
  name: 'stickers.list',
  summary: 'The stickers of this server, newest first.',
  rest: 'GET /stickers',
  access: 'person',
  rate: 'read',
  input: z.object(pageInput),
  output: pageOf(Sticker),
});

export const mediaOperations = [
  uploadMedia,
  discardMedia,
  fetchMedia,
  fetchMediaVariant,
  createSticker,
  listStickers,
] as const;
