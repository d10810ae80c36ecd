import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * What others' code would log beside our own lines: headers and addresses with tokens in them, and rows
 * with people's texts.
 */
const secretPaths = [
  'busboyOptions',
  'req.url',
  'req.headers',
  'err.detail',
  'err.where',
  'err.internalQuery',
  'err.client',
];

/** A log of JSON lines, on standard output unless another destination is given. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, redact: { paths: secretPaths, remove: true } };
  return destination ? pino(options, destination) : pino(options);
}
