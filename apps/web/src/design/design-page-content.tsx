import { BellOff, MessageCircle, Settings, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { Avatar, GroupAvatar } from './avatar.tsx';
import { Badge, Dot } from './badge.tsx';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { InfiniteList } from './infinite-list.tsx';
import { LinkedText } from './linked-text.tsx';
import { ListRow } from './list-row.tsx';
import { ProgressBar, ProgressRing } from './progress.tsx';
import { Skeleton, SkeletonRow, SkeletonText } from './skeleton.tsx';
import { EmptyState, ErrorState, OfflineNotice } from './state.tsx';

const row = 'flex flex-wrap items-center gap-3';
const nothing = () => undefined;
const people = ['Nguyễn Thị Ánh', 'Bình', 'Đỗ Quỳnh', 'Ừng Hoà', 'Mai Lan', 'Sơn Tùng'];
const sizes = ['xs', 'sm', 'md', 'lg', 'xl'] as const;
const [first = '', second = ''] = people;

export function Texts() {
  return (
    <div>
      <p className="text-display font-semibold">Ngõ nhỏ lúc chiều xuống</p>
      <p className="text-headline font-semibold">The lane at dusk</p>
      <p className="text-title font-semibold">Hàng xóm của bạn</p>
      <p>
        <LinkedText
          text={
            'Chiều nay @binh.ng tưới cây, #ngõ_nhỏ thơm mùi đất.\nXem ảnh: https://www.example.org/photos/2026/the-lane-at-dusk-after-the-rain?size=large (còn nữa).'
          }
          renderMention={(name) => <a href={`#${name}`}>{name}</a>}
          renderTag={(tag) => <a href={`#${tag}`}>{tag}</a>}
        />
      </p>
      <p>Pneumonoultramicroscopicsilicovolcanoconiosis_{'longword'.repeat(12)}</p>
      <p className="text-caption text-muted">12 phút trước · Everyone</p>
    </div>
  );
}

export function Faces() {
  return (
    <>
      <div className={row}>
        {sizes.map((size, index) => (
          <Avatar key={size} id={size} name={people[index] ?? ''} size={size} isOnline />
        ))}
      </div>
      <div className={row}>
        {people.map((name) => (
          <Avatar key={name} id={name} name={name} />
        ))}
      </div>
      <div className={`${row} gap-4`}>
        <Avatar id="u" name={first} photoUrl="/icon.svg" size="lg" ring="unseen" label={first} />
        <Avatar id="s" name={second} size="lg" ring="seen" />
        <Avatar id="b" name="Broken" photoUrl="/no-such-picture.jpg" size="lg" />
        {sizes.map((size) => (
          <GroupAvatar
            key={size}
            size={size}
            members={[
              { id: 'a', name: first },
              { id: 'c', name: second },
            ]}
          />
        ))}
      </div>
      <div className={row}>
        <Badge count={1} label="1 unread" />
        <Badge count={42} label="42 unread" />
        <Badge count={128} label="128 unread" />
        <Badge count={7} label="7 unread" isQuiet />
        <Dot label="New" />
      </div>
    </>
  );
}

export function Lists() {
  const [count, setCount] = useState(2);
  return (
    <div>
      <ListRow
        leading={<Avatar id="1" name={first} isOnline />}
        title={first}
        subtitle="Mai mấy giờ mình đi chợ hoa, chị qua đón em nhé, đừng quên mang ô"
        trailing={
          <span className="flex flex-col items-end gap-0.5">
            14:02 <Badge count={3} label="3 chưa đọc" />
          </span>
        }
        render={<a href="#parts">{first}</a>}
      />
      <ListRow
        leading={<Avatar id="2" name={second} />}
        title={second}
        subtitle="@binh · follows you"
        trailing={
          <Button size="sm" variant="secondary">
            Theo dõi
          </Button>
        }
        render={<a href="#parts">{second}</a>}
        isCurrent
      />
      <ListRow leading={<Settings />} title="Settings" onSelect={nothing} />
      <ListRow
        leading={<BellOff />}
        title="Muted"
        subtitle="Until tomorrow"
        trailing={<IconButton label="Unmute" icon={<X />} />}
      />
      <ListRow leading={<Trash2 />} title="Delete conversation" onSelect={nothing} isDanger />
      <InfiniteList
        label="Neighbours"
        items={people.slice(0, count)}
        itemKey={(name) => name}
        renderItem={(name) => (
          <ListRow leading={<Avatar id={name} name={name} />} title={name} subtitle="Hàng xóm" />
        )}
        hasMore={false}
        endText="Bạn đã xem hết."
        isLoading={count < 4}
        loadMore={() => setCount(people.length)}
        loadingLabel="Loading more neighbours"
        skeleton={<SkeletonRow />}
      />
      <InfiniteList
        label="Nothing there yet"
        items={[]}
        itemKey={(name: string) => name}
        renderItem={(name) => <p>{name}</p>}
        hasMore
        isLoading
        loadMore={nothing}
        loadingLabel="Đang tải"
        skeleton={<SkeletonRow />}
        skeletonCount={2}
      />
      <InfiniteList
        label="Posts"
        kind="feed"
        items={people.slice(4)}
        itemKey={(name) => name}
        renderItem={(name) => <p className="px-4 py-3">{name}</p>}
        hasMore
        isLoading={false}
        loadMore={nothing}
        error={{ text: 'Không tải được thêm bài viết.', retryLabel: 'Thử lại' }}
        loadingLabel="Loading"
        skeleton={<SkeletonRow />}
      />
    </div>
  );
}

export function Waiting() {
  return (
    <>
      <SkeletonText />
      <Skeleton className="aspect-video w-full rounded-md" />
      <ProgressBar label="Uploading" value={0.6} />
      <div className={row}>
        {[0.05, 0.4, 0.9].map((value) => (
          <span key={value} className="rounded-md bg-night p-3">
            <ProgressRing label="Đang tải lên" value={value} />
          </span>
        ))}
      </div>
    </>
  );
}

export function States() {
  return (
    <div>
      <OfflineNotice text="Bạn đang ngoại tuyến. Những gì hiện ra có thể đã cũ." />
      <EmptyState
        icon={<MessageCircle />}
        heading="p"
        title="Chưa có cuộc trò chuyện nào"
        text="Nhắn cho một người hàng xóm, và câu chuyện bắt đầu ở đây."
        action={<Button>Tìm người để nhắn</Button>}
      />
      <ErrorState
        heading="p"
        title="The feed could not be loaded"
        text="The server did not answer."
        retryLabel="Try again"
        onRetry={nothing}
      />
    </div>
  );
}
