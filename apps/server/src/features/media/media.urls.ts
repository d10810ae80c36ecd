import { MediaId } from '@xom/contract/fields';

const path = '/api/v1/media/';

/** Makes and reads the addresses of files: on this server, or under PUBLIC_URL where that is set. */
export class MediaUrls {
  readonly #base: string;

  constructor(publicUrl: string | null) {
    this.#base = (publicUrl ?? '') + path;
  }

  of(mediaId: MediaId, variant?: string): string {
    return this.#base + mediaId + (variant ? `/${variant}` : '');
  }

  /** The file that an address of this server names, absolute or not; null for any other address. */
  read(url: string): MediaId | null {
    const local = url.startsWith(this.#base) ? url.slice(this.#base.length) : withoutPath(url);
    return local === null ? null : (MediaId.safeParse(local).data ?? null);
  }
}

function withoutPath(url: string): string | null {
  return url.startsWith(path) ? url.slice(path.length) : null;
}
