import { Navigate, useLocation } from '@tanstack/react-router';
import { Frame } from './frame.tsx';
import { LiveProvider } from './live.tsx';
import { useSession } from './session.tsx';

/** What only signed-in people see; everybody else is asked to sign in, and brought back here after. */
export function SignedIn() {
  const { current } = useSession();
  const location = useLocation();
  // The location is already that of the page that is being loaded: asked again, it would never end.
  if (current.state === 'loading' || location.pathname === '/sign-in') return null;
  if (current.state === 'signed-out') {
    const next = location.href === '/' ? undefined : location.href;
    return <Navigate to="/sign-in" search={next === undefined ? {} : { next }} replace />;
  }
  return (
    <LiveProvider key={current.me.id} userId={current.me.id}>
      <Frame />
    </LiveProvider>
  );
}
