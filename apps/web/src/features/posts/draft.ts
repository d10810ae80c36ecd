import type { Person } from '@xom/contract/fields';
import type { Post } from '@xom/contract/posts';

/** What is written of a post, beside its files. */
export interface Draft {
  readonly kind: Post['kind'];
  readonly text: string;
  readonly visibility: Post['visibility'];
  readonly tagged: readonly Person[];
}

export const maxLength = { post: 5000, tweet: 500 } as const satisfies Record<Post['kind'], number>;
export const maxTagged = 20;

export const emptyDraft: Draft = { kind: 'post', text: '', visibility: 'public', tagged: [] };

/** What a post says now, to be changed. */
export function draftOf({ kind, text, visibility, taggedUsers }: Post): Draft {
  return { kind, text: text ?? '', visibility, tagged: taggedUsers };
}
