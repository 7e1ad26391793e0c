// What is said in the thread of a job, and what stands behind a prompt.
import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { UserError } from '../../src/core/errors.ts';
import { splitPrompt } from '../../src/slack/prompt-options.ts';
import { commandIn, forJob, numberIn } from '../../src/slack/thread-words.ts';

it.each([
  ['retry failed', 'retry'],
  ['Retry the failed rows, please!', 'retry'],
  ['try again', 'retry'],
  ['retry expired', 'retry --only expired'],
  ['send me xlsx', 'results --format xlsx'],
  ['Please give us the results as Excel.', 'results --format xlsx'],
  ['as a markdown file', null],
  ['results as a markdown file', 'results --format md'],
  ['send the files again', 'results'],
  ['failed rows', 'results --only failed'],
  ['stop it', 'cancel'],
  ['How is it going?', 'status'],
  ['row 17', 'row 17'],
  ['results --columns name,response', 'results --columns name,response'],
  ['cancel everything you have ever done', 'cancel everything you have ever done'],
  ['help', null],
  ['settings --offer never', null],
  ['Write a poem for {{name}}', null],
  ['', null],
])('“%s” is %s', (text, command) => {
  expect(commandIn(text, commands)).toBe(command);
});

it.each(['submit', 'Approve', 'try', 'delete now', 'reject too many'])(
  '“%s” is done by a button or a typed command',
  (text) => {
    expect(() => commandIn(text, commands)).toThrow('I do not do by words in a thread');
  },
);

it.each([
  ['status #7', 7, 'status'],
  ['retry job #12 please', 12, 'retry please'],
  ['#3', 3, ''],
  ['row 17', null, 'row 17'],
  ['c#5', null, 'c#5'],
])('“%s” names job %s', (text, number, words) => {
  expect(numberIn(text)).toEqual({
    number,
    words: expect.stringMatching(new RegExp(`^${words.replace(' ', ' +')}$`)),
  });
});

it('a command gets its job behind its name', () => {
  expect(forJob('results --format xlsx', 7)).toBe('results #7 --format xlsx');
  expect(forJob('cancel', 7)).toBe('cancel #7');
});

const build = commands.find(({ name }) => name === 'build') ?? expect.fail();

it.each([
  ['Judge {{review}} --fields "mood: good|bad"', 'Judge {{review}}', { fields: 'mood: good|bad' }],
  ['Judge —model claude-x —max-tokens 99', 'Judge', { model: 'claude-x', 'max-tokens': '99' }],
  ['--split whole', null, { split: 'whole' }],
  ['Explain what --model does in prose', 'Explain what --model does in prose', {}],
  ['Use --nonsense 5', 'Use --nonsense 5', {}],
  ['Say --prompt "x"', 'Say --prompt "x"', {}],
  ['A -- B', 'A -- B', {}],
  [null, null, {}],
])('%s is a prompt and what is set behind it', (text, prompt, options) => {
  expect(splitPrompt(text, build)).toEqual({ prompt, options });
});

it('a value that cannot be is told', () => {
  const read = splitPrompt('Judge it --split word', build);
  expect(read).toBeInstanceOf(UserError);
  expect(String(read)).toContain('--split cannot be “word”');
});
