import { XomError } from '@xom/sdk/client';
import { FieldsRefused } from '../../shell/use-form.ts';

/** Of a refused token, what to say at the field of the code; every other error as it is. */
export function codeProblem(error: unknown, text: string): unknown {
  if (!(error instanceof XomError) || error.code !== 'unauthenticated') return error;
  return new FieldsRefused({ token: text });
}
