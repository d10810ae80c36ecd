import type { Post, PostEdit } from '@xom/contract/posts';
import { History } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { SkeletonText } from '../../design/skeleton.tsx';
import { EmptyState } from '../../design/state.tsx';
import { useFormats } from '../../shell/formats.ts';
import { QueryList } from '../../shell/query-list.tsx';
import { postEditsQuery } from './posts.queries.ts';

/** What a post said before each edit. */
export function EditsDialog({
  post,
  isOpen,
  onClose,
}: {
  post: Post;
  isOpen: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation(['posts', 'shell']);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('edits')}
      text={t('editsText')}
      closeLabel={t('shell:close')}
    >
      <QueryList
        label={t('edits')}
        query={postEditsQuery(post.id)}
        itemKey={({ replacedAt }) => replacedAt}
        renderItem={(edit) => <Edit edit={edit} />}
        skeleton={<SkeletonText />}
        empty={<EmptyState icon={<History />} title={t('noEdits')} heading="p" />}
        className="divide-y divide-hairline"
      />
    </Dialog>
  );
}

function Edit({ edit: { text, media, replacedAt } }: { edit: PostEdit }) {
  const { t } = useTranslation('posts');
  const formats = useFormats();
  const altTexts = media.filter(({ altText }) => altText !== null);
  return (
    <div className="py-3">
      <p className="text-caption text-muted">
        {t('replacedAt', { time: formats.dateTime(replacedAt) })}
      </p>
      <p className="whitespace-pre-line">{text ?? t('noText')}</p>
      {altTexts.map(({ mediaId, altText }) => (
        <p key={mediaId} className="mt-1 text-caption text-muted">
          {t('altTextWas', { text: altText ?? '' })}
        </p>
      ))}
    </div>
  );
}
