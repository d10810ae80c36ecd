import { useTranslation } from '../../shell/translation.tsx';
import { useToast } from '../../design/toast.tsx';

/** Gives the link of a post to whatever the device shares with, or else to the clipboard. */
export function useShareLink(): (postId: string) => Promise<void> {
  const { t } = useTranslation('posts');
  const toast = useToast();
  return async (postId) => {
    const url = `${location.origin}/posts/${postId}`;
    try {
      if ('share' in navigator && matchMedia('(pointer: coarse)').matches) {
        await navigator.share({ url });
      } else {
        await navigator.clipboard.writeText(url);
        toast.show({ kind: 'success', text: t('linkCopied') });
      }
    } catch (error) {
      // Closing what the device shows is no failure.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      toast.show({ text: url });
    }
  };
}
