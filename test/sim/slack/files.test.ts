// Files both ways: people drop them, the app reads them; the app uploads, people see them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import type { SlackSim } from '../../../src/sim/slack/index.ts';
import { createSocketApp, manifestWith, startWorld } from './fixture.ts';

async function upload(client: WebClient, name: string, bytes: Buffer, init: RequestInit = {}) {
  const { upload_url, file_id } = await client.files.getUploadURLExternal({
    filename: name,
    length: bytes.length,
  });
  const url = upload_url ?? '';
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(bytes), ...init });
  return { url, fileId: file_id ?? '', status: response.status, text: await response.text() };
}

async function download(slack: SlackSim, url: string, token = slack.botToken): Promise<Response> {
  return fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' });
}

test('dropped files come as one message event and one file_shared each, then can be read', async () => {
  const { slack, ann, client } = await startWorld();
  await using _ = slack;
  const app = createSocketApp(slack);
  const seen: { type: string; text?: string | undefined; files: unknown[]; mimetypes: unknown[] }[] = [];
  app.event(/.*/, async ({ event }) => {
    const files = 'files' in event && Array.isArray(event.files) ? event.files : [];
    seen.push({
      type: 'subtype' in event ? `${event.type}/${event.subtype}` : event.type,
      text: 'text' in event ? event.text : undefined,
      files: 'file_id' in event ? [event.file_id] : files.map(({ id }) => id),
      mimetypes: files.map(({ mimetype }) => mimetype),
    });
  });
  await app.start();
  const direct = slack.directMessage(ann);
  const message = await ann.say(direct, 'two\nfiles', {
    files: [
      { name: 'a.csv', content: 'x,y\n1,2\n' },
      { name: 'b.jsonl', content: Buffer.from('{}') },
    ],
  });
  await slack.settle();
  const [first, second] = message.files.map(({ id }) => id);
  expect(seen.map(({ type }) => type).sort()).toEqual(['file_shared', 'file_shared', 'message/file_share']);
  expect(seen.find(({ type }) => type.startsWith('message'))).toEqual({
    type: 'message/file_share',
    text: 'two\nfiles',
    files: [first, second],
    mimetypes: ['', ''],
  });
  await slack.waitFor('the shares', () => Date.now() > slack.file(first ?? '').settledAtMs);
  const { file } = await client.files.info({ file: first ?? '' });
  expect(file?.shares?.private?.[direct.id]?.[0]?.ts).toBe(message.ts);
  expect(file).toMatchObject({ mimetype: 'text/csv', mode: 'hosted', size: 8 });
  const response = await download(slack, file?.url_private_download ?? '');
  expect(await response.text()).toBe('x,y\n1,2\n');
  expect(slack.transcript(direct)).toContain('📎 a.csv (8 bytes)');
  expect(slack.problems).toEqual([]);
  await app.stop();
});

test('a mention with files in a thread carries them, and channels without the bot stay silent', async () => {
  const manifest = manifestWith({ events: ['app_mention', 'file_shared'] });
  const { slack, ann, general } = await startWorld({ manifest });
  await using _ = slack;
  const app = createSocketApp(slack);
  const seen: string[] = [];
  app.event('app_mention', async ({ event }) => {
    const files = 'files' in event && Array.isArray(event.files) ? event.files : [];
    seen.push(`mention ${event.thread_ts} ${files.length}`);
  });
  app.event('file_shared', async ({ event }) => {
    seen.push(`shared ${event.channel_id}`);
  });
  await app.start();
  const away = slack.addChannel('away', { members: [ann], bot: false });
  await ann.say(away, '@helper', { files: [{ name: 'a.txt', content: 'a' }] });
  const parent = await ann.say(general, 'parent');
  await ann.say(general, '@helper look', {
    threadTs: parent.ts,
    files: [{ name: 'a.txt', content: 'a' }],
  });
  await slack.settle();
  expect(seen.sort()).toEqual([`mention ${parent.ts} 1`, `shared ${general.id}`]);
  await app.stop();
});

