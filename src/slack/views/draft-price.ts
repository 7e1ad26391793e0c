// What a draft costs, before money: the range, what a batch saves, and how the figures came about.

import { hasFiles, type Job } from '../../core/job/job.ts';
import type { Estimate } from '../../core/money/estimate.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import { joinMrkdwn, type Mrkdwn, mrkdwn } from '../mrkdwn.ts';
import { cacheLine } from './cache.ts';
import { rangeWords } from './trial.ts';
import { count } from './words.ts';

/** @returns the price lines of a draft card; amounts are of all its requests together */
export function priceText(price: Estimate, job: Job): Mrkdwn {
  const { settings, report } = job;
  const low = formatDollars(price.batchLowMicros);
  const high = formatDollars(price.batchHighMicros);
  const limit = report?.readyMade ? 'its own limit' : `its limit of ${count(settings.maxTokens, 'token')}`;
  return joinMrkdwn(
    [
      price.tried === undefined
        ? mrkdwn`*Price as a batch: ${high} at most*`
        : mrkdwn`*Price as a batch: ${rangeWords(price.tried)}*, ${high} at most`,
      triedLine(price),
      mrkdwn`It is ${high} only if every answer reaches ${limit}; shorter answers cost less. The input alone is ${low}.`,
      cacheLine(report?.cache ?? null, price),
      standardLine(price),
      serverToolsLine(price),
      basisLine(price, report !== null && hasFiles(report.format, job)),
    ],
    '\n',
  );
}

function triedLine({ tried }: Estimate): Mrkdwn {
  if (tried === undefined) return mrkdwn``;
  return mrkdwn`This is for answers as long as those to the ${count(tried.rows, 'row')} tried; others may be longer or shorter.`;
}

function standardLine({ batchHighMicros, standardHighMicros }: Estimate): Mrkdwn {
  const saved = standardHighMicros > 0 ? Math.round(100 * (1 - batchHighMicros / standardHighMicros)) : 0;
  return mrkdwn`Answered right away it would be ${formatDollars(standardHighMicros)} at most${saved > 0 ? `; a batch saves ${saved} %` : ''}.`;
}

function serverToolsLine({ withServerTools = 0 }: Estimate): Mrkdwn {
  if (withServerTools === 0) return mrkdwn``;
  return mrkdwn`*Not in these prices*: ${count(withServerTools, 'request')} may use tools that Anthropic runs, such as web search. What they find is more input, and searches are $10 for 1,000.`;
}

function basisLine({ basis, inputTokens, pricesAsOf }: Estimate, isOfFiles: boolean): Mrkdwn {
  const tokens = count(inputTokens, 'token');
  if (basis === 'guessed' && isOfFiles)
    return mrkdwn`An estimate: the input is about ${tokens}, only guessed from pages, pixels and lengths, because Anthropic could not be asked or each file is too large to ask about; it is more likely too high than too low. Prices as of ${pricesAsOf}.`;
  return basis === 'counted'
    ? mrkdwn`An estimate: the input is about ${tokens}, counted by Anthropic on a sample of the rows. Prices as of ${pricesAsOf}.`
    : mrkdwn`An estimate: the input is about ${tokens}, only guessed from its length, because Anthropic could not be asked; it is more likely too high than too low. Prices as of ${pricesAsOf}.`;
}
