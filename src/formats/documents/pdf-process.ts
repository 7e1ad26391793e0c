// A process that opens PDFs one after the other: the parser is large and old formats are wild, so it has no key and can be killed.
import { getDocumentProxy } from 'unpdf';
import type { PdfFacts } from './pdf-opener.ts';

/** What the parser says of damage is kept to itself. */
const QUIET = { verbosity: 0, isEvalSupported: false };

async function open(bytes: Uint8Array): Promise<PdfFacts> {
  try {
    const opened = await getDocumentProxy(bytes, QUIET);
    const { info } = await opened.getMetadata();
    const isProtected = 'EncryptFilterName' in info && info.EncryptFilterName !== null;
    const { numPages: pages } = opened;
    await opened.destroy();
    return { pages, isProtected };
  } catch (error) {
    return { pages: 0, isProtected: error instanceof Error && error.name === 'PasswordException' };
  }
}

// Of a damaged file the parser drops promises that fail later, when nobody waits for them.
process.on('unhandledRejection', () => {});

process.on('message', (bytes: Uint8Array) => {
  void open(new Uint8Array(bytes)).then((facts) =>
    process.send?.(facts, undefined, undefined, (error) => error && process.exit(0)),
  );
});
process.on('disconnect', () => process.exit(0));