test('an upload by the app is shared a little later and comes back as events', async () => {
  const { slack, ann, general, client } = await startWorld({ fileSettleMs: 300 });
  await using _ = slack;
  const app = createSocketApp(slack);
  const own: string[] = [];
  app.event('file_shared', async ({ event }) => {
    own.push(event.user_id);
  });
  await app.start();
  const parent = await ann.say(general, 'please');
  const bytes = Buffer.alloc(40 * 1024 * 1024, 'x');
  const { fileId, status, text } = await upload(client, 'results.csv', bytes);
  expect([status, text]).toEqual([200, `OK - ${bytes.length}`]);
  const done = await client.files.completeUploadExternal({
    files: [{ id: fileId, title: 'Results' }],
    channel_id: general.id,
    thread_ts: parent.ts,
    initial_comment: 'Here you are',
  });
  expect(done.files).toEqual([{ id: fileId, title: 'Results' }]);
  expect((await client.files.info({ file: fileId })).file?.shares).toBeUndefined();
  const message = await slack.waitFor('the file', () => slack.thread(general, parent.ts)[1]);
  expect(message).toMatchObject({ text: 'Here you are', user: slack.botUserId });
  expect(slack.fileContent(fileId).equals(bytes)).toBe(true);
  await slack.settle();
  expect(own).toEqual([slack.botUserId]);
  expect(slack.problems).toEqual([]);
  await client.files.delete({ file: fileId });
  await expect(client.files.info({ file: fileId })).rejects.toThrow('file_deleted');
  expect(slack.transcript(general)).toContain('📎 This file was deleted.');
  await app.stop();
});

test('uploads are refused with a token, a wrong length, a second time or without bytes', async () => {
  const { slack, general, client } = await startWorld();
  await using _ = slack;
  const bytes = Buffer.from('abc');
  const withToken = await upload(client, 'a.txt', bytes, { headers: { authorization: 'Bearer x' } });
  expect(withToken.status).toBe(403);
  expect((await upload(client, 'a.txt', bytes, { body: 'abcd' })).status).toBe(400);
  const form = new FormData();
  form.append('file', new Blob([bytes]), 'a.txt');
  const fine = await upload(client, 'a.txt', bytes, { body: form });
  expect(fine.status).toBe(200);
  expect((await fetch(fine.url, { method: 'POST', body: 'abc' })).status).toBe(400);
  await expect(client.files.getUploadURLExternal({ filename: 'a', length: 0 })).rejects.toThrow(
    'invalid_arguments',
  );
  const complete = (channel_id: string, id = fine.fileId) =>
    client.files.completeUploadExternal({ files: [{ id }], channel_id });
  await expect(complete(general.id, 'F0')).rejects.toThrow('file_not_found');
  await expect(complete('C0')).rejects.toThrow('channel_not_found');
  await complete(general.id);
  await expect(complete(general.id)).rejects.toThrow('file_not_found');
  expect(slack.problems).toEqual([
    'file upload: token sent to upload_url',
    'file upload: 4 bytes came, 3 were announced',
    'file upload: the upload address was used before',
  ]);
});

test('downloads: sign-in page, redirect, and broken bodies', async () => {
  const { slack, ann, general, client } = await startWorld();
  await using _ = slack;
  const away = slack.addChannel('away', { members: [ann], bot: false });
  const secret = await ann.say(away, '', { files: [{ name: 's.txt', content: 'secret' }] });
  const shown = await ann.say(general, '', { files: [{ name: 'a.txt', content: 'abcdef' }] });
  const info = await client.files.info({ file: shown.files[0]?.id ?? '' });
  const url = info.file?.url_private_download ?? '';
  await expect(client.files.info({ file: secret.files[0]?.id ?? '' })).rejects.toThrow('not_visible');

  const stranger = await download(slack, url, 'xoxb-other');
  expect(stranger.status).toBe(200);
  expect(await stranger.text()).toContain('<!DOCTYPE html>');
  const hidden = await download(slack, url.replace(shown.files[0]?.id ?? '', secret.files[0]?.id ?? ''));
  expect(hidden.status).toBe(302);
  expect(hidden.headers.get('x-slack-meta')).toBe('?;acl_fail');
  slack.faults.add({ method: 'file-download', kind: 'wrong-length' });
  expect(await (await download(slack, url)).text()).toBe('abc');
  slack.faults.add({ method: 'file-download', kind: 'truncate' });
  await expect(download(slack, url).then((response) => response.text())).rejects.toThrow();
  slack.faults.add({ method: 'file-download', kind: 'status', status: 503 });
  expect((await download(slack, url)).status).toBe(503);
  expect(await (await download(slack, url)).text()).toBe('abcdef');
  slack.deleteFile(shown.files[0]?.id ?? '');
  expect((await download(slack, url)).status).toBe(404);
});

