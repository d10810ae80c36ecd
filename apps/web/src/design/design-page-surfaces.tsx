import { BellOff, Copy, Ellipsis, Pencil, Send, Smile, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from './button.tsx';
import { ConfirmDialog, Dialog } from './dialog.tsx';
import { Select, TextArea, TextField } from './field.tsx';
import { IconButton } from './icon-button.tsx';
import { ListRow } from './list-row.tsx';
import { Menu } from './menu.tsx';
import { Popover } from './popover.tsx';
import { useToast } from './toast.tsx';

const row = 'flex flex-wrap items-center gap-2';
const nothing = () => undefined;

/** What opens above the page, and closes again. */
export function Surfaces() {
  const [open, setOpen] = useState<'dialog' | 'full' | 'ask' | 'confirm' | 'popover' | null>(null);
  const [isMuted, setMuted] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const toast = useToast();
  const close = () => setOpen(null);
  return (
    <div className={row}>
      <Button variant="secondary" onClick={() => setOpen('dialog')}>
        Dialog
      </Button>
      <Button variant="secondary" onClick={() => setOpen('full')}>
        Full screen on phones
      </Button>
      <Button variant="secondary" onClick={() => setOpen('ask')}>
        Question
      </Button>
      <Button variant="secondary" onClick={() => setOpen('confirm')}>
        Confirm
      </Button>
      <Menu
        label="Bài viết"
        trigger={<IconButton label="More" icon={<Ellipsis />} />}
        entries={[
          { label: 'Chỉnh sửa', icon: <Pencil />, onSelect: nothing },
          { label: 'Copy link', icon: <Copy />, onSelect: nothing, isDisabled: true },
          {
            label: 'Mute',
            icon: <BellOff />,
            hint: 'You hear nothing of it.',
            isChecked: isMuted,
            onSelect: () => setMuted(!isMuted),
          },
          'separator',
          { label: 'Xoá', icon: <Trash2 />, isDanger: true, onSelect: () => setOpen('confirm') },
        ]}
      />
      <IconButton
        ref={anchor}
        label="Reactions"
        icon={<Smile />}
        aria-haspopup="dialog"
        aria-expanded={open === 'popover'}
        onClick={() => setOpen('popover')}
      />
      <Popover isOpen={open === 'popover'} onClose={close} label="Reactions" anchor={anchor}>
        <p>Anything stands here.</p>
        <Button size="sm" onClick={close}>
          Done
        </Button>
      </Popover>
      <Button
        variant="secondary"
        onClick={() =>
          toast.show({ text: 'Đã xoá bài viết.', action: { label: 'Hoàn tác', onSelect: nothing } })
        }
      >
        Toast
      </Button>
      <Button variant="secondary" onClick={() => toast.show({ kind: 'success', text: 'Đã lưu.' })}>
        Success toast
      </Button>
      <Button
        variant="secondary"
        onClick={() => toast.show({ kind: 'error', text: 'It could not be sent. Try again.' })}
      >
        Error toast
      </Button>
      <Dialog
        isOpen={open === 'dialog'}
        onClose={close}
        title="Edit profile"
        closeLabel="Close"
        footer={<Button onClick={close}>Save</Button>}
      >
        <div className="flex flex-col gap-4 py-1">
          <TextField label="Name" defaultValue="Ánh" />
          <TextArea label="About you" rows={8} />
          <Select label="Language">
            <option>Tiếng Việt</option>
            <option>English</option>
          </Select>
        </div>
      </Dialog>
      <Dialog
        isOpen={open === 'full'}
        onClose={close}
        title="Đăng bài"
        closeLabel="Đóng"
        size="full"
        isFlush
        text="Without space around its content, for lists."
      >
        <ListRow leading={<Send />} title="Một hàng của danh sách" onSelect={close} />
      </Dialog>
      <ConfirmDialog
        isOpen={open === 'ask'}
        onClose={close}
        title="Sign out?"
        text="What this browser keeps of you is removed."
        cancelLabel="Cancel"
        confirmLabel="Sign out"
        isBusy
        onConfirm={close}
      />
      <ConfirmDialog
        isOpen={open === 'confirm'}
        onClose={close}
        title="Xoá bài viết này?"
        text="Bình luận và lượt thích cũng mất theo. Không thể hoàn tác."
        cancelLabel="Huỷ"
        confirmLabel="Xoá"
        isDanger
        onConfirm={close}
      />
    </div>
  );
}
