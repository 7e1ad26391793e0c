// Replies through the response_url of a command or a click: only its person sees them.
import type { Log } from '../ports/log.ts';
import type { Reply } from './views/reply.ts';

const TIMEOUT_MS = 15_000;

/** A proxy's page comes with status 200 as well; Slack says `ok`, or JSON. */
function isPage(words: string): boolean {
  return words.trimStart().startsWith('<');
}

/** The second try has what every workspace takes. */
function bodyOf(reply: Reply | { delete_original: true }, attempt: number): string {
  if ('delete_original' in reply) return JSON.stringify(reply);
  const { classic, ...whole } = reply;
  const shown = attempt > 1 && classic !== undefined ? classic : whole;
  return JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...shown });
}

export type Respond = (url: string, reply: Reply | { delete_original: true }) => Promise<void>;

/**
 * @param mayPost whether a URL is Slack's
 * @returns a function that posts a reply, twice when Slack does not take it at first; it never throws: there is nobody left to tell
 */
export function createRespond({ mayPost, log }: { mayPost: (url: string) => boolean; log: Log }): Respond {
  return async (url, reply) => {
    if (!mayPost(url)) {
      log.warn({}, 'a reply was not sent: its address is not Slack’s');
      return;
    }
    for (let attempt = 1; attempt <= 2; attempt++) {
      const body = bodyOf(reply, attempt);
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          redirect: 'error',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (answer.ok && !isPage(await answer.text())) return;
        log.warn({ status: answer.status, attempt }, 'a reply was not taken');
      } catch (error) {
        log.error({ attempt }, 'a reply could not be sent', error);
      }
    }
  };
}