test('odd files: announced size, external files, files on disk, deactivated people', async () => {
  const { slack, ann, general, client } = await startWorld();
  const folder = await mkdtemp(join(tmpdir(), 'slack-files-'));
  await using _ = slack;
  const path = join(folder, 'big.csv');
  await writeFile(path, 'from,disk\n');
  const message = await ann.say(general, '', {
    files: [
      { name: 'liar.csv', content: 'abc', announcedSize: 5 },
      { name: 'sheet', mode: 'external' },
      { name: 'big.csv', path },
    ],
  });
  const infos = await Promise.all(
    message.files.map(async ({ id }) => (await client.files.info({ file: id })).file),
  );
  expect(infos[0]?.size).toBe(5);
  expect(infos[1]).toMatchObject({ mode: 'external', is_external: true });
  expect(infos[1]?.url_private_download).toBeUndefined();
  const disk = await download(slack, infos[2]?.url_private_download ?? '');
  expect(await disk.text()).toBe('from,disk\n');
  await rm(folder, { recursive: true });
  ann.deactivate();
  await expect(ann.say(general, 'hello?')).rejects.toThrow('deactivated');
});

test('files given in a modal reach the app and nobody else', async () => {
  const { slack, ann, general, client } = await startWorld();
  await using _ = slack;
  const app = createSocketApp(slack);
  const given: string[] = [];
  app.command('/help-me', async ({ ack, body }) => {
    await ack();
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'files',
        title: { type: 'plain_text', text: 'Files' },
        submit: { type: 'plain_text', text: 'Go' },
        blocks: [
          {
            type: 'input',
            block_id: 'files',
            label: { type: 'plain_text', text: 'Your files' },
            element: { type: 'file_input', action_id: 'f', filetypes: ['csv'], max_files: 2 },
          },
        ],
      },
    });
  });
  app.view('files', async ({ ack, view }) => {
    await ack();
    given.push(...(view.state.values.files?.f?.files ?? []).map(({ id }) => id));
  });
  await app.start();
  await ann.command(general, '/help-me');
  const view = await slack.waitFor('the modal', () => slack.openView(ann));
  await expect(
    ann.submit(view, { 'Your files': { files: [{ name: 'a.exe', content: 'x' }] } }),
  ).rejects.toThrow('does not take a.exe');
  await ann.submit(view, { 'Your files': { files: [{ name: 'a.csv', content: 'x' }] } });
  const { file } = await client.files.info({ file: given[0] ?? '' });
  expect(await (await download(slack, file?.url_private_download ?? '')).text()).toBe('x');
  expect(slack.messages(general)).toEqual([]);
  expect(slack.problems).toEqual([]);
  await app.stop();
});

test('a lost answer of an upload is no mistake of the app, a second try is still refused', async () => {
  const { slack, client } = await startWorld();
  await using _ = slack;
  slack.faults.add({ method: 'file-upload', kind: 'reset-after' });
  const { upload_url = '' } = await client.files.getUploadURLExternal({ filename: 'a.txt', length: 3 });
  await expect(fetch(upload_url, { method: 'POST', body: 'abc' })).rejects.toThrow();
  expect((await fetch(upload_url, { method: 'POST', body: 'abc' })).status).toBe(400);
  expect(slack.problems).toEqual([]);
});
