import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { ImagePlus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { LoadError } from '../../shell/load-error.tsx';
import { stickersQuery } from './messages.queries.ts';

/** The stickers of this server; everybody may add one. */
export function StickerPanel({ onSelect }: { onSelect: (stickerUrl: string) => void }) {
  const { t } = useTranslation(['messages', 'shell']);
  const stickers = useInfiniteQuery(stickersQuery);
  const items = stickers.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex h-full flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {stickers.isError && <LoadError error={stickers.error} onRetry={stickers.refetch} />}
        {stickers.isSuccess && items.length === 0 && (
          <p className="p-6 text-center text-muted">{t('noStickers')}</p>
        )}
        <div className="grid grid-cols-4 gap-1">
          {items.map(({ id, stickerUrl, width, height }, index) => (
            <button
              key={id}
              type="button"
              aria-label={t('stickerNumber', { number: index + 1 })}
              onClick={() => onSelect(stickerUrl)}
              className="aspect-square rounded-sm p-1 -outline-offset-2 hover:bg-hover"
            >
              <img
                src={stickerUrl}
                alt=""
                width={width}
                height={height}
                loading="lazy"
                draggable={false}
                className="size-full object-contain"
              />
            </button>
          ))}
          {stickers.isPending &&
            Array.from({ length: 8 }, (_, index) => (
              <Skeleton key={index} className="aspect-square" />
            ))}
        </div>
        {stickers.hasNextPage && (
          <Button
            variant="quiet"
            size="sm"
            isBusy={stickers.isFetchingNextPage}
            onClick={() => void stickers.fetchNextPage()}
          >
            {t('shell:loadMore')}
          </Button>
        )}
      </div>
      <div className="border-t border-hairline p-2">
        <AddSticker />
      </div>
    </div>
  );
}

function AddSticker() {
  const { t } = useTranslation('messages');
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const chooser = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const add = async (file: File): Promise<void> => {
    setBusy(true);
    try {
      await client.stickers.create({ file });
      await queries.invalidateQueries({ queryKey: stickersQuery.queryKey });
    } catch (error) {
      toast.show({ text: errorText(error), kind: 'error' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        variant="quiet"
        size="sm"
        icon={<ImagePlus />}
        isBusy={isBusy}
        onClick={() => chooser.current?.click()}
        className="w-full"
      >
        {t('addSticker')}
      </Button>
      <input
        ref={chooser}
        type="file"
        hidden
        accept="image/png,image/webp,image/gif,image/jpeg,image/avif"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void add(file);
          target.value = '';
        }}
      />
    </>
  );
}
