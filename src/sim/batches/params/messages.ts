// The messages and the system prompt.
import { isObject, type Json } from '../json.ts';
import { checkContent } from './blocks.ts';
import { firstOf, invalid, type ParamsCheck, type ParamsContext, type ParamsError } from './contract.ts';

const MOST_MESSAGES = 100_000;
const EMPTY = 'text content blocks must be non-empty';

export const checkMessages: ParamsCheck = ({ messages }, context) => {
  if (messages === undefined) return invalid('messages: Field required');
  if (!Array.isArray(messages)) return invalid('messages: Input should be a valid list');
  if (messages.length === 0) return invalid('messages: at least one message is required');
  if (messages.length > MOST_MESSAGES)
    return invalid(`messages: List should have at most ${MOST_MESSAGES} items`);
  return (
    firstOf(messages, (message, index) => checkMessage(message, index, context)) ??
    checkOrder(messages, context)
  );
};

function checkMessage(message: Json, index: number, context: ParamsContext): ParamsError | null {
  const at = `messages.${index}`;
  if (!isObject(message)) return invalid(`${at}: Input should be an object`);
  const { role, content, ...others } = message;
  if (role === undefined) return invalid(`${at}.role: Field required`);
  if (role !== 'user' && role !== 'assistant' && role !== 'system')
    return invalid(`${at}.role: Input should be 'user', 'assistant' or 'system'`);
  if (content === undefined) return invalid(`${at}.content: Field required`);
  const extra = Object.keys(others)[0];
  if (extra !== undefined) return invalid(`${at}.${extra}: Extra inputs are not permitted`);
  if (typeof content === 'string') return content.trim() === '' ? invalid(`messages: ${EMPTY}`) : null;
  if (!Array.isArray(content)) return invalid(`${at}.content: Input should be a valid list`);
  if (content.length === 0) return invalid(`${at}: all messages must have non-empty content`);
  return checkContent(content, `${at}.content`, { role, version: context.version });
}

function checkOrder(messages: Json[], { model }: ParamsContext): ParamsError | null {
  const roles = messages.map((message) => (isObject(message) ? message.role : null));
  if (roles[0] !== 'user') return invalid('messages: first message must use the "user" role');
  if (roles.at(-1) !== 'assistant') return null;
  if (!model.prefill)
    return invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  const last = messages.at(-1);
  const text = isObject(last) && typeof last.content === 'string' ? last.content : '';
  return text === text.trimEnd()
    ? null
    : invalid('messages: final assistant content cannot end with trailing whitespace');
}

export const checkSystem: ParamsCheck = ({ system }, { version }) => {
  if (system === undefined) return null;
  if (typeof system === 'string') return system.trim() === '' ? invalid(`system: ${EMPTY}`) : null;
  if (!Array.isArray(system)) return invalid('system: Input should be a valid list');
  return (
    firstOf(system, (block, index) =>
      isObject(block) && block.type === 'text'
        ? null
        : invalid(`system.${index}.type: Input should be 'text'`),
    ) ?? checkContent(system, 'system', { role: 'system', version })
  );
};
