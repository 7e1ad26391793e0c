// Recipes: settings kept under a name, offered to files that fit, changed in versions, shared, and reviewed as YAML.
import { expect, it } from 'vitest';
import type { Message } from '../../src/sim/slack/index.ts';
import { openWorld, problemsOf, shown, type World } from '../support/world.ts';

const CSV = 'name,city\nAnn,Rome\nBo,Oslo\n';

async function saved(world: World): Promise<Message> {
  const start = await world.drop('people.csv', CSV, 'Greet {{name}} --max-tokens 99');
  await world.card(start, '"Submit"');
  await world.ana.command(world.marketing, '/batch recipe save greetings #1');
  await world.whisper(world.ana, '`greetings` · version 1, for <#', 'Greet {{name}}', 'at most 99 tokens');
  return start;
}

it('make the next draft, by command and by the menu of a draft without a prompt', async () => {
  await using world = await openWorld();
  const { ana, slack, marketing } = world;
  await saved(world);
  await ana.say(marketing, 'more', { files: [{ name: 'more.csv', content: 'NAME\nCleo\n' }] });
  await world.whisper(ana, 'each row or file of more.csv');
  await ana.command(marketing, '/batch run greetings last');
  await world.whisper(ana, 'made as “greetings” says (version 1)');
  await slack.waitFor('the draft', () =>
    slack
      .messages(marketing)
      .some(({ ts }) => slack.thread(marketing, ts).some((one) => shown(one).includes('Greet Cleo'))),
  );
  const start = await world.drop('third.csv', 'name\nDan\n', null);
  const draft = await world.card(start, 'Write the prompt', 'Use a recipe');
  await ana.choose(draft, 'Use a recipe', 'greetings');
  await world.card(start, 'Greet Dan', 'at most 99 tokens', '"Submit"');
  const other = await world.drop('other.csv', 'fruit\nfig\n', null);
  expect(shown(await world.card(other, 'Write the prompt'))).not.toContain('Use a recipe');
  expect(problemsOf(world)).toEqual([]);
});

it('have versions, belong to their channel until they are shared, and are deleted as a whole', async () => {
  await using world = await openWorld();
  const { ana, ben, slack, marketing } = world;
  await saved(world);
  await ana.command(marketing, '/batch recipe edit greetings --prompt "Salute {{name}} of {{city}}"');
  await world.whisper(ana, 'version 2', 'Salute {{name}} of {{city}}', 'name, city');
  await ana.command(marketing, '/batch recipe show greetings 1');
  await world.whisper(ana, 'version 1', 'Greet {{name}}');
  await ana.command(marketing, '/batch recipe edit greetings');
  await world.whisper(ana, 'It is not said what to change');
  const sales = slack.addChannel('sales', { members: [ben] });
  await ben.command(sales, '/batch recipe show greetings');
  await world.whisper(ben, 'There is no recipe “greetings” here');
  await ben.command(marketing, '/batch recipe share greetings');
  await world.whisper(ben, 'for the whole workspace');
  await ben.command(sales, '/batch recipe');
  await world.whisper(ben, '`greetings` · version 1 · the whole workspace');
  await ben.command(sales, '/batch recipe delete greetings');
  await world.whisper(ben, 'The recipe “greetings” is deleted');
  await ben.command(sales, '/batch run greetings last');
  await slack.waitFor(
    'the second refusal',
    () =>
      slack.ephemerals(ben).filter((one) => shown(one).includes('There is no recipe “greetings” here'))
        .length === 2,
  );
  await ben.command(marketing, '/batch recipe');
  await world.whisper(ben, '`greetings` · version 2 · <#');
  await ben.command(marketing, '/batch recipe cook greetings');
  await world.whisper(ben, '“cook” is nothing that can be done');
  expect(problemsOf(world)).toEqual([]);
});

it('go out and come in as YAML', async () => {
  await using world = await openWorld();
  const { ana, slack, marketing } = world;
  await saved(world);
  await ana.command(marketing, '/batch recipe export greetings');
  const message = await slack.waitFor('the file', () =>
    slack.messages(marketing).find(({ files }) => files.some(({ name }) => name === 'greetings.yaml')),
  );
  const yaml = String(slack.fileContent(message.files[0]?.id ?? ''));
  expect(yaml).toContain('prompt: Greet {{name}}');
  await ana.say(marketing, 'reviewed', {
    files: [{ name: 'greetings.yaml', content: yaml.replace('Greet', 'Hail') }],
  });
  await world.whisper(ana, 'each row or file of greetings.yaml');
  await ana.command(marketing, '/batch recipe import last');
  await world.whisper(ana, 'version 2', 'Hail {{name}}');
  await ana.say(marketing, 'broken', { files: [{ name: 'broken.yaml', content: 'recipe: [' }] });
  await world.whisper(ana, 'each row or file of broken.yaml');
  await ana.command(marketing, '/batch recipe import last');
  await world.whisper(ana, 'The file is no YAML');
  expect(problemsOf(world)).toEqual([]);
});
