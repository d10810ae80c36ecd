import { useCallback, useEffect, useRef, useState } from 'react';
import { newClientId } from '@xom/sdk/client-id';

export interface ChosenFile {
  readonly id: string;
  readonly file: File;
  readonly type: 'IMAGE' | 'VIDEO';
  /** An address of the file in this page. */
  readonly previewUrl: string;
}

export type FileProblem = 'kind' | 'size' | 'count';

const maxCount = 10;
const maxBytes = { IMAGE: 20_000_000, VIDEO: 200_000_000 } as const;
export const acceptedFiles =
  'image/jpeg,image/png,image/webp,image/gif,image/avif,video/mp4,video/x-m4v,video/webm';

/** Files chosen to be sent: checked and previewed here, and uploaded by the outbox once they are sent. */
export function useChosenFiles(onProblem: (problem: FileProblem) => void) {
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const latest = useRef(files);
  useEffect(() => {
    latest.current = files;
  }, [files]);
  useEffect(() => () => release(latest.current), []);

  const add = useCallback(
    (given: Iterable<File>) => {
      const all = [...latest.current];
      for (const file of given) {
        const problem = all.length >= maxCount ? 'count' : problemOf(file);
        if (problem) onProblem(problem);
        else all.push(chosen(file));
      }
      latest.current = all;
      setFiles(all);
    },
    [onProblem],
  );
  const remove = useCallback((id: string) => {
    setFiles((before) => {
      release(before.filter((file) => file.id === id));
      return before.filter((file) => file.id !== id);
    });
  }, []);
  const clear = useCallback(() => {
    release(latest.current);
    latest.current = [];
    setFiles([]);
  }, []);
  return { files, add, remove, clear };
}

function chosen(file: File): ChosenFile {
  const type = file.type.startsWith('video/') ? 'VIDEO' : 'IMAGE';
  return { id: newClientId(), file, type, previewUrl: URL.createObjectURL(file) };
}

function problemOf(file: File): FileProblem | null {
  if (!acceptedFiles.split(',').includes(file.type)) return 'kind';
  return file.size > maxBytes[file.type.startsWith('video/') ? 'VIDEO' : 'IMAGE'] ? 'size' : null;
}

function release(files: readonly ChosenFile[]): void {
  for (const { previewUrl } of files) URL.revokeObjectURL(previewUrl);
}
