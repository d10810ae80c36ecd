import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { type Crop, maxZoom, middleOf, sideOf, zoomed } from './crop.ts';
import { CropStage } from './crop-stage.tsx';

/** As large as a photo is shown anywhere, on fine screens too. */
const photoPx = 800;

interface CropDialogProps {
  /** Null: nothing is to be placed. */
  picture: ImageBitmap | null;
  isBusy: boolean;
  onClose: () => void;
  onUse: (photo: File) => void;
}

/** Chooses the square of a picture that becomes a photo. */
export function CropDialog({ picture, isBusy, onClose, onUse }: CropDialogProps) {
  const { t } = useTranslation(['settings', 'shell']);
  const [placed, setPlaced] = useState<{ picture: ImageBitmap; crop: Crop } | null>(null);
  const crop = picture && (placed?.picture === picture ? placed.crop : middleOf(picture));
  const place = (next: Crop) => picture && setPlaced({ picture, crop: next });
  return (
    <Dialog
      isOpen={picture !== null}
      onClose={onClose}
      title={t('cropTitle')}
      text={t('cropHint')}
      closeLabel={t('shell:close')}
      size="sm"
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button
            isBusy={isBusy}
            onClick={() => {
              if (picture && crop) void photoOf(picture, crop).then(onUse);
            }}
          >
            {t('usePhoto')}
          </Button>
        </>
      }
    >
      {picture && crop && (
        <div className="mx-auto max-w-80">
          <CropStage label={t('cropArea')} picture={picture} crop={crop} onChange={place} />
          <label className="flex min-h-11 items-center gap-3 pt-2">
            {t('cropZoom')}
            <input
              type="range"
              min={1}
              max={maxZoom}
              step={0.01}
              value={crop.zoom}
              onChange={({ target }) => place(zoomed(picture, crop, target.valueAsNumber))}
              className="min-w-0 flex-1 accent-brick-fill"
            />
          </label>
        </div>
      )}
    </Dialog>
  );
}

/** What shows of the picture, as a file of its own. */
async function photoOf(picture: ImageBitmap, crop: Crop): Promise<File> {
  const side = sideOf(picture, crop);
  const length = Math.round(Math.min(photoPx, side));
  const canvas = new OffscreenCanvas(length, length);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the browser draws nothing');
  // What is transparent would be black in a JPEG.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, length, length);
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    picture,
    crop.x - side / 2,
    crop.y - side / 2,
    side,
    side,
    0,
    0,
    length,
    length,
  );
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  return new File([blob], 'photo.jpg', { type: blob.type });
}
