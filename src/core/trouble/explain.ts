// What a failure of Anthropic's means for people, and what they can do.
import type { ServiceError } from '../errors.ts';

export interface Explanation {
  /** What happened, one sentence. */
  message: string;
  /** What to do next, one sentence. */
  next: string;
}

const SPEND_LIMIT: Explanation = {
  message: 'The Anthropic account has reached its spend limit.',
  next: 'Ask whoever manages the account to raise the limit, or try again when the next period begins.',
};

const BY_CODE: Record<string, Explanation> = {
  authentication_error: {
    message: 'Anthropic did not accept the API key.',
    next: 'Ask the operator of this bot to check ANTHROPIC_API_KEY, then try again.',
  },
  permission_error: {
    message: 'Anthropic does not allow this API key to do that.',
    next: 'Ask the operator of this bot to check what the key may do, then try again.',
  },
  billing_error: {
    message: 'The Anthropic account has no credit left, or its payment failed.',
    next: 'Ask the operator of this bot to look at the billing page of the Claude Console, then try again.',
  },
  rate_limit_error: {
    message: 'Anthropic is taking no more requests from this account at the moment.',
    next: 'Wait a few minutes; if it stays so, let other jobs end first.',
  },
  overloaded_error: {
    message: 'Anthropic is overloaded at the moment.',
    next: 'Wait a few minutes; what is under way is looked after by itself.',
  },
  request_too_large: {
    message: 'This is more than Anthropic takes at once.',
    next: 'Split the file into smaller ones and drop them again.',
  },
  not_found_error: {
    message: 'Anthropic does not find this for our API key.',
    next: 'Check the id in the Claude Console; results are kept for 29 days.',
  },
  unreachable: {
    message: 'Anthropic cannot be reached.',
    next: 'Wait a few minutes; if it stays so, ask the operator of this bot to check its network.',
  },
  redirected: {
    message: 'The address of the API leads to another one, and the key is not sent there.',
    next: 'Ask the operator of this bot to check ANTHROPIC_BASE_URL.',
  },
  'results-cut': {
    message: 'The results did not arrive whole.',
    next: 'Nothing is lost: they are fetched again by themselves.',
  },
};

/** @returns plain words for a failed call to Anthropic; its own text where it refused for a reason not known here */
export function explain(error: ServiceError): Explanation {
  if (error.kind === 'refused' && isSpendLimit(error.code, error.message)) return SPEND_LIMIT;
  const known = BY_CODE[error.code];
  if (known) return known;
  switch (error.kind) {
    case 'refused':
      return { message: `Anthropic refused this: ${error.message}`, next: 'Change it and try again.' };
    case 'gone':
      return BY_CODE.not_found_error ?? { message: error.message, next: 'Check the id.' };
    case 'busy':
      return { message: error.message, next: 'Wait a few minutes and try again.' };
    case 'unknown':
      return {
        message: 'Anthropic did not answer, so it is not known whether it acted.',
        next: 'Wait until the bot has checked before you try again.',
      };
  }
}

/** @returns whether the account has spent what it may: waiting a little does not help then */
export function isSpendLimit(code: string, message: string): boolean {
  return code.includes('spend_limit') || /^You have reached your .*usage limits/.test(message);
}
