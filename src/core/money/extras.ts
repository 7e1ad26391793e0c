// What makes a request cost more than its tokens tell: tools that Anthropic runs, and being kept in the US.
import { isJsonObject, type JsonObject } from '../json.ts';

export interface Extras {
  /** Tools that Anthropic runs: what they bring becomes input, and searches cost extra, so that no price is the highest. */
  hasServerTools: boolean;
  /** Costs a tenth more on models from 4.6 on. */
  isUsOnly: boolean;
}

export const NO_EXTRAS: Extras = { hasServerTools: false, isUsOnly: false };

/** Types with a date behind them; all other tools are run by whoever asks. */
const SERVER_TOOLS = /^(web_search|web_fetch|code_execution|tool_search|advisor)/;

/** @returns what in the params of a request costs extra */
export function extrasOf(params: JsonObject): Extras {
  const { tools, mcp_servers: servers, inference_geo: geo } = params;
  const runs =
    Array.isArray(tools) &&
    tools.some((tool) => isJsonObject(tool) && typeof tool.type === 'string' && SERVER_TOOLS.test(tool.type));
  return {
    hasServerTools: runs || (Array.isArray(servers) && servers.length > 0),
    isUsOnly: geo === 'us',
  };
}
