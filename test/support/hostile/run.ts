// Hostile uploads through a real worker process, as the bot starts it, with its memory watched from outside.
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BuildInput, BuildReport } from '../../../src/ports/job-data.ts';
import { BUILD } from '../compile-bot.ts';
import { damaged } from './damaged.ts';
import { texts } from './texts.ts';
import type { HostileUpload } from './upload.ts';
import { workbooks } from './workbooks.ts';

export const uploads: readonly HostileUpload[] = [...damaged, ...texts, ...workbooks];

export interface Outcome {
  upload: HostileUpload;
  /** A table, or the sentence that the person gets; an error of any other kind is a mistake of ours. */
  end:
    | { kind: 'table'; rows: number }
    | { kind: 'sentence'; code: string; text: string }
    | { kind: 'mistake'; text: string };
  tookMs: number;
  /** The most memory that the worker ever held. */
  peakBytes: number;
}

/** Compiled, because a worker that compiles its own sources needs more memory than one that runs. */
interface CompiledJobData {
  build(input: BuildInput): Promise<BuildReport>;
  stop(): Promise<void>;
}

const WATCH_EVERY_MS = 20;

/** Reads each upload in turn; the same worker goes on as long as it lives. */
export async function* runUploads(list: readonly HostileUpload[]): AsyncGenerator<Outcome> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hostile-'));
  const { createJobData } = await import(resolve(BUILD, 'src/job-data/index.js'));
  const data: CompiledJobData = createJobData({
    dataDir,
    anthropic: { apiKey: 'k', baseUrl: 'http://127.0.0.1:9' },
    workers: 1,
  });
  try {
    await mkdir(join(dataDir, 'files'));
    for (const [index, upload] of list.entries()) {
      const sourcePath = join(dataDir, 'files', 'source');
      await writeFile(sourcePath, await upload.make());
      const settings = { format: null, split: null, sheet: null, query: null };
      let peakBytes = 0;
      const watch = setInterval(() => {
        peakBytes = Math.max(peakBytes, peakOfChildren());
      }, WATCH_EVERY_MS);
      const startedMs = performance.now();
      const end = await data
        .build({
          jobId: `job${index}`,
          sourcePath,
          source: { fileId: 'F0HOSTILE', name: upload.name },
          more: [],
          documents: [],
          settings,
          now: 0,
        })
        .then(toTable, toSentence);
      const tookMs = performance.now() - startedMs;
      clearInterval(watch);
      peakBytes = Math.max(peakBytes, peakOfChildren());
      yield { upload, end, tookMs, peakBytes };
    }
  } finally {
    await data.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function toTable({ rows }: BuildReport): Outcome['end'] {
  return { kind: 'table', rows };
}

function toSentence(error: Error & { code?: string; next?: string }): Outcome['end'] {
  if (error.name !== 'UserError') return { kind: 'mistake', text: `${error.name}: ${error.message}` };
  return { kind: 'sentence', code: error.code ?? '', text: `${error.message} ${error.next ?? ''}` };
}

/** @returns the most memory that any child of this process ever held; 0 when there is none, in bytes */
function peakOfChildren(): number {
  const peaks = childrenOf(process.pid).map((pid) => {
    try {
      return (
        Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
      );
    } catch {
      // It ended just now.
      return 0;
    }
  });
  return Math.max(0, ...peaks);
}

function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
}
