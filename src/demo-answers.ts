// What the stand-in for Claude says in the demo: short, and made from the request, so that each row's answer is its own.
import type { Params } from './sim/batches/index.ts';

/** @returns a product text or a summary, whichever the prompt asks for */
export function answerForDemo(params: Params): string {
  const prompt = promptOf(params);
  return prompt.includes('product description') ? describeProduct(prompt) : summarize(prompt);
}

function promptOf({ messages }: Params): string {
  const last = Array.isArray(messages) ? messages.at(-1) : null;
  const content = typeof last === 'object' && last !== null && !Array.isArray(last) ? last.content : '';
  return typeof content === 'string' ? content : '';
}

function describeProduct(prompt: string): string {
  const [, name = 'This product', features = ''] = /for ([^:]+): ([\s\S]*)/.exec(prompt) ?? [];
  return `Meet ${name}. ${features
    .split(', ')
    .map((part) => part.trim())
    .filter(Boolean)
    .join('; ')}: made for people who want one thing that simply works. Ready when you are.`;
}

/** The first and the longest sentence of the text. */
function summarize(prompt: string): string {
  const text = prompt.slice(prompt.indexOf('\n\n') + 2);
  const sentences = text.match(/[^.!?]+[.!?]/g)?.map((sentence) => sentence.trim()) ?? [text];
  const longest = sentences
    .slice(1)
    .reduce((best, sentence) => (sentence.length > best.length ? sentence : best), '');
  return [sentences[0], longest].filter(Boolean).join(' ');
}
