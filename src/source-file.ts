// SOURCES_FILE: the operator's list of databases, checked as a whole at the start.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { isSelect } from './core/source/is-select.ts';
import type { NamedSource } from './core/source/named-source.ts';

const Name = z.string().regex(/^\w[\w-]{0,39}$/, 'name has to be 1 to 40 letters, digits, - and _');
const Channel = z
  .string()
  .regex(/^[CGD][A-Z0-9]{2,}$/, 'channels have to be ids of conversations, such as C012AB3CD');
const Table = z.strictObject({
  table: z
    .string()
    .regex(
      /^[A-Za-z_]\w{0,62}(?:\.[A-Za-z_]\w{0,62})?$/,
      'results.table has to be a name of letters, digits and _',
    ),
});
const common = {
  name: Name,
  channels: z.array(Channel).min(1, 'channels has to name at least one conversation'),
  query: z.string().refine(isSelect, 'query has to begin with SELECT or WITH').optional(),
  results: Table.optional(),
};
const Source = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...common, kind: z.literal('sqlite'), path: z.string().min(1) }),
    z.strictObject({
      ...common,
      kind: z.literal('postgres'),
      urlFrom: z
        .string()
        .regex(
          /^[A-Z_][A-Z0-9_]*$/,
          'urlFrom has to be the name of an environment variable, not the URL itself',
        ),
    }),
  ],
  { error: 'kind has to be sqlite or postgres' },
);
type Source = z.infer<typeof Source>;
const SourceList = z.strictObject({ sources: z.array(z.unknown()) });

type Environment = Readonly<Record<string, string | undefined>>;

/** @returns the databases, and a sentence for each thing that is wrong */
export function readSourceFile(
  path: string,
  env: Environment,
): { sources: NamedSource[]; problems: string[] } {
  const problems: string[] = [];
  const sources = readList(path, problems).flatMap((entry, index) => {
    const parsed = Source.safeParse(entry);
    if (parsed.success) return toSource(parsed.data, env, problems);
    const where = `SOURCES_FILE, source ${index + 1}:`;
    for (const issue of parsed.error.issues) problems.push(`${where} ${sentence(issue)}.`);
    return [];
  });
  const names = sources.map(({ name }) => name.toLowerCase());
  for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index)))
    problems.push(`SOURCES_FILE has more than one source ${name}.`);
  return { sources, problems };
}

function readList(path: string, problems: string[]): unknown[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    problems.push('SOURCES_FILE names a file that cannot be read.');
    return [];
  }
  try {
    return SourceList.parse(JSON.parse(text)).sources;
  } catch {
    problems.push('SOURCES_FILE has to be JSON of the form {"sources": [ … ]}.');
    return [];
  }
}

/** Our own sentences as they are; Zod's with the place they are about. */
function sentence({ message, path }: { message: string; path: PropertyKey[] }): string {
  return /^(name|channels|query|results\.table|urlFrom|kind) /.test(message)
    ? message
    : `${path.join('.') || 'entry'}: ${message}`;
}

function toSource(source: Source, env: Environment, problems: string[]): NamedSource[] {
  const { name, channels } = source;
  const query = source.query ?? null;
  const resultsTable = source.results?.table ?? null;
  const rights = { name, channels, query, resultsTable };
  const where = `SOURCES_FILE, source ${name}:`;
  if (query === null && resultsTable === null)
    problems.push(`${where} it needs a query to read, or results.table to write into.`);
  if (source.kind === 'sqlite') {
    if (query !== null && !existsSync(source.path)) problems.push(`${where} there is no file at its path.`);
    return [{ ...rights, kind: 'sqlite', location: source.path }];
  }
  const url = env[source.urlFrom]?.trim() ?? '';
  if (!URL.canParse(url) || !/^postgres(ql)?:/.test(url)) {
    problems.push(`${where} ${source.urlFrom} has to be set to a URL that begins with postgres://.`);
    return [];
  }
  return [{ ...rights, kind: 'postgres', location: url }];
}

/** @returns what of a database must never be logged: its URL, and its password as it is and as the URL writes it */
export function secretsOf({ kind, location }: NamedSource): string[] {
  if (kind === 'sqlite') return [];
  const { password } = new URL(location);
  return [location, password, decode(password)].filter((text) => text !== '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
