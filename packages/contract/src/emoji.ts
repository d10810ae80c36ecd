import { z } from 'zod';

const joiner = '\u200D';
const emojiForm = '\uFE0F';
const recommended = /^\p{RGI_Emoji}$/v;

/** One picture: with a skin tone where it takes one, and joined to others (a family) where they are joined. */
const picture = String.raw`(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Extended_Pictographic}\uFE0F?)`;
const sequence = new RegExp(
  String.raw`^(?:\p{RGI_Emoji}|${picture}(?:${joiner}${picture})*)$`,
  'v',
);

/** Keyboards differ in the invisible mark that asks for colour: ❤ and ❤️ are one. */
function qualified(value: string): string {
  const parts = value.split(joiner).map((part) => {
    const bare = part.replaceAll(emojiForm, '');
    if (recommended.test(bare)) return bare;
    return recommended.test(bare + emojiForm) ? bare + emojiForm : part;
  });
  return parts.join(joiner);
}

/** One emoji, as people see one: flags, keycaps, skin tones and families too. */
export const Emoji = z
  .string()
  .max(64, { abort: true })
  .overwrite(qualified)
  .refine((value) => sequence.test(value), 'must be one emoji')
  .describe('One emoji, as people see one: a flag or a family too.');
