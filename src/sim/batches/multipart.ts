// Takes a multipart/form-data body apart, strictly.
import { badRequest } from './answer.ts';

export interface Part {
  name: string;
  fileName: string | null;
  type: string | null;
  content: Buffer;
}

/** @throws ApiFailure when it is no such body */
export function partsOf(contentType: string, body: Buffer): Part[] {
  const boundary = /^multipart\/form-data;.*\bboundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw badRequest('content-type: Input should be multipart/form-data');
  const opening = `--${boundary}\r\n`;
  const separator = Buffer.from(`\r\n--${boundary}`);
  if (!body.toString('latin1', 0, opening.length).startsWith(opening)) throw malformed();
  const parts: Part[] = [];
  for (let at = opening.length; ; ) {
    const headersEnd = body.indexOf('\r\n\r\n', at);
    const end = body.indexOf(separator, headersEnd + 2);
    if (headersEnd < 0 || end < 0) throw malformed();
    parts.push(partOf(body.toString('utf8', at, headersEnd), body.subarray(headersEnd + 4, end)));
    const after = end + separator.length;
    const next = body.toString('latin1', after, after + 2);
    if (next === '--') return parts;
    if (next !== '\r\n') throw malformed();
    at = after + 2;
  }
}

function partOf(headers: string, content: Buffer): Part {
  const disposition = /^content-disposition: form-data; (.*)$/im.exec(headers)?.[1] ?? '';
  const name = /(?:^|; )name="([^"]*)"/.exec(disposition)?.[1];
  if (name === undefined) throw malformed();
  return {
    name,
    fileName: /(?:^|; )filename="([^"]*)"/.exec(disposition)?.[1] ?? null,
    type: /^content-type: (\S+)/im.exec(headers)?.[1] ?? null,
    content,
  };
}

function malformed() {
  return badRequest('The multipart body is malformed.');
}
