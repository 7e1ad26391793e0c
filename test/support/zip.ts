// Archives for tests, made by a library that knows nothing of ours.
import { ZipFile } from 'yazl';

/** @param entries names and contents, in their order; a name that ends with a slash is a folder. @returns a ZIP archive */
export async function zipOf(
  entries: Readonly<Record<string, string | Buffer>>,
  { compress = true } = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(content), name, { compress });
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
