import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { Server } from 'socket.io';
import { bareInsert, settingsFromParent } from './bare-messages.ts';

/**
 * Stock Socket.IO 4.8: a message goes to its room as the event of the same bytes that the server under test sends.
 * With a database, it is first stored by one INSERT.
 */
const settings = settingsFromParent();
const pool = settings.database === null ? null : new pg.Pool({ ...settings.database, max: 8 });
const http = createServer();
const io = new Server(http, { serveClient: false });
const seqs = new Map<string, number>();

interface Sent {
  conversationId: string;
  content: string;
}

io.on('connection', (socket) => {
  socket.on('join', ({ groupId }: { groupId: string }, ack: (answer: object) => void) => {
    void socket.join(groupId);
    ack({ status: 'success' });
  });
  const send = async ({ conversationId, content }: Sent): Promise<object> => {
    const id = randomUUID();
    await pool?.query(bareInsert([id, conversationId, id, content]));
    const seq = (seqs.get(conversationId) ?? 0) + 1;
    seqs.set(conversationId, seq);
    const message = messageOf({ id, conversationId, seq, content });
    io.to(conversationId).emit('newMessage', message);
    return message;
  };
  socket.on('messages.send', (sent: Sent, ack: (answer: object) => void) => {
    void send(sent).then((message) => ack({ status: 'success', ...message }));
  });
});

/** All fields of a message of `/chat`. */
function messageOf({
  id,
  conversationId,
  seq,
  content,
}: {
  id: string;
  conversationId: string;
  seq: number;
  content: string;
}): object {
  const now = new Date().toISOString();
  return {
    id,
    conversationId,
    seq,
    version: seq + 1,
    senderId: id,
    sender: { id, username: 'person_1001', displayName: 'Person 1001', photoUrl: null },
    type: 'TEXT',
    content,
    imageUrl: null,
    videoUrl: null,
    stickerUrl: null,
    replyTo: null,
    reply: null,
    storyId: null,
    forwardedFrom: null,
    forwardedAt: null,
    isRecalled: false,
    recalledAt: null,
    expiresAt: null,
    editedAt: null,
    originalContent: null,
    reactions: [],
    mentions: [],
    clientId: null,
    createdAt: now,
    updatedAt: now,
    groupId: conversationId,
    readBy: [],
  };
}

http.listen(0, '127.0.0.1', () => {
  // A TCP server's address is never a string.
  const { port } = http.address() as AddressInfo;
  console.log(`ready at http://127.0.0.1:${port}`);
});
process.on('SIGTERM', () => process.exit());
