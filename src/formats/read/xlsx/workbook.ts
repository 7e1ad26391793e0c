// What a workbook says of itself: its sheets by name, where their parts are, and how it counts dates.
import { UserError } from '../../../core/errors.ts';
import type { ZipParts } from '../zip-parts.ts';
import { brokenWorkbook } from './broken-workbook.ts';
import { attributeOf, scanXml } from './xml-scanner.ts';

export interface Sheet {
  name: string;
  /** Name of its part in the archive. */
  part: string;
  isHidden: boolean;
}

export interface Workbook {
  /** Those with cells; charts have none. */
  sheets: Sheet[];
  /** Days are counted from 1904, as Excel for Mac once did. */
  is1904: boolean;
  stringsPart: string | null;
  stylesPart: string | null;
}

/** A list of sheets, relations or styles is far smaller. */
const MOST_BYTES = 20_000_000;

/** @throws UserError when a part is missing or damaged, or when it is a kind of workbook that has no XML inside */
export async function readWorkbook(parts: ZipParts): Promise<Workbook> {
  if (parts.has('xl/workbook.bin')) throw binaryWorkbook();
  const root = await readRelations(parts, '_rels/.rels', '');
  const path = root.find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml';
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const relations = await readRelations(parts, `${folder}_rels/${path.slice(folder.length)}.rels`, folder);
  const sheets: Sheet[] = [];
  let is1904 = false;
  await readPart(parts, path, (name, attributes) => {
    if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '');
    if (name !== 'sheet') return;
    const id = attributeOf(attributes, 'id');
    const relation = relations.find((one) => one.id === id);
    if (relation?.type !== 'worksheet') return;
    const isHidden = (attributeOf(attributes, 'state') ?? 'visible') !== 'visible';
    sheets.push({ name: attributeOf(attributes, 'name') ?? '', part: relation.part, isHidden });
  });
  const partOf = (type: string) => relations.find((one) => one.type === type)?.part ?? null;
  return { sheets, is1904, stringsPart: partOf('sharedStrings'), stylesPart: partOf('styles') };
}

/**
 * Goes through a small part of a workbook.
 * @param open is told every tag, see `XmlHandler`
 * @throws UserError when the part is missing, damaged or larger than 20 MB
 */
export async function readPart(
  parts: ZipParts,
  part: string,
  open: (name: string, attributes: string) => void,
): Promise<void> {
  if (parts.bytesOf(part) > MOST_BYTES) throw brokenWorkbook();
  const scan = scanXml(partText(parts, part), { open, text: () => {}, close: () => {} });
  for await (const _ of scan);
}

/**
 * @returns the text of a part in chunks
 * @throws UserError when it is missing, damaged, or longer than the archive announced
 */
export async function* partText(parts: ZipParts, part: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of parts.bytes(part)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw error instanceof UserError ? error : brokenWorkbook(error);
  }
}

interface Relation {
  id: string;
  /** Last word of its type, which is the same in both dialects of the standard. */
  type: string;
  part: string;
}

async function readRelations(parts: ZipParts, part: string, folder: string): Promise<Relation[]> {
  const relations: Relation[] = [];
  if (!parts.has(part)) return relations;
  await readPart(parts, part, (name, attributes) => {
    if (name !== 'Relationship') return;
    const type = attributeOf(attributes, 'Type') ?? '';
    const target = attributeOf(attributes, 'Target') ?? '';
    relations.push({
      id: attributeOf(attributes, 'Id') ?? '',
      type: type.slice(type.lastIndexOf('/') + 1),
      part: resolve(folder, target),
    });
  });
  return relations;
}

/** A target is relative to the folder of the part that names it, or begins at the root with a slash. */
function resolve(folder: string, target: string): string {
  try {
    return decodeURIComponent(new URL(target, `file:///${folder}`).pathname.slice(1));
  } catch (error) {
    throw brokenWorkbook(error);
  }
}

function binaryWorkbook(): UserError {
  return new UserError(
    'binary-file',
    'This is a binary Excel workbook (XLSB).',
    'Save it as XLSX or CSV and drop that.',
  );
}
