import type { IncomingMessage } from 'node:http';

/**
 * Lets a client read the refusal of a body that it is still sending. After such an answer Node closes the
 * connection with bytes unread; TCP then resets it, and the answer may be lost on the way. Instead what
 * still comes is thrown away, our half is closed after the answer, and all of it some seconds later.
 */
export function closeGently(request: IncomingMessage, { seconds = 5 } = {}): void {
  if (request.complete || request.destroyed) return;
  const { socket } = request;
  request.unpipe();
  request.resume();
  // Node calls this when an answer that says `Connection: close` is out.
  socket.destroySoon = () => {
    socket.end();
    const timer = setTimeout(() => socket.destroy(), seconds * 1000).unref();
    socket.once('close', () => clearTimeout(timer));
  };
}
