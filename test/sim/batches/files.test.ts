// The Files API of the stand-in, driven by the real SDK and by plain calls.
import { toFile } from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { openSim, PARAMS, type Sim } from './fixture.ts';

const HOUR_SECONDS = 3600;
const PDF = Buffer.from('%PDF-1.7 and more');

async function upload(sim: Sim, type = 'application/pdf', expires?: number): Promise<string> {
  const file = await toFile(PDF, 'lease.pdf', { type });
  const expiring = expires === undefined ? {} : { expires_in_seconds: expires };
  return (await sim.client.files.upload({ file, ...expiring })).id;
}

function asking(fileId: string): object {
  const source = { type: 'file', file_id: fileId };
  const content = [
    { type: 'document', source },
    { type: 'text', text: 'Who?' },
  ];
  return { ...PARAMS, messages: [{ role: 'user', content }] };
}

async function outcomeOf(sim: Sim, id: string): Promise<string | undefined> {
  sim.finish();
  const [row] = await sim.rows(id);
  return row?.result.error?.error.message ?? row?.result.type;
}

describe('a file', () => {
  it('is uploaded, looked at, listed in pages and deleted', async () => {
    await using sim = await openSim();
    const ids = [await upload(sim), await upload(sim), await upload(sim)];
    expect(await sim.client.files.retrieveMetadata(ids[0] ?? '')).toMatchObject({
      type: 'file',
      filename: 'lease.pdf',
      mime_type: 'application/pdf',
      size_bytes: PDF.length,
      expires_at: null,
    });
    const listed: string[] = [];
    for await (const { id } of sim.client.files.list({ limit: 2 })) listed.push(id);
    expect(listed).toEqual(ids.toReversed());
    await sim.client.files.delete(ids[1] ?? '');
    await expect(sim.client.files.delete(ids[1] ?? '')).rejects.toThrow('File not found');
    expect(sim.files().map(({ id }) => id)).toEqual([ids[2], ids[0]]);
    expect(sim.files()[0]?.content.equals(PDF)).toBe(true);
    expect(sim.problems).toEqual([]);
  });

  it('is refused when it is empty, no multipart body, or to expire too soon', async () => {
    await using sim = await openSim();
    await expect(upload(sim, 'application/pdf', HOUR_SECONDS - 1)).rejects.toThrow(
      'between 3600 and 7776000',
    );
    const empty = await toFile(Buffer.alloc(0), 'a.pdf');
    await expect(sim.client.files.upload({ file: empty })).rejects.toThrow('The file is empty');
    expect((await sim.call('files', { body: '{}' })).status).toBe(400);
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await sim.call('files', { body: '--x\r\nnothing', headers })).status).toBe(400);
    expect(sim.files()).toEqual([]);
  });

  it('is gone when its time is over', async () => {
    let now = Date.now();
    await using sim = await openSim({ now: () => now });
    const id = await upload(sim, 'application/pdf', HOUR_SECONDS);
    now += HOUR_SECONDS * 1000;
    await expect(sim.client.files.retrieveMetadata(id)).rejects.toThrow('File has expired');
    expect(sim.files()).toEqual([]);
  });
});

describe('a request with a file_id', () => {
  it('succeeds while the file is there, and fails at the end of its message batch when it is not', async () => {
    await using sim = await openSim();
    const id = await upload(sim);
    expect(await outcomeOf(sim, await sim.create(asking(id)))).toBe('succeeded');
    const late = await sim.create(asking(id));
    sim.removeFile(id);
    expect(await outcomeOf(sim, late)).toBe(`File not found: ${id}`);
  });

  it('fails when its block takes no such file', async () => {
    await using sim = await openSim();
    const id = await upload(sim, 'text/csv');
    expect(await outcomeOf(sim, await sim.create(asking(id)))).toContain('Files of type text/csv');
  });
});
