/**
 * One emoji, by how emoji are built. The browser's own list of them (`RGI_Emoji`) takes a slow device more than
 * half a second to make ready.
 */
const drawn = String.raw`(?:(?!\p{RI})\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Emoji_Modifier_Base}(?=\p{Emoji_Modifier}))`;
const one = String.raw`${drawn}\p{Emoji_Modifier}?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`;
const emoji = String.raw`(?:\p{RI}{2}|[#*\d]\uFE0F\u20E3|${one}(?:\u200D${one})*)`;
const fewEmoji = new RegExp(`^${emoji}{1,3}$`, 'u');

/** Whether a text is one to three emoji and nothing else. */
export function isFewEmoji(text: string): boolean {
  return fewEmoji.test(text);
}
