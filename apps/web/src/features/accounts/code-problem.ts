import { XomError } from '@xom/sdk/client';

/** Of a refused token, what to say at the field of the code; every other error as it is. */
export function codeProblem(error: unknown, text: string): unknown {
  if (!(error instanceof XomError) || error.code !== 'unauthenticated') return error;
  return new XomError('invalid_input', error.message, { details: { token: text } });
}
