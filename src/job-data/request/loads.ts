// What each model would have to do, added up while requests are rendered.
import type { Load } from '../../ports/job-data.ts';
import type { RenderedRequest } from './render.ts';

export interface Loads {
  add(rendered: RenderedRequest): void;
  list(): Load[];
}

/** @returns an empty sum; requests that are kept in the US are one of their own, as their price is */
export function createLoads(): Loads {
  const loads = new Map<string, Load>();
  return {
    add({ model, weightBytes: bytes, maxTokens, extras: { isUsOnly, hasServerTools } }) {
      const key = isUsOnly ? `${model} in the US` : model;
      const load = loads.get(key) ?? emptyLoad(model, isUsOnly);
      loads.set(key, load);
      load.requests += 1;
      if (hasServerTools) load.withServerTools += 1;
      load.bytes += bytes;
      load.longestBytes = Math.max(load.longestBytes, bytes);
      load.maxOutputTokens += maxTokens;
    },
    list: () => [...loads.values()],
  };
}

function emptyLoad(model: string, isUsOnly: boolean): Load {
  return {
    model,
    requests: 0,
    bytes: 0,
    longestBytes: 0,
    maxOutputTokens: 0,
    isUsOnly,
    withServerTools: 0,
  };
}
