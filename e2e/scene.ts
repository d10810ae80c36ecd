import type { Client } from '@xom/sdk/client';
import type { People, Person } from './people.ts';
import { type DrawingName, picture, portrait } from './pictures.ts';

/** A lively evening in the lane, seen by Lan: what the screenshots show. */
export interface Scene {
  readonly lan: Person;
  readonly minh: Person;
  readonly groupId: string;
  readonly postId: string;
}

const cast = [
  { username: 'lan', displayName: 'Nguyễn Thị Lan', hair: '#2b1d18', ground: '#d98d6a' },
  { username: 'minh', displayName: 'Trần Minh', hair: '#1f1a1a', ground: '#7fa3a0' },
  { username: 'hoa', displayName: 'Lê Hoa', hair: '#4a2c1d', ground: '#e3b65f' },
  { username: 'kia', displayName: 'Kiarash', hair: '#3a2a22', ground: '#8d87b8' },
  { username: 'pham.an', displayName: 'Phạm An', hair: '#55504c', ground: '#88a96b' },
] as const;

/** Makes everything by the API, in the order in which it would happen. */
export async function playScene(people: People): Promise<Scene> {
  const made: Person[] = [];
  for (const { hair, ground, ...account } of cast) {
    const person = await people.join(account.username, { account });
    const photo = await person.client.media.upload({ file: await portrait(hair, ground) });
    await person.client.users.updateMe({ photoMediaId: photo.id });
    made.push(person);
  }
  const [lan, minh, hoa, kia, an] = made;
  if (!lan || !minh || !hoa || !kia || !an) throw new Error('somebody is missing');
  await lan.client.users.updateMe({
    biography: 'Nhà số 7, cuối xóm. Nấu phở, trồng hoa, nuôi một con mèo cam.',
  });
  for (const one of made) {
    for (const other of made) {
      if (one !== other) await one.client.users.follow({ userId: other.id });
    }
  }
  const postId = await writePosts({ lan, minh, hoa, kia, an });
  await tellStories({ minh, hoa, kia });
  await talkInPairs({ lan, minh, hoa, an });
  const groupId = await talkInGroup({ lan, minh, hoa, kia });
  return { lan, minh, groupId, postId };
}

type Cast<Name extends string> = Record<Name, Person>;

async function writePosts({
  lan,
  minh,
  hoa,
  kia,
  an,
}: Cast<'lan' | 'minh' | 'hoa' | 'kia' | 'an'>) {
  await an.client.posts.create({
    kind: 'tweet',
    text: 'Mất điện cả xóm, ra đầu ngõ ngồi với nhau mới nhớ là vui. #xóm',
  });
  const garden = await post(hoa, 'Vườn sau nhà hôm nay. #vườn', ['garden']);
  await post(kia, 'First bowl of phở that @lan taught me to make. I think she is proud.', ['bowl']);
  const dusk = await post(minh, 'Đà Nẵng chiều nay, rồi về lại đầu xóm lúc lên đèn.', [
    'sea',
    'lane',
  ]);
  for (const { client } of [lan, hoa, kia, an]) await client.posts.like({ postId: dusk });
  for (const { client } of [lan, minh]) await client.posts.like({ postId: garden });
  await hoa.client.posts.repost({ postId: dusk });
  const question = await lan.client.comments.create({
    postId: dusk,
    text: 'Đẹp quá! Ảnh thứ hai chụp ở nhà cô Tư à?',
  });
  await minh.client.replies.create({
    commentId: question.id,
    text: 'Đúng rồi, cô còn mời ăn chè.',
  });
  await kia.client.comments.create({ postId: dusk, text: 'Take me along next time 🌊' });
  await an.client.comments.like({ commentId: question.id });
  await post(lan, 'Mèo nhà số 7 đã chiếm luôn cái ghế.', ['cat']);
  return dusk;
}

async function post(person: Person, text: string, names: readonly DrawingName[]): Promise<string> {
  const mediaIds = await Promise.all(names.map((name) => upload(person.client, name)));
  return (await person.client.posts.create({ text, mediaIds })).id;
}

async function upload(client: Client, name: DrawingName, width?: number, height?: number) {
  return (await client.media.upload({ file: await picture(name, width, height) })).id;
}

async function tellStories({ minh, hoa, kia }: Cast<'minh' | 'hoa' | 'kia'>): Promise<void> {
  for (const [person, name, caption] of [
    [minh, 'sea', 'Gió mát quá'],
    [hoa, 'garden', 'Hoa nở rồi'],
    [kia, 'cat', 'My flatmate'],
  ] as const) {
    const mediaId = await upload(person.client, name, 1080, 1920);
    await person.client.stories.create({ mediaId, caption });
  }
}

async function talkInPairs({ lan, minh, hoa, an }: Cast<'lan' | 'minh' | 'hoa' | 'an'>) {
  for (const [other, ...texts] of [
    [an, 'Chìa khoá cổng để chỗ cũ nhé Lan.'],
    [hoa, 'Mai chị qua lấy ít lá húng.', 'Nhớ để phần chị đấy!'],
    [minh, 'Tối nay mấy giờ?', 'Mình mang đàn nhé.'],
  ] as const) {
    const { id } = await other.client.conversations.create({ isGroup: false, memberIds: [lan.id] });
    for (const content of texts) await say(other, id, content);
  }
}

async function talkInGroup({ lan, minh, hoa, kia }: Cast<'lan' | 'minh' | 'hoa' | 'kia'>) {
  const memberIds = [minh, hoa, kia].map(({ id }) => id);
  const name = 'Ăn tối thứ Bảy';
  const { id } = await lan.client.conversations.create({ isGroup: true, name, memberIds });
  await say(lan, id, 'Thứ Bảy này ăn tối ở nhà mình nhé cả xóm?');
  await say(hoa, id, 'Có chị! Chị làm nem.');
  await say(minh, id, 'Mình vừa về tới, ngoài biển đẹp lắm.');
  const mediaId = await upload(minh.client, 'sea');
  const photo = await minh.client.messages.send({ conversationId: id, type: 'IMAGE', mediaId });
  await lan.client.messages.react({ messageId: photo.id, emoji: '❤️' });
  await hoa.client.messages.react({ messageId: photo.id, emoji: '❤️' });
  await kia.client.messages.react({ messageId: photo.id, emoji: '😍' });
  const asked = await say(kia, id, 'Can I bring someone from work?');
  await say(lan, id, 'Of course, càng đông càng vui.', asked.id);
  await say(kia, id, 'Then we are six. I bring the dessert.');
  await say(lan, id, 'Vậy sáu giờ nhé. Đừng ai ăn trưa nhiều quá!');
  for (const { client } of [minh, hoa, kia]) {
    await client.conversations.markRead({ conversationId: id });
  }
  return id;
}

async function say({ client }: Person, conversationId: string, content: string, replyTo?: string) {
  return client.messages.send({
    conversationId,
    type: 'TEXT',
    content,
    ...(replyTo !== undefined && { replyTo }),
  });
}
