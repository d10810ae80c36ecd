/** People, groups, messages and posts to try the product with. Made through the public door, like anybody's. */

const password = 'xom-xom-xom';
const people = [
  { username: 'lan', displayName: 'Nguyễn Thị Lan' },
  { username: 'minh', displayName: 'Trần Minh' },
  { username: 'hoa', displayName: 'Lê Hoa' },
  { username: 'kia', displayName: 'Kiarash' },
  { username: 'pham.an', displayName: 'Phạm An' },
] as const;

interface Person {
  id: string;
  token: string;
}

/** Adds them to the server at `url`; nothing when they are there already. */
export async function seed(url: string): Promise<void> {
  const call = async (
    method: 'POST' | 'PUT',
    path: string,
    body: object,
    token?: string,
  ): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (response.status === 409) return null;
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
    return answer;
  };
  const post = async (path: string, body: object, token?: string) =>
    call('POST', path, body, token);

  const made: Person[] = [];
  for (const { username, displayName } of people) {
    const email = `${username}@example.org`;
    const answer = await post('/auth/register', { username, displayName, email, password });
    if (answer === null) {
      console.log('The people to try it with are there already.');
      return;
    }
    made.push({ id: read(answer, 'user', 'id'), token: read(answer, 'accessToken') });
  }
  const [lan, minh, ...others] = made;
  if (!lan || !minh) throw new Error('nobody was made');

  const say = async (conversationId: string, person: Person, content: string) =>
    post(`/conversations/${conversationId}/messages`, { type: 'TEXT', content }, person.token);
  const direct = read(
    await post('/conversations', { isGroup: false, memberIds: [minh.id] }, lan.token),
    'id',
  );
  await say(direct, lan, 'Chào Minh! Tối nay đi Đà Nẵng nhé?');
  await say(direct, minh, 'Đi chứ. Mấy giờ?');
  await say(direct, lan, 'Sáu giờ ở đầu xóm.');
  const memberIds = [minh, ...others].map(({ id }) => id);
  const group = read(
    await post('/conversations', { isGroup: true, name: 'Xóm mình', memberIds }, lan.token),
    'id',
  );
  for (const person of made) await say(group, person, 'Xin chào cả xóm!');

  const put = async (path: string, { token }: Person) => call('PUT', path, {}, token);
  for (const person of others) {
    for (const { id } of [lan, minh]) await put(`/users/${id}/follow`, person);
  }
  await put(`/users/${minh.id}/follow`, lan);
  await put(`/users/${lan.id}/follow`, minh);
  const write = async (person: Person, body: object) =>
    read(await post('/posts', body, person.token), 'id');
  const morning = await write(lan, { text: 'Sáng nay cả xóm thơm mùi phở. #ănsáng' });
  await write(minh, { kind: 'tweet', text: 'Ai đi #ĐàNẵng cuối tuần này không?' });
  const quote = { text: 'Phở ngon thật, cảm ơn @lan!', quoteOf: morning };
  await put(`/posts/${await write(minh, quote)}/like`, lan);
  for (const person of [minh, ...others]) await put(`/posts/${morning}/like`, person);
  for (const person of others.slice(0, 1)) {
    await put(`/posts/${morning}/repost`, person);
    await post(`/posts/${morning}/comments`, { text: 'Mai em qua với!' }, person.token);
  }
  const names = people.map(({ username }) => username).join(', ');
  console.log(`Sign in as ${names} with the password ${password}`);
}

/** A text somewhere in the `data` of an answer. */
function read(answer: unknown, ...path: string[]): string {
  let value = answer;
  for (const key of ['data', ...path]) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  if (typeof value !== 'string') throw new Error(`the answer has no ${path.join('.')}`);
  return value;
}
