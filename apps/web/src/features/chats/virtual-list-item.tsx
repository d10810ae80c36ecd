import type { CustomItemComponentProps } from 'virtua';

/** A row of a virtual list: between it and the list stands what measures, so that it cannot be an `li`. */
export function VirtualListItem({ ref, style, children }: CustomItemComponentProps) {
  return (
    // virtua takes them from all items while the list moves: a click then would be lost.
    <div ref={ref} style={style} role="listitem" className="pointer-events-auto">
      {children}
    </div>
  );
}
