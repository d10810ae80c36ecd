import type { Conversation } from '@xom/contract/conversations';
import { useMutation } from '@tanstack/react-query';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useLive } from '../../shell/live.tsx';

type Change = Omit<Parameters<typeof client.conversations.update>[0], 'conversationId'>;

/** Changes a conversation for everybody; what is refused is told. */
export function useChatChange({ id: conversationId }: Conversation): (change: Change) => void {
  const live = useLive();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate } = useMutation({
    mutationFn: (change: Change) => client.conversations.update({ conversationId, ...change }),
    onSuccess: (conversation) => live.holdConversation(conversation),
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  return mutate;
}
