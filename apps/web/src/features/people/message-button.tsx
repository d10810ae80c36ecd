import type { UserId } from '@xom/contract/fields';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { MessageCircle } from 'lucide-react';
import { Button } from '../../design/button.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';

interface MessageButtonProps {
  userId: UserId;
  label: string;
  size?: 'md' | 'sm';
  /** For screen readers, where many stand in a list. */
  name?: string;
}

/** Opens the direct conversation with somebody; makes it the first time. */
export function MessageButton({ userId, label, size = 'md', name }: MessageButtonProps) {
  const navigate = useNavigate();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useMutation({
    mutationFn: () => client.conversations.create({ isGroup: false, memberIds: [userId] }),
    onSuccess: ({ id }) =>
      navigate({ to: '/messages/$conversationId', params: { conversationId: id } }),
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  return (
    <Button
      variant="secondary"
      size={size}
      icon={<MessageCircle />}
      isBusy={isPending}
      aria-label={name === undefined ? undefined : `${label}: ${name}`}
      onClick={() => mutate()}
    >
      {label}
    </Button>
  );
}
