// Why Anthropic said no, in words and with what to do: shown on the card.
import type { ServiceError } from './errors.ts';

const BY_CODE: Record<string, string> = {
  authentication_error: 'Anthropic did not accept the API key. Ask the operator of this bot to check ANTHROPIC_API_KEY, then press Submit again.',
  permission_error: 'Anthropic does not allow this API key to create message batches. Ask the operator of this bot, then press Submit again.',
  billing_error: 'Anthropic reports a billing problem for this account. Ask the operator of this bot to look at the billing page, then press Submit again.',
  enforced_spend_limit_reached: 'The Anthropic account has reached its monthly spend limit. Submit again when it is raised or the next month begins.',
  request_too_large: 'Anthropic found the message batch too large. Split the file into smaller ones and drop them again.',
};

/** @returns one or two sentences; Anthropic's own text when the code is not known here. */
export function explainRefusal(error: ServiceError): string {
  return BY_CODE[error.code] ?? `Anthropic refused the message batch: ${error.message} Nothing was charged. Change the draft with Edit and submit again.`;
}
