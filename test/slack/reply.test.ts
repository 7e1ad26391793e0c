// Replies that only one person sees, and the offer for a dropped file.
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { Job } from '../../src/core/job/job.ts';
import { TASKS } from '../../src/slack/command.ts';
import { ACTIONS } from '../../src/slack/ids.ts';
import { ACCEPTED_FILES } from '../../src/slack/views/accepted-files.ts';
import { commandHelpReply, helpReply } from '../../src/slack/views/help.ts';
import { offer } from '../../src/slack/views/offer.ts';
import { errorReply, listReply, remoteReply, statusReply, textReply } from '../../src/slack/views/reply.ts';
import {
  buttonsOf,
  MINUTE,
  makeBatch,
  makeJob,
  makeView,
  NOW,
  shown,
  submittedJob,
  TALLY,
} from './fixture.ts';

describe('an error', () => {
  it('tells what happened, what to do next and the code for the log', () => {
    const reply = errorReply({ message: 'The file is <gone>.', next: 'Upload it again.', errorId: 'e7' });
    expect(shown(reply)).toContain('The file is &lt;gone&gt;.\nUpload it again.\nError code: `e7`');
    expect(reply.text).toContain('Upload it again.');
  });

  it('names who was faster', () => {
    const reply = errorReply({
      message: 'It is already submitted.',
      next: 'Look at its card.',
      byUserId: 'U0BEN',
    });
    expect(shown(reply)).toContain('It is already submitted. By <@U0BEN>.\nLook');
  });
});

describe('a list', () => {
  const states: Job['state'][] = [
    'building',
    'draft',
    'submitting',
    'running',
    'canceling',
    'discarded',
    'failed',
  ];
  const jobs = states.map((state, index) =>
    makeJob({ number: index + 1, state, createdAt: NOW - (10 - index) * MINUTE }),
  );

  it('is newest first, a line for each job', () => {
    const done = submittedJob({
      number: 8,
      state: 'done',
      tally: { ...TALLY, succeeded: 97, errored: 3 },
      createdAt: NOW,
    });
    const lines = shown(listReply([...jobs, done], NOW))
      .split('\n')
      .filter((line) => line.startsWith('*#'));
    expect(lines.map((line) => line.slice(2, 3))).toEqual(['8', '7', '6', '5', '4', '3', '2', '1']);
    expect(lines[0]).toBe(
      '*#8* ⚠️ Done with errors (97/100) · products.csv · 100 requests · less than a minute ago · <@U0ANA>',
    );
    expect(lines.slice(1).map((line) => / (\S+) ([^·]+) ·/u.exec(line)?.[2])).toEqual([
      'Failed',
      'Discarded',
      'Cancelling',
      'In progress',
      'Submitting',
      'Draft',
      'Reading',
    ]);
  });

  it('has twenty jobs at most, and none is cut off by the size of a block', () => {
    const name = `${'&'.repeat(60)}.csv`;
    const many = Array.from({ length: 25 }, (_, index) =>
      makeJob({
        number: index + 1,
        createdAt: NOW - index,
        source: { fileId: 'F', name, sizeBytes: 1, messageTs: null, more: [] },
      }),
    );
    const lines = shown(listReply(many, NOW))
      .split('\n')
      .filter((line) => line.startsWith('*#'));
    expect(lines).toHaveLength(20);
    expect(lines.every((line) => line.endsWith('<@U0ANA>'))).toBe(true);
    expect(shown(listReply(many, NOW))).toContain('… and 5 older jobs');
  });

  it('without jobs tells how to begin', () => {
    expect(listReply([], NOW).text).toContain(`Drop ${ACCEPTED_FILES}, and mention me`);
  });
});

describe('a status', () => {
  it('is the card without its buttons', () => {
    const view = makeView(submittedJob(), [makeBatch()]);
    const reply = statusReply(view);
    expect(shown(reply)).toContain('In progress · #42');
    expect(buttonsOf(reply)).toEqual([]);
  });

  it('of a message batch that is no job of ours', () => {
    const counts = { processing: 0, succeeded: 2, errored: 1, canceled: 0, expired: 0 };
    const remote = { id: 'msgbatch_x', counts, createdAt: NOW - MINUTE, expiresAt: NOW, endedAt: null };
    const rest = { cancelInitiatedAt: null, archivedAt: null, hasResults: true };
    const ended = shown(remoteReply({ ...remote, ...rest, status: 'ended' }, NOW));
    expect(ended).toContain(
      '`msgbatch_x` · *Ended* · 3 requests\n2 succeeded · 1 failed · 0 expired · 0 cancelled',
    );
    expect(ended).toContain('/batch watch msgbatch_x');
    expect(shown(remoteReply({ ...remote, ...rest, status: 'in_progress' }, NOW))).toContain(
      'Running for about 1 minute',
    );
  });
});

describe('help', () => {
  it('names every command on one screen, grouped by task, with an example each', () => {
    const reply = helpReply(commands);
    for (const { name, summary } of commands) {
      expect(shown(reply)).toContain(`/batch ${name}`);
      expect(shown(reply)).toContain(summary);
    }
    for (const task of Object.values(TASKS)) expect(shown(reply)).toContain(`*${task}*`);
    expect(shown(reply).match(/For example/g)).toHaveLength(Object.keys(TASKS).length);
    const lines = shown(reply)
      .split('\n')
      .filter((line) => !/^(section|context|mrkdwn)$/.test(line));
    expect(lines.length).toBeLessThan(40);
  });

  it('of a command has its options and examples', () => {
    for (const command of commands) {
      const text = shown(commandHelpReply(command));
      for (const option of Object.keys(command.options)) expect(text).toContain(`--${option} `);
      for (const example of command.examples) expect(text).toContain(`\`${example}\``);
    }
  });
});

it('text is escaped', () => {
  expect(textReply('a < b').text).toBe('a &lt; b');
});

it('a dropped file is offered with its name and one button', () => {
  const message = offer({ fileId: 'F1', name: 'products.csv' });
  expect(message.text).toBe('Shall Claude answer something for each row or file of products.csv?');
  expect(buttonsOf(message)).toEqual([
    expect.objectContaining({
      label: 'Start a batch',
      action: ACTIONS.startBatch,
      value: 'F1',
      style: 'primary',
    }),
  ]);
});
