// A file as payloads and files.info show it.
import { fileTypeOf, type SimFile } from './file.ts';
import type { JsonObject } from './json.ts';
import type { Workspace } from './workspace.ts';

/** The File object of payloads and files.info (docs.slack.dev/reference/objects/file-object). */
export function fileJson(workspace: Workspace, file: SimFile, options: { withShares: boolean }): JsonObject {
  const { identity, url } = workspace;
  if (file.deleted) return { id: file.id, mode: 'tombstone', created: 0, timestamp: 0 };
  if (file.connect !== undefined && !options.withShares) return connectStub(file);
  const settled = workspace.now() >= file.settledAtMs;
  const type = fileTypeOf(file.name);
  const created = Math.floor(file.createdMs / 1000);
  const name = encodeURIComponent(file.name);
  const base = `${url}/files-pri/${identity.teamId}-${file.id}`;
  const external = file.mode === 'external';
  return {
    id: file.id,
    created,
    timestamp: created,
    name: file.name,
    title: file.title,
    mimetype: settled ? file.mimetype : '',
    filetype: settled ? type.filetype : '',
    pretty_type: settled ? type.pretty : '',
    user: file.user,
    user_team: identity.teamId,
    editable: file.mode === 'snippet',
    size: external ? 0 : file.size,
    mode: file.mode,
    is_external: external,
    external_type: external ? 'gdrive' : '',
    is_public: file.shares.some((share) => workspace.channels.get(share.channel)?.kind === 'public'),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: external ? `https://drive.example.com/${name}` : `${base}/${name}`,
    ...(external ? {} : { url_private_download: `${base}/download/${name}` }),
    permalink: `${url}/files/${file.user}/${file.id}/${name}`,
    permalink_public: '',
    has_rich_preview: false,
    file_access: 'visible',
    ...(options.withShares && settled ? shareFields(workspace, file) : {}),
  };
}

function connectStub(file: SimFile): JsonObject {
  return {
    id: file.id,
    created: 0,
    timestamp: 0,
    mode: 'file_access',
    file_access: 'check_file_info',
    user: '',
    user_team: '',
  };
}

function shareFields(workspace: Workspace, file: SimFile): JsonObject {
  const shares: { public?: JsonObject; private?: JsonObject } = {};
  const ids: Record<'channels' | 'groups' | 'ims', string[]> = { channels: [], groups: [], ims: [] };
  for (const share of file.shares) {
    const channel = workspace.channels.get(share.channel);
    if (channel === undefined) continue;
    const side = channel.kind === 'public' ? 'public' : 'private';
    const known = shares[side] ?? {};
    const before = Array.isArray(known[channel.id]) ? (known[channel.id] as unknown[]) : [];
    known[channel.id] = [
      ...before,
      {
        reply_users: [],
        reply_users_count: 0,
        reply_count: 0,
        ts: share.ts,
        ...(share.threadTs === undefined ? {} : { thread_ts: share.threadTs }),
        channel_name: channel.name,
        team_id: workspace.identity.teamId,
        share_user_id: file.user,
        source: 'UNKNOWN',
        is_silent_share: false,
      },
    ];
    shares[side] = known;
    ids[channel.kind === 'public' ? 'channels' : channel.kind === 'private' ? 'groups' : 'ims'].push(
      channel.id,
    );
  }
  return { shares, ...ids };
}
