import {
  ArrowDown,
  Bell,
  Ellipsis,
  Heart,
  ImagePlus,
  Pencil,
  Search,
  Send,
  Trash2,
  UserPlus,
} from 'lucide-react';
import { useId, useState } from 'react';
import { Button, ButtonLink } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import { PasswordField, Select, TextArea, TextField } from './field.tsx';
import { IconButton } from './icon-button.tsx';
import { RadioGroup } from './radio-group.tsx';
import { Switch } from './switch.tsx';
import { SegmentedControl, TabLinks } from './tabs.tsx';
import { Tooltip } from './tooltip.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

const row = 'flex flex-wrap items-center gap-2';
const nothing = () => undefined;

export function Acts() {
  return (
    <>
      {(['md', 'sm'] as const).map((size) => (
        <div key={size} className={row}>
          <Button size={size}>Follow</Button>
          <Button size={size} variant="soft">
            Theo dõi
          </Button>
          <Button size={size} variant="secondary" icon={<UserPlus />}>
            Nhắn tin
          </Button>
          <Button size={size} variant="quiet">
            Cancel
          </Button>
          <Button size={size} variant="danger" icon={<Trash2 />}>
            Xoá bài viết
          </Button>
          <Button size={size} variant="link">
            Xem thêm
          </Button>
        </div>
      ))}
      <div className={row}>
        <Button isBusy busyLabel="Saving">
          Save changes
        </Button>
        <Button variant="secondary" isBusy>
          Lưu thay đổi
        </Button>
        <Button isDisabled>Follow</Button>
        <Button variant="secondary" isDisabled>
          Follow
        </Button>
        <ButtonLink variant="secondary" render={<a href="#parts">A link</a>}>
          A link
        </ButtonLink>
      </div>
      <div className={row}>
        <IconButton label="Like" icon={<Heart />} />
        <IconButton label="Liked" icon={<Heart />} isPressed />
        <IconButton label="Thông báo" icon={<Bell />} badge={{ count: 3, label: '3 mới' }} />
        <IconButton label="Alerts" icon={<Bell />} badge={{ count: 128, label: '128 new' }} />
        <IconButton label="Send" icon={<Send />} variant="filled" />
        <IconButton label="Delete" icon={<Trash2 />} variant="danger" />
        <IconButton label="Add a picture" icon={<ImagePlus />} size="sm" />
        <IconButton label="Not now" icon={<Pencil />} isDisabled />
        <IconButton label="More" icon={<Ellipsis />} variant="onNight" />
        <IconButton
          label="Đến tin nhắn mới nhất"
          icon={<ArrowDown />}
          variant="raised"
          badge={{ count: 12, label: '12 chưa đọc' }}
        />
        <Tooltip text="It says what a control does">
          <Button variant="quiet">Rest on it</Button>
        </Tooltip>
        <VisuallyHidden>Heard, not seen.</VisuallyHidden>
      </div>
    </>
  );
}

export function Fields() {
  return (
    <>
      <TextField
        label="Tên hiển thị"
        hint="Mọi người nhìn thấy tên này."
        defaultValue="Nguyễn Thị Ánh"
      />
      <TextField label="Username" error="This name is taken. Try another one." defaultValue="anh" />
      <TextField
        label="Search"
        isLabelHidden
        type="search"
        leading={<Search />}
        placeholder="Search people and posts"
      />
      <PasswordField
        label="Password"
        showLabel="Show password"
        hideLabel="Hide password"
        defaultValue="correct horse"
        autoComplete="off"
      />
      <TextArea
        label="Giới thiệu"
        maxLength={160}
        counterLabel={(length, most) => `${length} trên ${most} ký tự`}
        defaultValue="Ở cuối ngõ, có giàn hoa giấy. Ai đi qua thì ghé vào uống nước nhé."
      />
      <TextArea
        label="Nearly full"
        rows={1}
        maxLength={40}
        counterLabel={(length, most) => `${length} of ${most} characters`}
        defaultValue="Thirty-six characters, or nearly so"
      />
      <Select label="Who can see it" hint="You can change it later." defaultValue="followers">
        <option value="everyone">Everyone</option>
        <option value="followers">Followers</option>
      </Select>
      <TextArea label="Không đúng" rows={1} error="Bạn chưa điền mục này." />
      <Select label="Ai được nhắn tin" error="Hãy chọn một mục." defaultValue="">
        <option value="">Chọn…</option>
        <option value="friends">Bạn bè</option>
      </Select>
      <Select label="Not yours to choose" disabled defaultValue="everyone">
        <option value="everyone">Everyone</option>
      </Select>
      <TextField label="Cannot be changed" disabled defaultValue="an@example.org" />
    </>
  );
}

export function Choices() {
  const [isOn, setOn] = useState(true);
  const [who, setWho] = useState<'all' | 'friends' | 'nobody'>('all');
  const [view, setView] = useState<'all' | 'unread' | 'groups'>('all');
  return (
    <>
      <div>
        <Switch
          label="Tài khoản riêng tư"
          hint="Chỉ người theo dõi bạn xem được bài viết."
          isOn={isOn}
          onChange={setOn}
        />
        <Switch label="Read receipts" isOn={!isOn} onChange={(on) => setOn(!on)} />
        <Switch label="Cannot be changed" isOn disabled onChange={nothing} />
      </div>
      <div>
        <Checkbox label="Also delete for everyone" hint="They see that it was recalled." />
        <Checkbox label="Pin it" defaultChecked />
        <Checkbox label="Not here" disabled />
      </div>
      <RadioGroup
        label="Who can message me"
        value={who}
        onChange={setWho}
        options={[
          { value: 'all', label: 'Everyone', hint: 'Others come as requests.' },
          { value: 'friends', label: 'Bạn bè' },
          { value: 'nobody', label: 'Nobody', isDisabled: true },
        ]}
      />
      <SegmentedControl
        label="Conversations"
        value={view}
        onChange={setView}
        options={[
          { value: 'all', label: 'Tất cả' },
          { value: 'unread', label: 'Chưa đọc' },
          { value: 'groups', label: 'Nhóm' },
        ]}
      />
      <TabLinks
        label={`Profile ${useId()}`}
        tabs={['Posts', 'Tweets', 'Được gắn thẻ'].map((label, index) => ({
          key: label,
          label,
          isCurrent: index === 0,
          render: <a href="#parts">{label}</a>,
        }))}
      />
    </>
  );
}
