// Every route of the API that the stand-in knows.
import type { Handler, Route } from './route.ts';
import { batchRoutes } from './routes/batches.ts';
import { fileRoutes } from './routes/files.ts';
import { messageRoutes } from './routes/messages.ts';
import { modelRoutes } from './routes/models.ts';
import { resultRoutes } from './routes/results.ts';

const TABLE: readonly Route[] = [
  ...batchRoutes,
  ...resultRoutes,
  ...messageRoutes,
  ...fileRoutes,
  ...modelRoutes,
];

export const ROUTES = TABLE.map(([method, pattern, handle]) => ({
  method,
  name: `${method} ${pattern}`,
  path: new RegExp(`^${pattern.replace('{id}', '([^/]+)')}$`),
  handle,
}));

/** @returns the handler and the id in the path; or whether the path is known to other methods */
export function findRoute(
  method: string,
  path: string,
): { handle: Handler; id: string } | { isKnownPath: boolean } {
  const ofPath = ROUTES.filter((route) => route.path.test(path));
  // Fixed paths win over patterns: count_tokens is no id.
  const route = ofPath.find((one) => one.method === method);
  if (!route) return { isKnownPath: ofPath.length > 0 };
  return { handle: route.handle, id: decodeURIComponent(route.path.exec(path)?.[1] ?? '') };
}
