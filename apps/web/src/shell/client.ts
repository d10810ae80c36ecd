import { createClient, type XomError } from '@xom/sdk/client';

type Listener = (refusal: XomError | null) => void;
const ended = new Set<Listener>();

/** The server that this page comes from. The refresh token is in a cookie that scripts cannot read. */
export const client = createClient({
  url: location.origin,
  cookies: true,
  onTokens: (tokens, refusal) => {
    if (tokens === null) for (const listener of ended) listener(refusal);
  },
});

/** Listens to the end of the session, and by what the server refused it. Answers with what stops it. */
export function onSessionEnd(listener: Listener): () => void {
  ended.add(listener);
  return () => void ended.delete(listener);
}
