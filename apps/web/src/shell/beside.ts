import { createContext } from 'react';

/** What features have on every page of somebody signed in, as notices of messages; the app fills it. */
export const BesideContext = createContext<React.ReactNode>(null);
