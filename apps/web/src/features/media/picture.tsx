import { type CSSProperties, useState } from 'react';
import type { ShownMedia } from './shown-media.ts';
import { placeholderOf } from './thumbhash.ts';

interface PictureProps {
  media: Pick<ShownMedia, 'url' | 'mimeType' | 'width' | 'height' | 'variants' | 'thumbhash'>;
  /** What it shows; empty where it is decoration. */
  alt: string;
  /** How wide it stands on the screen, as in `<img sizes>`: the browser fetches the smallest that does. */
  sizes: string;
  /** `contain` shows all of it, `cover` fills its box. Without a box of its own it has its own shape. */
  fit?: 'cover' | 'contain';
  className?: string;
  /** In sight at once, as in the viewer. */
  isEager?: boolean;
  /** It is there, or will not come. */
  onSettled?: () => void;
  /** May fetch the image as it was uploaded, not only the smaller ones. */
  isFull?: boolean;
}

/** An image of this server: its place is kept, and blurred until it is here. */
export function Picture({
  media,
  alt,
  sizes,
  fit = 'cover',
  className = '',
  isEager = false,
  isFull = false,
  onSettled,
}: PictureProps) {
  const [isLoaded, setLoaded] = useState(false);
  const style: CSSProperties = { aspectRatio: `${media.width} / ${media.height}` };
  if (!isLoaded && media.thumbhash !== null) {
    style.backgroundImage = `url("${placeholderOf(media.thumbhash)}")`;
    style.backgroundSize = fit === 'cover' ? 'cover' : '100% 100%';
  }
  return (
    <img
      {...sourcesOf(media, isFull)}
      alt={alt}
      sizes={sizes}
      width={media.width}
      height={media.height}
      loading={isEager ? 'eager' : 'lazy'}
      decoding="async"
      draggable={false}
      onLoad={() => {
        setLoaded(true);
        onSettled?.();
      }}
      onError={onSettled}
      style={style}
      className={`${fit === 'cover' ? 'object-cover' : 'object-contain'} ${isLoaded ? '' : 'bg-sunken bg-center'} ${className}`}
    />
  );
}

function sourcesOf(
  { url, mimeType, width, variants }: PictureProps['media'],
  isFull: boolean,
): { src: string; srcSet?: string } {
  const { thumb, preview } = variants;
  // The smaller ones stand still.
  if (mimeType === 'image/gif' || !preview) return { src: url };
  const smaller = [...(thumb ? [thumb] : []), preview].map((each) => `${each.url} ${each.width}w`);
  const full = isFull && width > preview.width ? [`${url} ${width}w`] : [];
  return { src: preview.url, srcSet: [...smaller, ...full].join(', ') };
}
