// /batch new: a window that takes files and a prompt, and makes a draft of them here.
import { defineCommand } from '../src/slack/command.ts';

export const newBatch = defineCommand({
  name: 'new',
  task: 'draft',
  needs: 'build',
  summary: 'A window for files and a prompt: the draft is made here',
  words: [],
  options: {},
  examples: ['/batch new'],
  async run({ openNewBatch }) {
    await openNewBatch();
    return null;
  },
});
