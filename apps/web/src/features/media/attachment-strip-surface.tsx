import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { horizontalListSortingStrategy, SortableContext, useSortable } from '@dnd-kit/sortable';
import { type KeyboardEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from '../../shell/translation.tsx';
import { AltTextDialog } from './alt-text-dialog.tsx';
import type { AttachmentStripProps } from './attachment-strip.tsx';
import { AttachmentTile } from './attachment-tile.tsx';
import type { Attachment } from './use-attachments.ts';

const mute = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};

/** The strip itself. */
export function AttachmentStripSurface({ attachments, hasAltText = false }: AttachmentStripProps) {
  const { items, move, setAltText } = attachments;
  const { t } = useTranslation('media');
  const [described, setDescribed] = useState<Attachment | null>(null);
  // A tap is no drag, and a finger may scroll.
  const touch = useSensor(PointerSensor, { activationConstraint: { delay: 150, tolerance: 6 } });
  const sensors = useSensors(touch);
  const placeOf = (id: string | number) => items.findIndex((item) => item.id === id);
  const [said, say] = useState('');
  const moveTo = (id: string, place: number) => {
    if (place < 0 || place >= items.length) return;
    move(id, place);
    say(t('moved', { number: placeOf(id) + 1, place: place + 1, count: items.length }));
  };
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) moveTo(String(active.id), placeOf(over.id));
  };
  return (
    <>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={onDragEnd}
        // The arrow keys move too, and what moved is said below.
        accessibility={{
          screenReaderInstructions: { draggable: t('dragHelp') },
          announcements: mute,
        }}
      >
        <SortableContext items={[...items]} strategy={horizontalListSortingStrategy}>
          <ul aria-label={t('attachments')} className="flex gap-3 overflow-x-auto px-1 pt-2 pb-3">
            {items.map((item, index) => (
              <SortableTile
                key={item.id}
                item={item}
                index={index}
                attachments={attachments}
                onMove={(step) => moveTo(item.id, index + step)}
                onDescribe={hasAltText ? () => setDescribed(item) : undefined}
              />
            ))}
          </ul>
        </SortableContext>
      </DndContext>
      <p role="status" className="sr-only">
        {said}
      </p>
      <AltTextDialog
        attachment={described}
        onClose={() => setDescribed(null)}
        onSave={(altText) => {
          if (described) setAltText(described.id, altText);
          setDescribed(null);
        }}
      />
    </>
  );
}

function SortableTile({
  item,
  index,
  attachments,
  onMove,
  onDescribe,
}: {
  item: Attachment;
  index: number;
  attachments: AttachmentStripProps['attachments'];
  onMove: (step: number) => void;
  onDescribe: (() => void) | undefined;
}) {
  const isAlone = attachments.items.length < 2;
  const sortable = useSortable({ id: item.id, disabled: isAlone });
  const { transform, transition, isDragging } = sortable;
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent<HTMLElement>) => {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    flushSync(() => onMove(step));
    // What moves in the page loses the focus.
    currentTarget.focus();
  };
  return (
    <li
      ref={sortable.setNodeRef}
      className={`shrink-0 ${isDragging ? 'relative z-10 opacity-80' : ''}`}
      style={{
        transform: transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined,
        transition,
      }}
    >
      <AttachmentTile
        item={item}
        number={index + 1}
        count={attachments.items.length}
        handle={isAlone ? null : { ...sortable.attributes, ...sortable.listeners, onKeyDown }}
        onRetry={() => attachments.retry(item.id)}
        onRemove={() => attachments.remove(item.id)}
        onDescribe={onDescribe}
      />
    </li>
  );
}
