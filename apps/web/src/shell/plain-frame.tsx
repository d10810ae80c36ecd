import { Outlet } from '@tanstack/react-router';

/** The frame of pages without navigation: one narrow column. */
export function PlainFrame() {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-110 flex-col px-4 py-8 tablet:py-16">
      <Outlet />
    </div>
  );
}
