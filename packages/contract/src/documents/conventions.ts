/** What holds for every operation, in words: for the documents and for the reference page. */
export interface Convention {
  readonly id: string;
  readonly title: string;
  /** `backticks` mark code; a paragraph that is nothing but code is an example. */
  readonly paragraphs: readonly string[];
}

/** The cookie that lets a browser fetch media, limited to the media addresses. */
export const mediaCookieName = 'xom_media';

export const conventions: readonly Convention[] = [
  {
    id: 'answers',
    title: 'Answers',
    paragraphs: [
      'A success, where `data` is the thing that was made, changed or asked for. What makes something answers 201; what only acts answers 200 with `data: {}`:',
      '`{"status":"success", "statusCode":200, "data":…}`',
      'A failure, where `error` is one of the codes listed with each operation. `message` is for people and follows `Accept-Language` (en, vi). `details`, when there, says what is wrong by the path of the field:',
      '`{"status":"error", "statusCode":400, "error":"invalid_input", "message":"…", "details":{"memberIds.0":"…"}}`',
      'Any call may also fail with `internal` (500) or `unavailable` (503); one with a body with `payload_too_large` (413) or `unsupported_media_type` (415).',
      'Ids are UUIDs. Times are ISO 8601 in UTC with milliseconds. Unknown extra fields of an input are ignored; ignore fields of an answer that you do not know.',
    ],
  },
  {
    id: 'sign-in',
    title: 'Signing in',
    paragraphs: [
      'Send `Authorization: Bearer <accessToken>`. `POST /api/v1/auth/register` and `POST /api/v1/auth/login` answer with an access token and a refresh token. When a call answers 401 `unauthenticated`, trade the refresh token at `POST /api/v1/auth/refresh` for two new ones, once: a refresh token that is used again ends its session.',
      'A browser may ask for cookies instead (`cookies: true` and the header `X-Xom-Client`): the refresh token then travels only in an HttpOnly cookie limited to `/api/v1/auth`.',
      `Media is served at plain addresses and checked at each fetch: by the bearer, by \`?token=<accessToken>\`, or by the HttpOnly cookie \`${mediaCookieName}\` that is set at sign-in.`,
      'Every call is checked in this order: who are you, rate limit, input, may you.',
    ],
  },
  {
    id: 'inputs',
    title: 'Inputs',
    paragraphs: [
      'Names with a colon in a path (`:conversationId`) are fields of the input. GET and DELETE take the others from the query, a list as values joined by commas. Other methods take a JSON body; those that take a file take `multipart/form-data` with the file as `file`.',
    ],
  },
  {
    id: 'lists',
    title: 'Lists',
    paragraphs: [
      '`?limit=&cursor=` answers a page:',
      '`{"items":[…], "nextCursor":"…", "hasMore":true}`',
      '`nextCursor` is null on the last page. `limit` is 1 to 100, 20 if absent. A cursor is opaque: pass `nextCursor` of one page to get the next. Messages and people come newest first.',
    ],
  },
  {
    id: 'retries',
    title: 'Retries',
    paragraphs: [
      'A success for a message means that it is stored for good. Give each message a `clientId` of your own (up to 64 characters) and repeat it when you retry: the same sender, conversation and `clientId` answers with the first message and sends no second event.',
      'After 429 `rate_limited`, wait for the seconds in `Retry-After`.',
    ],
  },
  {
    id: 'sockets',
    title: 'Sockets',
    paragraphs: [
      'Connect with Socket.IO 4 to the namespace `/v1`, with the access token as `auth.token` in the handshake, in the `Authorization` header or as `?token=`:',
      '`io("https://…/v1", { auth: { token: accessToken } })`',
      'Every operation that has an event is called as `socket.emit("<name>", input, ack)`, with the same input as over REST.',
      'The ack is `{"status":"success", …fields}`, the fields of the output beside `status`, or `{"status":"error","error":"<code>","message":"<text>"}`. An unknown event is acked `not_found`; a missing or null payload is `invalid_input`.',
      'An open socket outlives its access token and ends with its session. After any break, or after the event `resync`, call `sync.pull` with the versions you hold: it brings exactly what changed. So too where `versions`, sent now and then, names a version above yours: a last event that was lost shows within 30 s.',
    ],
  },
  {
    id: 'chat-dialect',
    title: 'The /chat dialect',
    paragraphs: [
      'The operations under `chat` are another wording of the same operations, for clients of the chat specification: REST under `/chat` (at the root and under `/api/v1`) and the Socket.IO namespace `/chat`, where `groupId` is the conversation and `profileId` the user. New clients need none of them.',
      'Its events are those of its specification and `resync`: there are no `versions`. In a group that is open, a lost message shows with the next one, by a hole in `seq`; counts are whole each time. A client that must learn of a lost last event listens on `/v1` beside it.',
    ],
  },
  {
    id: 'social-dialect',
    title: 'The / dialect',
    paragraphs: [
      'The operations under `social` are the wording of clients that know people and direct messages only, on the Socket.IO namespace `/`. Where an operation lists its arguments, the event takes those instead of one object, and every event takes an ack as its last argument or none:',
      '`socket.emit("receiveUserProfile", userId, ack)`',
      'Where its ack is the output itself, there is no `status` beside it; a refusal is acked `{"status":"error","error":"<code>","message":"<text>"}` all the same, and nothing is emitted then.',
      'After connecting, `allUnreadMsgFromServer` comes once. Messages stay unread until they are read by any door.',
    ],
  },
  {
    id: 'rooms',
    title: 'The raw WebSocket',
    paragraphs: [
      'For clients without Socket.IO: a WebSocket at `/ws/:roomId/:userId`, one for each conversation, with the access token as `?token=`, in the `Authorization` header, or as the subprotocols `["bearer", "<token>"]`. Frames are `{"type","data"}`, text of up to 64 KiB.',
      'In: `send_message`, `reaction`, `typing`. Out: `new_message`, `reaction` and `typing`, and to who sent a frame `ack` or `error`, after which the socket stays. What stands in them is in the AsyncAPI document, and at the end of the reference.',
      'Close codes: 4401 the token or the session, 4403 not yours or not in the room (any more), 1008 too many frames, 1009 a frame too large, 1012 something may be missing, or the server stops: come back and load anew. Nothing else tells of a lost frame; who must know of every change listens on `/v1` beside it.',
    ],
  },
];

/** All conventions as Markdown, for the descriptions in the documents. */
export function conventionsAsMarkdown(): string {
  return conventions
    .map(({ title, paragraphs }) => [`## ${title}`, ...paragraphs].join('\n\n'))
    .join('\n\n');
}
