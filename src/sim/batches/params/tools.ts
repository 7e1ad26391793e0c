// Tools, and the choice between them.
import { isObject, type Json } from '../json.ts';
import { firstOf, invalid, type ParamsCheck, type ParamsError } from './contract.ts';

const NAME = /^[a-zA-Z0-9_-]{1,128}$/;
const CHOICES = ['auto', 'any', 'tool', 'none'];

export const checkTools: ParamsCheck = ({ tools }) => {
  if (tools === undefined) return null;
  if (!Array.isArray(tools)) return invalid('tools: Input should be a valid list');
  const names = new Set<string>();
  return firstOf(tools, (tool, index) => {
    const error = checkTool(tool, `tools.${index}`);
    if (error || !isObject(tool)) return error;
    const name = String(tool.name);
    if (names.has(name)) return invalid('tools: Tool names must be unique.');
    names.add(name);
    return null;
  });
};

/** Tools that the server runs are known by their dated type, and not looked into. */
function checkTool(tool: Json, at: string): ParamsError | null {
  if (!isObject(tool)) return invalid(`${at}: Input should be an object`);
  if (tool.type !== undefined && tool.type !== 'custom') {
    if (/_\d{8}$/.test(String(tool.type)) || tool.type === 'mcp_toolset') return null;
    return invalid(
      `${at}: Input tag '${String(tool.type)}' found using 'type' does not match any of the expected tags`,
    );
  }
  if (tool.name === undefined) return invalid(`${at}.custom.name: Field required`);
  if (typeof tool.name !== 'string' || !NAME.test(tool.name))
    return invalid(`${at}.custom.name: String should match pattern '${NAME.source}'`);
  if (tool.input_schema === undefined) return invalid(`${at}.custom.input_schema: Field required`);
  if (!isObject(tool.input_schema) || tool.input_schema.type !== 'object')
    return invalid(`${at}.custom.input_schema.type: Input should be 'object'`);
  return null;
}

export const checkToolChoice: ParamsCheck = ({ tool_choice: choice, tools }, { model }) => {
  if (choice === undefined) return null;
  if (!isObject(choice)) return invalid('tool_choice: Input should be an object');
  const { type, name } = choice;
  if (!CHOICES.some((one) => one === type))
    return invalid(
      `tool_choice: Input tag '${String(type)}' found using 'type' does not match any of the expected tags`,
    );
  const known = Array.isArray(tools) ? tools : [];
  if (type === 'tool') {
    if (typeof name !== 'string') return invalid('tool_choice.tool.name: Field required');
    if (!known.some((tool) => isObject(tool) && tool.name === name))
      return invalid(`Tool '${name}' not found in provided tools`);
  }
  if ((type === 'tool' || type === 'any') && !model.forcedTool)
    return invalid(`tool_choice: '${type}' is not supported for this model`);
  return type !== 'none' && known.length === 0
    ? invalid('tool_choice may only be specified while providing tools.')
    : null;
};
