import { useEffect, useState } from 'react';

/**
 * The token of a link in a mail, which stands behind `#token=`, where no server and no log sees it. It is
 * taken out of the address, so that nobody finds it in the history.
 */
export function useMailToken(): string {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
  useEffect(() => {
    if (token !== '') history.replaceState(history.state, '', location.pathname);
  }, [token]);
  return token;
}
