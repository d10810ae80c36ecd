import { termsOf } from './feed-rules.ts';

/** What the people of the feed's world are called and write: words as skewed as in real texts. */

/** The most frequent first. */
const frequentWords =
  `nhà là và của có không người một cho trong được này với các the đã những khi để ra đi mình to and về
  a nay làm rồi cũng như em anh chị thì mà of ở lại in is hôm ngày bạn ăn cà_phê you vui con mới for it quá đẹp
  xóm chợ phở trời mưa nắng sáng tối today Đà_Nẵng Hà_Nội Sài_Gòn Huế chiều đường xe on my with at good morning
  cơm bún bánh_mì trà hoa cây chó mèo trẻ sách phim nhạc bóng_đá chạy bộ đạp núi biển this we are so coffee rain
  street friend happy work home night food new love time one photo market garden music book river bridge weekend
  bạn_bè hàng_xóm gia_đình sinh_nhật cảm_ơn xin chúc mừng năm Tết học trường thầy cô lớp bài thi điểm việc công ty
  họp dự án máy điện_thoại mạng sửa bán mua giá rẻ đồ cũ cần tìm giúp ai biết chỗ nào ngon quán vỉa_hè kem chè`
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' '));
const onsets = 'b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x'.split(' ');
const rimes =
  'ang áng ầm ân ập ây bê ênh iêu im ín ình oa oà oan oăng ong óc ôi ơm ơn ua úa uân uống uyên ưa ừng ước ươi ưu an át ău ẩy iếc iễn'.split(
    ' ',
  );
/** Then all syllables that these make. */
const words = [
  ...frequentWords,
  ...onsets.flatMap((onset) => rimes.map((rime) => onset + rime)).toSorted(byHash),
];
const tagNames = [
  ...'ĐàNẵng HàNội xóm càphê phở coffee photo music sách phim chạybộ bóngđá tết mưa food'.split(
    ' ',
  ),
  ...words.slice(frequentWords.length, frequentWords.length + 900).map((word) => `xóm${word}`),
];
const familyNames = 'Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý'.split(' ');
const givenNames =
  'Anh Lan Minh Hoa Tuấn Hùng Dũng Linh Hương Mai Nam Phúc Quân Sơn Thảo Trang Vy Yến Khánh Long Ngọc Bảo Châu Đức Giang Hà Kiên Loan My Nhung Oanh Phương Quỳnh Tâm Thủy Uyên Việt Xuân'.split(
    ' ',
  );

/** Which text or person has which words: the same in every run. */
class Draw {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  /** From 0 to below 1. */
  next(): number {
    this.#state = (Math.imul(this.#state ^ (this.#state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    const mixed = Math.imul(this.#state ^ (this.#state >>> 13), 0x85ebca6b);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }
  below(count: number): number {
    return Math.floor(this.next() * count);
  }
  /** By the law of Zipf: the second half as often as the first, the third a third as often. */
  skewed<Item>(items: readonly Item[]): Item {
    const found = items[Math.floor(items.length ** this.next()) - 1] ?? items[0];
    if (found === undefined) throw new Error('nothing to draw from');
    return found;
  }
  one<Item>(items: readonly Item[]): Item {
    const found = items[this.below(items.length)];
    if (found === undefined) throw new Error('nothing to draw from');
    return found;
  }
}

export interface Text {
  text: string;
  /** Folded; null: none. */
  tag: string | null;
  terms: number[];
}

/** Of so many texts one has a word that no other has. */
const rareEvery = 500;
const rareWord = (index: number): string => `kỷniệm${index.toString(36)}zq`;

/** 4 to 20 words, of three in ten with a tag; no tag where it is to be none. */
export function textOf(index: number): Text {
  const draw = new Draw(index + 1);
  const said = Array.from({ length: 4 + draw.below(17) }, () => draw.skewed(words));
  if (index % rareEvery === 0) said.push(rareWord(index));
  const tag = draw.next() < 0.3 ? draw.skewed(tagNames) : null;
  const text = tag === null ? said.join(' ') : `${said.join(' ')} #${tag}`;
  return { text, tag: tag?.toLowerCase() ?? null, terms: termsOf(text) };
}

/** Words that hardly any text has. */
export const rareWords = Array.from({ length: 20 }, (_, index) => rareWord(index * rareEvery));

export function tagsOfWorld(): { tag: string; label: string; terms: number[] }[] {
  return [...new Set(tagNames)].map((label) => {
    const tag = label.toLowerCase();
    return { tag, label, terms: termsOf(`${tag} ${label}`) };
  });
}

export function personOfWorld(number: number): {
  username: string;
  displayName: string;
  terms: number[];
} {
  const draw = new Draw(number * 7 + 3);
  const family = draw.skewed(familyNames);
  const given = draw.one(givenNames);
  const username = `${withoutAccents(given)}.${withoutAccents(family)}.${number}`;
  const displayName = `${family} ${given}`;
  return { username, displayName, terms: termsOf(`${username} ${displayName}`) };
}

function withoutAccents(name: string): string {
  return name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
}

/** An order that has nothing to do with the letters. */
function byHash(one: string, other: string): number {
  return hashOf(one) - hashOf(other);
}

function hashOf(word: string): number {
  let hash = 7;
  for (const character of word) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return Math.imul(hash, 0x2c1b3c6d);
}
