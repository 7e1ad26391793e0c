// Files that a request names by their id: they have to be there when it runs, and of a kind that its block takes.
import { isObject, type Json } from '../json.ts';
import { firstOf, invalid, type ParamsCheck, type ParamsContext, type ParamsError } from './contract.ts';

const IMAGES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
const DOCUMENTS = ['application/pdf', 'text/plain'];

/** Looks at the blocks of all messages. */
export const checkFiles: ParamsCheck = ({ messages }, context) => {
  if (!Array.isArray(messages)) return null;
  return firstOf(messages, (message, index) => {
    if (!isObject(message) || !Array.isArray(message.content)) return null;
    return firstOf(message.content, (block, at) =>
      checkBlock(block, `messages.${index}.content.${at}`, context),
    );
  });
};

function checkBlock(block: Json, at: string, { fileType }: ParamsContext): ParamsError | null {
  if (!isObject(block) || !isObject(block.source) || block.source.type !== 'file') return null;
  const id = String(block.source.file_id);
  const type = fileType?.(id) ?? null;
  if (type === null) return { type: 'not_found_error', message: `File not found: ${id}` };
  const allowed = block.type === 'image' ? IMAGES : DOCUMENTS;
  if (allowed.includes(type)) return null;
  return invalid(
    `${at}.source.file.file_id: Files of type ${type} cannot be used in a block of type ${block.type}`,
  );
}
