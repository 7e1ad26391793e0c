// A person types a slash command. docs.slack.dev/interactivity/implementing-slash-commands
import { checkMessagePayload } from '../block-kit/payload.ts';
import type { Channel } from '../channel.ts';
import { newResponseUrl, showReply } from '../hosts/response-url.ts';
import { type Message, newMessage } from '../message.ts';
import { newTrigger, type PersonRecord, type Workspace } from '../workspace.ts';
import { loginName, payloadName } from './interaction.ts';

const REPLY_FIELDS = new Set([
  'attachments',
  'blocks',
  'link_names',
  'mrkdwn',
  'parse',
  'response_type',
  'text',
  'unfurl_links',
  'unfurl_media',
]);

export interface CommandResult {
  ackMs: number;
  /** What the app answered together with the acknowledgement. */
  reply?: Message;
}

/**
 * Sends the command to the app and waits for its acknowledgement.
 * Throws for what Slack refuses itself: unknown commands, commands in threads; rejects with the error the person saw.
 */
export async function runCommand(
  workspace: Workspace,
  person: PersonRecord,
  channel: Channel,
  line: string,
  options: { threadTs?: string } = {},
): Promise<CommandResult> {
  const [, command = '', text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line) ?? [];
  const known = workspace.manifest.features?.slash_commands?.find((entry) => entry.command === command);
  if (known === undefined) throw new Error(`${command || line} is not a valid command.`);
  if (options.threadTs !== undefined) throw new Error(`${command} is not supported in threads. Sorry!`);
  if (!channel.members.has(person.id)) throw new Error(`${person.name} is not in ${channel.name}.`);
  const { identity } = workspace;
  const payload = {
    token: identity.verificationToken,
    team_id: identity.teamId,
    team_domain: identity.teamDomain,
    channel_id: channel.id,
    channel_name: payloadName(channel),
    user_id: person.id,
    user_name: loginName(workspace, person.id),
    command,
    text: known.should_escape === true ? escapeNames(workspace, text) : text,
    api_app_id: identity.appId,
    is_enterprise_install: 'false',
    response_url: newResponseUrl(workspace, person.id, channel.id),
    trigger_id: newTrigger(workspace, person.id),
  };
  const { ackMs, payload: answer } = await workspace.delivery.interact('slash_commands', payload, line);
  if (answer.response_type === 'in_channel') {
    channel.messages.push(
      newMessage({ channel: channel.id, ts: workspace.nextTs(), user: person.id, text: line }),
    );
  }
  if (answer.text === undefined && answer.blocks === undefined) return { ackMs };
  for (const key of Object.keys(answer)) {
    if (!REPLY_FIELDS.has(key)) workspace.problem(`${command}: unknown field ${key} in the reply`);
  }
  const errors = checkMessagePayload(workspace, command, answer);
  if (errors.length > 0) throw new Error(`${line} failed with the error "invalid_blocks".`);
  const reply = showReply(workspace, { person: person.id, channel: channel.id }, answer);
  return { ackMs, ...(reply === undefined ? {} : { reply }) };
}

function escapeNames(workspace: Workspace, text: string): string {
  let escaped = text;
  for (const { id, name } of workspace.people.values())
    escaped = escaped.replaceAll(`@${name}`, `<@${id}|${name}>`);
  for (const { id, name, kind } of workspace.channels.values()) {
    if (kind !== 'im') escaped = escaped.replaceAll(`#${name}`, `<#${id}|${kind === 'public' ? name : ''}>`);
  }
  return escaped;
}
