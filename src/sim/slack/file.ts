// An uploaded file: what is known about it, where it was shared, and its bytes.
import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { Readable } from 'node:stream';

export type FileMode = 'hosted' | 'external' | 'snippet';

interface FileShare {
  channel: string;
  ts: string;
  threadTs?: string;
}

export interface SimFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  /** Size Slack announces, in bytes; a test may make it lie. */
  size: number;
  mode: FileMode;
  user: string;
  createdMs: number;
  deleted: boolean;
  shares: FileShare[];
  /** Until then mimetype and shares are not shown (Slack finds them out after the upload). */
  settledAtMs: number;
  /** From another organisation: payloads show a stub, files.info resolves or denies it. */
  connect?: 'resolves' | 'denied';
  /** True when the app received the file through a modal's file_input. */
  givenToApp: boolean;
}

/** Bytes in memory, or a file on disk that is streamed. */
export type FileContent = { bytes: Buffer } | { path: string; sizeBytes: number };

const FILE_TYPES: Record<string, { mimetype: string; filetype: string; pretty: string }> = {
  '.csv': { mimetype: 'text/csv', filetype: 'csv', pretty: 'CSV' },
  '.json': { mimetype: 'application/json', filetype: 'json', pretty: 'JSON' },
  '.jsonl': { mimetype: 'text/plain', filetype: 'text', pretty: 'Plain Text' },
  '.md': { mimetype: 'text/markdown', filetype: 'markdown', pretty: 'Markdown' },
  '.pdf': { mimetype: 'application/pdf', filetype: 'pdf', pretty: 'PDF' },
  '.png': { mimetype: 'image/png', filetype: 'png', pretty: 'PNG' },
  '.tsv': { mimetype: 'text/tab-separated-values', filetype: 'tsv', pretty: 'TSV' },
  '.txt': { mimetype: 'text/plain', filetype: 'text', pretty: 'Plain Text' },
  '.xlsx': {
    mimetype: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    filetype: 'xlsx',
    pretty: 'Excel Spreadsheet',
  },
  '.zip': { mimetype: 'application/zip', filetype: 'zip', pretty: 'Zip' },
};
const UNKNOWN_TYPE = { mimetype: 'application/octet-stream', filetype: 'binary', pretty: 'Binary' };

/** What Slack makes of a file name. */
export function fileTypeOf(name: string): { mimetype: string; filetype: string; pretty: string } {
  return FILE_TYPES[extname(name).toLowerCase()] ?? UNKNOWN_TYPE;
}

/** The content's bytes as a stream. */
export function streamContent(content: FileContent): Readable {
  return 'bytes' in content ? Readable.from([content.bytes]) : createReadStream(content.path);
}

/** How many bytes the content really has. */
export function contentSize(content: FileContent): number {
  return 'bytes' in content ? content.bytes.length : content.sizeBytes;
}
