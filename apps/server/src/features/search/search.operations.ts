import { ConversationId } from '@xom/contract/fields';
import type { InputOf } from '@xom/contract/define';
import { search, SearchType } from '@xom/contract/search';
import { z } from 'zod';
import { bind, type Binding } from '../../platform/call.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { Failure } from '../../platform/failure.ts';
import type { Queries } from '../../tables.ts';
import { requireMember } from '../conversations/conversations.policies.ts';
import { Query } from './search-text.ts';
import type { PlaceIn, Results, SearchService, Wanted } from './search.service.ts';

/** A number that a column of PostgreSQL can be compared with. */
const Whole = z.int().min(0);
const Time = z.iso.datetime().transform((time) => new Date(time));

const MessagePosition = z.object({
  round: Whole,
  at: Time,
  conversationId: ConversationId,
  seq: Whole,
});

/** Of the cursor of a list: where its order begins, the window, and what of it was shown last. */
function placeIn<Top extends z.ZodType, Position extends z.ZodType>(top: Top, position: Position) {
  const shown = z.tuple([Whole, z.string().max(200)]).transform(([rank, id]) => ({ rank, id }));
  const end = z.union([z.literal('all'), z.tuple([position]).transform(([upTo]) => ({ upTo }))]);
  return z
    .tuple([top, position.nullable(), end.nullable(), shown.nullable()])
    .transform(([from, after, until, last]) => ({
      top: from,
      place: { after, end: until, shown: last },
    }));
}

const NumberedPlace = placeIn(Whole, Whole);
const MessagePlace = placeIn(Time, MessagePosition);

type Input = InputOf<typeof search>;

/** The operation of contract/search.ts. */
export function searchBindings(service: SearchService, queries: Queries): Binding[] {
  return [
    bind(search, async (input, { caller }) => {
      const { userId } = caller;
      const { conversationId = null } = input;
      const types = typesOf(input);
      if (conversationId) await requireMember(queries, conversationId, userId);
      const ends = await service.catchUp(userId);
      const [users, posts, messages, tags] = await Promise.all([
        types.has('users') &&
          answer(input, NumberedPlace, (wanted) => service.users(userId, wanted, ends)),
        types.has('posts') &&
          answer(input, NumberedPlace, (wanted) => service.posts(userId, wanted, ends)),
        types.has('messages') &&
          answer(input, MessagePlace, (wanted) => service.messages(userId, conversationId, wanted)),
        types.has('tags') &&
          answer(input, NumberedPlace, (wanted) => service.tags(userId, wanted, ends)),
      ]);
      return {
        ...(users && { users }),
        ...(posts && { posts }),
        ...(messages && { messages }),
        ...(tags && { tags }),
      };
    }),
  ];
}

/** @throws Failure `invalid_input` where the rest of the input does not go with them */
function typesOf({ type, conversationId, cursor }: Input): Set<SearchType> {
  const types = new Set(type ?? (conversationId ? ['messages' as const] : SearchType.options));
  if (conversationId && (types.size > 1 || !types.has('messages'))) {
    throw new Failure('invalid_input', { type: 'is messages, with a conversationId' });
  }
  if (cursor !== undefined && types.size > 1) {
    throw new Failure('invalid_input', { cursor: 'goes with one type' });
  }
  return types;
}

/** Reads the cursor of a list, and writes the next one. */
async function answer<Item, Position, Top>(
  { q, limit, cursor }: Input,
  schema: z.ZodType<PlaceIn<Position, Top>>,
  load: (wanted: Wanted<PlaceIn<Position, Top>>) => Promise<Results<Item, PlaceIn<Position, Top>>>,
): Promise<{ items: Item[]; nextCursor: string | null; hasMore: boolean }> {
  const from = cursor === undefined ? null : readCursor(schema, cursor);
  const { items, next } = await load({ query: new Query(q), from, limit });
  return { items, nextCursor: next && writeCursor(written(next)), hasMore: next !== null };
}

function written<Position, Top>({ top, place }: PlaceIn<Position, Top>): unknown {
  const { after, end, shown } = place;
  const until = typeof end === 'object' && end ? [end.upTo] : end;
  return [top, after, until, shown && [shown.rank, shown.id]];
}
