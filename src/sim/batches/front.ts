// What happens before a route is reached, in the order of the real API: key, version, betas, rate limit, size.
import type { IncomingMessage } from 'node:http';
import { ApiFailure, badRequest } from './answer.ts';

const VERSIONS = ['2023-06-01', '2026-10-21'];
const BETAS = ['output-300k-2026-03-24', 'message-batches-2024-09-24', 'files-api-2025-04-14'];
export const MOST_BODY_BYTES = 256_000_000;
/** Requests per minute of the lowest tier. */
const PER_MINUTE = 1000;

export interface Front {
  /** @returns the API version. @throws ApiFailure */
  admit(request: IncomingMessage): string;
}

export function createFront(apiKeys: readonly string[], now: () => number): Front {
  let windowStart = 0;
  let inWindow = 0;

  function limitRate(): void {
    if (now() - windowStart >= 60_000) {
      windowStart = now();
      inWindow = 0;
    }
    inWindow += 1;
    if (inWindow > PER_MINUTE)
      throw new ApiFailure(
        429,
        'rate_limit_error',
        'This request would exceed your organization’s rate limit.',
        { 'retry-after': '5' },
      );
  }

  return {
    admit({ headers }) {
      const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
      const key = headers['x-api-key'] ?? bearer;
      if (key === undefined)
        throw new ApiFailure(401, 'authentication_error', 'x-api-key header is required', {
          'x-should-retry': 'false',
        });
      if (!apiKeys.includes(String(key)))
        throw new ApiFailure(401, 'authentication_error', 'API key is invalid.', {
          'x-should-retry': 'false',
        });
      const version = headers['anthropic-version'];
      if (version === undefined) throw badRequest('anthropic-version: header is required');
      if (!VERSIONS.includes(String(version)))
        throw badRequest(`anthropic-version: ${String(version)} is not a valid version`);
      const beta = String(headers['anthropic-beta'] ?? '')
        .split(',')
        .find((name) => name !== '' && !BETAS.includes(name));
      if (beta !== undefined)
        throw badRequest(
          `Unexpected value(s) \`${beta}\` for the \`anthropic-beta\` header. Please consult our documentation at platform.claude.com/docs or try again without the header.`,
        );
      limitRate();
      return String(version);
    },
  };
}
