// Which API to talk to, and with which key.

export interface Connection {
  apiKey: string;
  /** Without a slash at its end. */
  baseUrl: string;
}

/** The API version that the SDK sends too; it applies to every request of a message batch. */
export const API_VERSION = '2026-10-21';

/** @returns the headers of a call made without the SDK */
export function headersFor({ apiKey }: Connection): Record<string, string> {
  return {
    authorization: `Bearer ${apiKey}`,
    'anthropic-version': API_VERSION,
    'user-agent': 'claude-batches-for-slack',
  };
}
