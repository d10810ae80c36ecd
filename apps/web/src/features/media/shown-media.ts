import type { Media } from '@xom/contract/media';

/** A file as it is shown: what the server says of it, and what it shows in words. */
export type ShownMedia = Pick<
  Media,
  'id' | 'url' | 'type' | 'mimeType' | 'width' | 'height' | 'variants' | 'thumbhash'
> & { readonly duration?: number | undefined; readonly altText?: string | null };
