import type { CustomItemComponentProps } from 'virtua';

/** A row of a virtual list: between it and the list stands what measures, so that it cannot be an `li`. */
export function VirtualListItem({ ref, style, children }: CustomItemComponentProps) {
  return (
    <div ref={ref} style={style} role="listitem">
      {children}
    </div>
  );
}
