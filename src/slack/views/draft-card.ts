// The draft card: what would be sent, what will not and why, what it costs, and what to press.
import { typeWords } from '../../core/answer/fields-text.ts';
import type { FormatName, SettingProblem, Split } from '../../core/draft/settings.ts';
import { answerFieldsOf, type DraftReport, type Job } from '../../core/job/job.ts';
import { formatDollars } from '../../core/money/pricing.ts';
import type { Problem } from '../../core/source/problem.ts';
import type { JobView } from '../../ports/conversation.ts';
import { code, inline, joinMrkdwn, type Mrkdwn, mrkdwn, plain } from '../mrkdwn.ts';
import { approvalLine, notApprovedBlocks } from './approval.ts';
import { context, type Message, message, section, sections } from './blocks.ts';
import { budgetLines } from './budget.ts';
import { draftButtons, lacksPrompt } from './draft-buttons.ts';
import { priceText } from './draft-price.ts';
import { duplicatesLine } from './duplicates.ts';
import { cardHeader, cardText } from './parts.ts';
import { previewBlocks } from './preview.ts';
import { count, number, thinkingWords } from './words.ts';

const PROBLEMS_SHOWN = 5;
const COLUMNS_SHOWN = 20;
const NOTES_SHOWN = 8;
const NAME_CHARS = 60;
const SENTENCE_CHARS = 300;

export function draftCard(view: JobView): Message {
  const { job } = view;
  const { report } = job;
  if (report === null)
    return message(cardText(view, 'Draft', 'It is being read.'), [cardHeader(view, 'Draft')]);
  return message(cardText(view, 'Draft', summary(job, report)), [
    cardHeader(view, 'Draft'),
    ...(job.notice === null ? [] : [section(mrkdwn`⚠️ ${inline(job.notice, 1000)}`)]),
    ...notApprovedBlocks(job),
    ...sections([
      foundLine(report),
      columnsLine(report),
      modelLine(job, report),
      fieldsLine(job),
      duplicatesLine(report),
    ]),
    ...(report.notes.length === 0 ? [] : [context(...report.notes.slice(0, NOTES_SHOWN).map(sentence))]),
    ...sections(blockerLines(job, report)),
    ...previewBlocks(report, job.settings),
    ...sections(skippedLines(report)),
    ...(report.estimate === null
      ? []
      : [
          section(priceText(report.estimate, job)),
          ...sections([...budgetLines(view.standings, report.estimate.batchHighMicros), approvalLine(view)]),
        ]),
    draftButtons(view, report),
  ]);
}

function summary(job: Job, { requests, blockers, estimate }: DraftReport): string {
  const what = count(requests, 'request');
  const [first] = blockers;
  if (first) return `${what}. To do: ${inline(first.text, SENTENCE_CHARS)}`;
  if (estimate === null) return `${what}. It has no price yet.`;
  return `${what} to ${inline(job.settings.model, NAME_CHARS)}, ${formatDollars(estimate.batchHighMicros)} at most. Press Submit to send it.`;
}

function sentence(text: string): Mrkdwn {
  return mrkdwn`${inline(text, SENTENCE_CHARS)}`;
}

function foundLine(report: DraftReport): Mrkdwn {
  const from = report.readyMade ? 'ready-made requests' : formatWords(report);
  const parts =
    report.plan.length > 1
      ? `, sent as ${count(report.plan.length, 'message batch', 'message batches')}`
      : '';
  return mrkdwn`*${count(report.requests, 'request')}* from ${count(report.rows, rowWord(report))} · ${from}${parts}`;
}

const FORMAT_WORDS: Record<Exclude<FormatName, 'text'>, string> = {
  csv: 'CSV',
  jsonl: 'JSONL',
  json: 'JSON',
  xlsx: 'Excel',
  sqlite: 'SQLite table',
  documents: 'documents',
  database: 'database',
};
const TEXT_WORDS: Record<Split, string> = {
  line: 'text, one request per line',
  paragraph: 'text, one request per paragraph',
  whole: 'text, one request for the whole',
};

function formatWords({ format, split }: DraftReport): string {
  return format === 'text' ? TEXT_WORDS[split ?? 'line'] : FORMAT_WORDS[format];
}

/** A document is a row, but nobody calls it so. */
function rowWord({ format }: DraftReport): string {
  return format === 'documents' ? 'file' : 'row';
}

