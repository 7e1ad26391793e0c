// The API's own words, made fit for people and for logs.

const LONGEST_CHARS = 300;

/**
 * @param apiKey taken out wherever it stands, as is anything that looks like a key
 * @returns one line of at most 300 characters
 */
export function plainText(text: string, apiKey: string): string {
  const clean = (apiKey === '' ? text : text.replaceAll(apiKey, '[key]'))
    .replace(/\bsk-ant-[\w-]+/g, '[key]')
    .replace(/\bBearer\s+\S+/gi, '[key]')
    // A parser's message may go on with a piece of what it read.
    .replace(/(not valid JSON)\b.*/s, '$1.')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const characters = Array.from(clean);
  return characters.length <= LONGEST_CHARS ? clean : `${characters.slice(0, LONGEST_CHARS - 1).join('')}…`;
}
