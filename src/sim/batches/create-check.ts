// What the real API checks before it accepts a create call, in its words; params are looked at later.
import { badRequest } from './answer.ts';
import type { Json, Params, SimRequest } from './sim.ts';

const MOST_REQUESTS = 100_000;
const CUSTOM_ID = /^[a-zA-Z0-9_-]{1,64}$/;

/** @returns the requests. @throws ApiFailure for the first thing that is wrong */
export function checkCreate(text: string): SimRequest[] {
  const body = parse(text);
  const extra = Object.keys(body).find((key) => key !== 'requests');
  if (extra !== undefined) throw badRequest(`${extra}: Extra inputs are not permitted`);
  const { requests } = body;
  if (requests === undefined) throw badRequest('requests: Field required');
  if (!Array.isArray(requests)) throw badRequest('requests: Input should be a valid list');
  if (requests.length === 0)
    throw badRequest('requests: List should have at least 1 item after validation, not 0');
  if (requests.length > MOST_REQUESTS)
    throw badRequest(
      `requests: List should have at most ${MOST_REQUESTS} items after validation, not ${requests.length}`,
    );
  const seen = new Set<string>();
  return requests.map((request, index) => {
    const checked = checkRequest(request, `requests.${index}`);
    if (seen.has(checked.customId))
      throw badRequest(
        `requests: custom_id's must be unique within a batch. Duplicate custom_id found: ${checked.customId}`,
      );
    seen.add(checked.customId);
    return checked;
  });
}

function parse(text: string): { [key: string]: Json } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badRequest(`The request body is not valid JSON: ${error instanceof Error ? error.message : ''}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest('Input should be an object');
  return value as { [key: string]: Json };
}

function checkRequest(request: Json, at: string): SimRequest {
  if (typeof request !== 'object' || request === null || Array.isArray(request))
    throw badRequest(`${at}: Input should be an object`);
  const { custom_id: customId, params, ...others } = request;
  const extra = Object.keys(others)[0];
  if (extra !== undefined) throw badRequest(`${at}.${extra}: Extra inputs are not permitted`);
  if (customId === undefined) throw badRequest(`${at}.custom_id: Field required`);
  if (typeof customId !== 'string') throw badRequest(`${at}.custom_id: Input should be a valid string`);
  if (customId.length === 0) throw badRequest(`${at}.custom_id: String should have at least 1 character`);
  if (customId.length > 64) throw badRequest(`${at}.custom_id: String should have at most 64 characters`);
  if (!CUSTOM_ID.test(customId))
    throw badRequest(`${at}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`);
  if (params === undefined) throw badRequest(`${at}.params: Field required`);
  if (typeof params !== 'object' || params === null || Array.isArray(params))
    throw badRequest(`${at}.params: Input should be an object`);
  return { customId, params: params as Params };
}
