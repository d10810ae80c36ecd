import { type ComponentType, type ReactNode, Suspense, useState } from 'react';
import { lazily } from './lazily.ts';

interface Openable {
  readonly isOpen: boolean;
}

/** A component that loads with its first opening: most pages never need what it is made of. */
export function whenOpened<Props extends Openable>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactNode {
  const Surface: ComponentType<Props> = lazily(load);
  return function WhenOpened(props) {
    const [wasOpened, setWasOpened] = useState(props.isOpen);
    if (props.isOpen && !wasOpened) setWasOpened(true);
    if (!wasOpened) return null;
    return (
      <Suspense fallback={null}>
        <Surface {...props} />
      </Suspense>
    );
  };
}
