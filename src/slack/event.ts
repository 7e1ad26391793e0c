// Slack's event deliveries, checked at the door: only the fields that are read.
import { z } from 'zod';

const File = z.object({ id: z.string(), name: z.string().nullish(), size: z.number().nullish() });

const Message = {
  user: z.string().optional(),
  bot_id: z.string().nullish(),
  subtype: z.string().optional(),
  hidden: z.boolean().optional(),
  text: z.string().optional(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  channel: z.string(),
  files: z.array(File).optional(),
};

export const Mention = z.object({ type: z.literal('app_mention'), ...Message });
export const DirectMessage = z.object({
  type: z.literal('message'),
  channel_type: z.literal('im'),
  ...Message,
});
export const FileShared = z.object({
  type: z.literal('file_shared'),
  file_id: z.string(),
  user_id: z.string(),
  channel_id: z.string(),
});

export const HomeOpened = z.object({
  type: z.literal('app_home_opened'),
  user: z.string(),
  channel: z.string(),
  tab: z.string(),
});

export const Joined = z.object({
  type: z.literal('member_joined_channel'),
  user: z.string(),
  channel: z.string(),
  inviter: z.string().optional(),
});

export type Joined = z.infer<typeof Joined>;
export type HomeOpened = z.infer<typeof HomeOpened>;
export type Mention = z.infer<typeof Mention>;
export type DirectMessage = z.infer<typeof DirectMessage>;
export type FileShared = z.infer<typeof FileShared>;

const Body = z.object({
  type: z.literal('event_callback'),
  event_id: z.string(),
  team_id: z.string(),
  event: z.discriminatedUnion('type', [Mention, DirectMessage, FileShared, HomeOpened, Joined]),
});
export type EventBody = z.infer<typeof Body>;

/** @returns the delivery, or null for one that the bot does nothing with */
export function readEvent(body: unknown): EventBody | null {
  const parsed = Body.safeParse(body);
  return parsed.success ? parsed.data : null;
}
