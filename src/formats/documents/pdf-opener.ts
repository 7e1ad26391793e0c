// Opens PDFs in a process of its own, which is killed when one of them takes too long or too much memory.
import { type ChildProcess, fork } from 'node:child_process';

export interface PdfFacts {
  /** 0 when it cannot be opened. */
  pages: number;
  isProtected: boolean;
}

export interface PdfOpener {
  /** One at a time. @returns null when it takes too long or too much */
  open(bytes: Buffer): Promise<PdfFacts | null>;
  close(): void;
}

/** A good one of 600 pages takes a fraction of a second; on a busy machine the start of a process takes some itself. */
const MOST_MS = 30_000;
const HEAP_MB = 256;

/** @returns an opener; its process is started when the first PDF comes, and kept until it is closed */
export function createPdfOpener(mostMs = MOST_MS): PdfOpener {
  let child: ChildProcess | null = null;

  function close(): void {
    child?.kill('SIGKILL');
    child = null;
  }

  return {
    close,
    async open(bytes) {
      child ??= startProcess();
      const answer = await ask(child, bytes, mostMs);
      if (answer === null) close();
      return answer;
    },
  };
}

function startProcess(): ChildProcess {
  const isTypeScript = import.meta.url.endsWith('.ts');
  const entry = new URL(isTypeScript ? './pdf-process.ts' : './pdf-process.js', import.meta.url);
  return fork(entry, {
    env: {},
    execArgv: [`--max-old-space-size=${HEAP_MB}`, ...(isTypeScript ? ['--import', 'tsx'] : [])],
    // Bytes travel as bytes.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

function ask(child: ChildProcess, bytes: Buffer, mostMs: number): Promise<PdfFacts | null> {
  return new Promise((resolve) => {
    const lost = () => settle(null);
    const timer = setTimeout(lost, mostMs);
    function settle(answer: PdfFacts | null): void {
      clearTimeout(timer);
      child.off('message', settle).off('exit', lost);
      resolve(answer);
    }
    child.on('message', settle).on('exit', lost);
    // Not sent: it has ended, and its exit says so.
    child.send(bytes, () => {});
  });
}
