// The blocks of a message's content.
import { isObject, type Json } from '../json.ts';
import { firstOf, invalid, type ParamsError } from './contract.ts';
import { checkSource } from './sources.ts';

type Block = { [key: string]: Json };
interface Place {
  role: 'user' | 'assistant' | 'system';
  version: string;
}
type BlockCheck = (block: Block, at: string, place: Place) => ParamsError | null;

const anything: BlockCheck = () => null;

/** Blocks of server tools are only known by name. */
const BLOCKS: Record<string, BlockCheck> = {
  text: checkText,
  image: checkImage,
  document: checkDocument,
  search_result: userOnly(anything),
  tool_use: assistantOnly(checkToolUse),
  tool_result: userOnly(checkToolResult),
  thinking: assistantOnly(anything),
  redacted_thinking: assistantOnly(anything),
  server_tool_use: assistantOnly(anything),
  web_search_tool_result: assistantOnly(anything),
  web_fetch_tool_result: assistantOnly(anything),
  code_execution_tool_result: assistantOnly(anything),
  bash_code_execution_tool_result: assistantOnly(anything),
  text_editor_code_execution_tool_result: assistantOnly(anything),
  tool_search_tool_result: assistantOnly(anything),
  container_upload: userOnly(anything),
};

/** @param at the path of the list, such as "messages.0.content" */
export function checkContent(content: Json[], at: string, place: Place): ParamsError | null {
  return firstOf(content, (block, index) => {
    const where = `${at}.${index}`;
    if (!isObject(block)) return invalid(`${where}: Input should be an object`);
    if (block.type === undefined) return invalid(`${where}.type: Field required`);
    const check = typeof block.type === 'string' ? BLOCKS[block.type] : undefined;
    if (!check)
      return invalid(
        `${where}: Input tag '${String(block.type)}' found using 'type' does not match any of the expected tags`,
      );
    return check(block, `${where}.${String(block.type)}`, place);
  });
}

function userOnly(check: BlockCheck): BlockCheck {
  return (block, at, place) =>
    place.role === 'user'
      ? check(block, at, place)
      : invalid(`${at}: not allowed in an ${place.role} message`);
}

function assistantOnly(check: BlockCheck): BlockCheck {
  return (block, at, place) =>
    place.role === 'assistant'
      ? check(block, at, place)
      : invalid(`${at}: not allowed in a ${place.role} message`);
}

function onlyKeys(block: Block, at: string, ...names: string[]): ParamsError | null {
  const extra = Object.keys(block).find((key) => !names.includes(key));
  return extra === undefined ? null : invalid(`${at}.${extra}: Extra inputs are not permitted`);
}

function checkText(block: Block, at: string, { role, version }: Place): ParamsError | null {
  if (block.text === undefined) return invalid(`${at}.text: Field required`);
  if (typeof block.text !== 'string') return invalid(`${at}.text: Input should be a valid string`);
  if (block.text.trim() === '')
    return invalid(
      `${at.startsWith('system') ? 'system' : 'messages'}: text content blocks must be non-empty`,
    );
  const isQuoted = Array.isArray(block.citations) && block.citations.length > 0;
  if (isQuoted && role === 'user' && version !== '2023-06-01')
    return invalid(`${at}.citations: Extra inputs are not permitted`);
  return onlyKeys(block, at, 'type', 'text', 'cache_control', 'citations');
}

function checkImage(block: Block, at: string, { role }: Place): ParamsError | null {
  if (role !== 'user') return invalid(`${at}: not allowed in an ${role} message`);
  return onlyKeys(block, at, 'type', 'source', 'cache_control') ?? checkSource(block.source, 'image', at);
}

function checkDocument(block: Block, at: string, { role, version }: Place): ParamsError | null {
  if (role === 'assistant' && version !== '2023-06-01')
    return invalid(`${at}: not allowed in an assistant message`);
  if (typeof block.title === 'string' && block.title.length > 500)
    return invalid(`${at}.title: String should have at most 500 characters`);
  return (
    onlyKeys(block, at, 'type', 'source', 'title', 'context', 'citations', 'cache_control') ??
    checkSource(block.source, 'document', at)
  );
}

function checkToolUse({ id, name, input }: Block, at: string): ParamsError | null {
  if (typeof id !== 'string') return invalid(`${at}.id: Field required`);
  if (typeof name !== 'string') return invalid(`${at}.name: Field required`);
  return isObject(input) ? null : invalid(`${at}.input: Input should be an object`);
}

function checkToolResult({ tool_use_id: id }: Block, at: string): ParamsError | null {
  return typeof id === 'string' ? null : invalid(`${at}.tool_use_id: Field required`);
}
