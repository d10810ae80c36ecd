import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Leads somebody who has signed in to where they wanted to go. */
export function Onward({ next = '/' }: { next: string | undefined }) {
  const { history } = useRouter();
  useEffect(() => history.replace(next), [history, next]);
  return null;
}
