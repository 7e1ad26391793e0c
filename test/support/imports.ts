// The imports of the sources, read as text: types included, so that no arrow hides behind `import type`.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export interface Import {
  from: string;
  /** A path below the root, or a package's name. */
  to: string;
  isPackage: boolean;
  isType: boolean;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;

/** @returns the .ts files below some folders, as paths below the root */
export function sourceFiles(root: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
}

/** @returns every import of a file except Node's own modules */
export function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const target = match[2] ?? match[3] ?? match[4] ?? '';
    if (target.startsWith('node:')) return [];
    const isPackage = !target.startsWith('.');
    const to = isPackage ? packageName(target) : normalize(join(dirname(file), target));
    return [{ from: file, to, isPackage, isType: match[1] !== undefined }];
  });
}

function packageName(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

/** @returns the first circle of files that import each other, as a path that ends where it began; null when there is none */
export function findCircle(imports: readonly Import[]): string[] | null {
  const targets = new Map<string, string[]>();
  for (const { from, to, isPackage } of imports) {
    if (!isPackage) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const path: string[] = [];

  function visit(file: string): string[] | null {
    const at = path.indexOf(file);
    if (at >= 0) return [...path.slice(at), file];
    if (done.has(file)) return null;
    path.push(file);
    for (const target of targets.get(file) ?? []) {
      const circle = visit(target);
      if (circle) return circle;
    }
    path.pop();
    done.add(file);
    return null;
  }

  for (const file of targets.keys()) {
    const circle = visit(file);
    if (circle) return circle;
  }
  return null;
}

/** Who may import what: folders by name, 'x/y' for a file in one, 'x (types)' for types alone; packages after the plus. */
export interface LayerRule {
  layer: string;
  folders: { name: string; typesOnly: boolean }[];
  packages: string[];
  /** For the roots of the wiring: everything except these. */
  anythingBut: string[] | null;
}

/** Reads the table below a heading: `layer ← folders + packages   words`. */
export function readLayerTable(markdown: string, heading: string): LayerRule[] {
  const block = markdown.slice(markdown.indexOf(heading)).split('```')[1] ?? '';
  return block
    .split('\n')
    .filter((line) => line.includes('←'))
    .map(readRule);
}

function readRule(line: string): LayerRule {
  const [layer = '', rest = ''] = line.split('←').map((part) => part.trim());
  const [left = '', right = ''] = rest.split(/\s{2,}/)[0]?.includes('+')
    ? splitOnce(rest, '+')
    : splitOnce(rest.replace(/\s{2,}\+/, '+'), '+');
  const folders = (left.split(/\s{2,}/)[0] ?? '').trim();
  const packages = (right.trim().split(/\s{2,}/)[0] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const but = /^everything but (.+)$/.exec(folders)?.[1];
  if (but !== undefined)
    return { layer, folders: [], packages, anythingBut: but.split(',').map((name) => name.trim()) };
  const named = folders === 'nothing' ? [] : folders.split(',').map((name) => name.trim());
  return {
    layer,
    packages,
    anythingBut: null,
    folders: named.map((name) => ({
      name: name.replace(' (types)', ''),
      typesOnly: name.endsWith('(types)'),
    })),
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** @returns the layer of a file: its folder below src, the file itself at the top of src, or `commands` */
export function layerOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

/** @returns a sentence for each import that the table does not allow */
export function findViolations(imports: readonly Import[], rules: readonly LayerRule[]): string[] {
  return imports.flatMap((one) => {
    const layer = layerOf(one.from);
    const rule = rules.find((candidate) => candidate.layer === layer);
    if (!rule) return [`${one.from} is in no layer of the table`];
    return isAllowed(one, layer, rule)
      ? []
      : [`${one.from} may not import ${one.isType ? 'types of ' : ''}${one.to}`];
  });
}

function isAllowed({ to, isPackage, isType }: Import, layer: string, rule: LayerRule): boolean {
  if (isPackage)
    return rule.packages.includes(to) || (rule.packages.includes('@slack/*') && to.startsWith('@slack/'));
  const target = layerOf(to);
  if (target === layer) return true;
  if (rule.anythingBut) return !rule.anythingBut.includes(target);
  return rule.folders.some(({ name, typesOnly }) => {
    const inFolder = to === `src/${name}.ts` || to.startsWith(`src/${name}/`);
    const fits = name.includes('/') ? inFolder : name === target;
    return fits && (!typesOnly || isType);
  });
}

/** @returns whether a file is too long and does not say why in its first comment */
export function isTooLong(text: string, mostLines = 300): boolean {
  return text.split('\n').length > mostLines && !/^(?:\/\/[^\n]*\n)*\/\/[^\n]*long because/.test(text);
}
