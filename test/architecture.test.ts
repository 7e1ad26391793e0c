// The house keeps the plan that ARCHITECTURE.md draws: layers, package owners, no circles, small files.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../commands/index.ts';
import { readers } from '../src/formats/index.ts';
import { writers } from '../src/formats/write/index.ts';
import {
  findCircle,
  findViolations,
  importsOf,
  isTooLong,
  readLayerTable,
  sourceFiles,
} from './support/imports.ts';

const FOLDERS = ['src', 'commands'];
const rules = readLayerTable(readFileSync('ARCHITECTURE.md', 'utf8'), '## Layers');
const files = sourceFiles('.', FOLDERS);
const imports = files.flatMap((file) => importsOf('.', file));

describe('the sources', () => {
  it('import only what the table of ARCHITECTURE.md allows, and packages only by their owners', () => {
    expect(rules.length).toBeGreaterThan(12);
    expect(imports.length).toBeGreaterThan(300);
    expect(findViolations(imports, rules)).toEqual([]);
  });

  it('import each other in no circle, types included', () => {
    expect(findCircle(imports)).toBeNull();
  });

  it('are small: none above 300 lines without a reason, the median near 80', () => {
    const sizes = files
      .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length }))
      .sort((a, b) => a.lines - b.lines);
    expect(files.filter((file) => isTooLong(readFileSync(file, 'utf8')))).toEqual([]);
    expect(sizes[Math.floor(sizes.length / 2)]?.lines).toBeLessThanOrEqual(100);
  });

  it('begin with a sentence that says what they are for', () => {
    expect(files.filter((file) => !readFileSync(file, 'utf8').startsWith('// '))).toEqual([]);
  });

  it('list every command, reader and writer that there is a file for', () => {
    const commandFiles = sourceFiles('.', ['commands'])
      .map((file) => file.replace(/^commands\/|\.ts$/g, ''))
      .filter((name) => name !== 'index');
    expect(commands.map(({ name }) => name).sort()).toEqual(commandFiles.sort());
    const readerFiles = sourceFiles('.', ['src/formats']).flatMap(
      (file) => /read-(\w+)\.ts$/.exec(file)?.[1] ?? [],
    );
    expect(readers.map(({ name }) => name).sort()).toEqual(readerFiles.sort());
    const writerFiles = sourceFiles('.', ['src/formats']).flatMap(
      (file) => /write-(\w+)\.ts$/.exec(file)?.[1] ?? [],
    );
    expect(Object.values(writers).map(({ name }) => name)).toEqual(Object.keys(writers));
    expect(Object.keys(writers).sort()).toEqual(writerFiles.sort());
  });
});

describe('the check itself', () => {
  it('finds exactly the planted wrong imports and the circle of types', () => {
    const root = mkdtempSync(join(tmpdir(), 'claude-batches-toy-'));
    const toy: Record<string, string> = {
      'src/core/a.ts': "import type { B } from './b.ts';\nimport { x } from '../jobs/j.ts';\n",
      'src/core/b.ts': "export type { A } from './a.ts';\nimport 'kysely';\n",
      'src/jobs/j.ts': "import { a } from '../core/a.ts';\nimport type { C } from '../config.ts';\n",
      'src/slack/s.ts':
        "import type { C } from '../config.ts';\nimport { WebClient } from '@slack/web-api';\n",
      'src/slack/t.ts':
        "import { readConfig } from '../config.ts';\nconst sdk = await import('@anthropic-ai/sdk');\n",
      'src/slack/command.ts': 'export interface Command {}\n',
      'src/slack/command-line.ts': "export * from './command.ts';\n",
      'src/config.ts': 'export interface C {}\n',
      'commands/help.ts':
        "import type { Command } from '../src/slack/command.ts';\nimport {\n  line,\n} from '../src/slack/command-line.ts';\n",
      'commands/list.ts':
        "import { Reply } from '../src/slack/views/reply.ts';\nimport { Store } from '../src/ports/store.ts';\nimport type { Clock } from '../src/ports/clock.ts';\n",
    };
    for (const [file, text] of Object.entries(toy)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const found = sourceFiles(root, FOLDERS).flatMap((file) => importsOf(root, file));
    expect(findViolations(found, rules).sort()).toEqual([
      'commands/help.ts may not import src/slack/command-line.ts',
      'commands/list.ts may not import src/ports/store.ts',
      'src/core/a.ts may not import src/jobs/j.ts',
      'src/core/b.ts may not import kysely',
      'src/jobs/j.ts may not import types of src/config.ts',
      'src/slack/t.ts may not import @anthropic-ai/sdk',
      'src/slack/t.ts may not import src/config.ts',
    ]);
    const circle = findCircle(
      found.filter(({ from, to }) => from.startsWith('src/core') && to.startsWith('src/core')),
    );
    expect(circle).toEqual(['src/core/a.ts', 'src/core/b.ts', 'src/core/a.ts']);
    expect(findCircle(found.filter(({ from }) => from.startsWith('commands')))).toBeNull();
    rmSync(root, { recursive: true });
  });

  it('lets a long file be long only when its first comment says why', () => {
    const lines = 'x;\n'.repeat(300);
    expect(isTooLong(`// Short.\n${'x;\n'.repeat(298)}`)).toBe(false);
    expect(isTooLong(`// Long.\n${lines}`)).toBe(true);
    expect(isTooLong(`// A table; long because each model has a line.\n${lines}`)).toBe(false);
    expect(isTooLong(`// Long.\n${lines}// long because it is\n`)).toBe(true);
  });
});