function columnsLine({ readyMade, columns }: DraftReport): Mrkdwn {
  if (readyMade || columns.length === 0) return mrkdwn``;
  const names = columns.slice(0, COLUMNS_SHOWN).map((name) => mrkdwn`${code(name, NAME_CHARS)}`);
  const more = columns.length > COLUMNS_SHOWN ? [mrkdwn`and ${columns.length - COLUMNS_SHOWN} more`] : [];
  return joinMrkdwn([plain(columns.length === 1 ? 'Column' : 'Columns'), ...names, ...more], ' ');
}

function modelLine({ settings }: Job, { readyMade }: DraftReport): Mrkdwn {
  const parts = [
    mrkdwn`Model ${code(settings.model, NAME_CHARS)}`,
    mrkdwn`at most ${count(settings.maxTokens, 'token')} per answer${readyMade ? '' : thinkingWords(settings)}`,
  ];
  if (readyMade) parts.push(plain('both only where a request names none'));
  if (settings.system !== null && !readyMade) parts.push(plain('with a system prompt'));
  if (settings.idColumn !== null && !readyMade)
    parts.push(mrkdwn`custom_id from ${code(settings.idColumn, NAME_CHARS)}`);
  return joinMrkdwn(parts, ' · ');
}

/** The columns that the results will have for the answer. */
function fieldsLine(job: Job): Mrkdwn {
  const fields = answerFieldsOf(job);
  if (fields.length === 0) return mrkdwn``;
  const shown = fields.slice(0, COLUMNS_SHOWN).map((field) => {
    const kind = field.type === 'text' ? '' : ` (${inline(typeWords(field), NAME_CHARS)})`;
    return mrkdwn`${code(field.name, NAME_CHARS)}${kind}`;
  });
  const more = fields.length > COLUMNS_SHOWN ? [mrkdwn`and ${fields.length - COLUMNS_SHOWN} more`] : [];
  return joinMrkdwn([plain('Answer in columns:'), ...shown, ...more], ' ');
}

function blockerLines(job: Job, report: DraftReport): Mrkdwn[] {
  const lines = report.blockers.slice(0, PROBLEMS_SHOWN).map((blocker) => {
    const example = lacksPrompt(job, report) && blocker.field === 'prompt' ? promptExample(report) : '';
    return mrkdwn`✋ *To do:* ${blockerText(blocker)}${example}`;
  });
  const rest = report.blockers.length - lines.length;
  return rest > 0 ? [...lines, mrkdwn`… and ${number(rest)} more to do`] : lines;
}

function blockerText({ line, text }: SettingProblem): string {
  return `${line === null ? '' : `Line ${line}: `}${inline(text, 600)}`;
}

/** Columns that only tell rows apart make poor examples. */
const ID_LIKE = /^(id|.*[_ -]id|sku|no|nr|number|key|#)$/i;

const DOCUMENTS_EXAMPLE =
  ' Press *Write the prompt* and say what Claude should do with each file, for example: “Who signed this contract, and until when does it run?”';

/** An example in the file's own columns, for a person who has not written a prompt yet. */
function promptExample({ columns, format }: DraftReport): string {
  if (format === 'documents') return DOCUMENTS_EXAMPLE;
  const telling = columns.filter((name) => !ID_LIKE.test(name.trim()));
  const [first = 'text', second] = telling.length > 0 ? telling : columns;
  const place = (name: string) => `{{${inline(name, NAME_CHARS)}}}`;
  const example =
    second === undefined
      ? `Summarize in one sentence: ${place(first)}`
      : `Write a short description of ${place(first)}. Use: ${place(second)}`;
  return ` Press *Write the prompt* and say what Claude should do with each row, for example: “${example}”`;
}

function skippedLines(report: DraftReport): Mrkdwn[] {
  const { skipped } = report;
  if (skipped.count === 0) return [];
  const first = [...skipped.first].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, PROBLEMS_SHOWN);
  const rest = skipped.count - first.length;
  return [
    mrkdwn`*${count(skipped.count, rowWord(report))} will be skipped:*`,
    ...first.map(problemLine),
    ...(rest > 0 ? [mrkdwn`… and ${number(rest)} more`] : []),
  ];
}

function problemLine({ line, text }: Problem): Mrkdwn {
  const what = inline(text, SENTENCE_CHARS);
  return line === null ? mrkdwn`• ${what}` : mrkdwn`• Line ${line}: ${what}`;
}
