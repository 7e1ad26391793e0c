// A PostgreSQL server for tests: made in a temporary folder, and gone afterwards.
import { execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface PostgresServer extends AsyncDisposable {
  /** With its password. */
  url: string;
  password: string;
  /** Runs statements as the owner, beside whatever is tested. */
  run(sql: string): Promise<Record<string, unknown>[]>;
  /** The same, done when it returns: nothing else of this process happens meanwhile. */
  runNow(sql: string): void;
}

const DEBIAN = '/usr/lib/postgresql';

/** @throws Error that says what is missing */
function programs(): string {
  const versions = existsSync(DEBIAN)
    ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin'))
    : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...versions.sort().reverse()];
  const found = folders.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
  if (found !== undefined) return found;
  throw new Error(
    'PostgreSQL is missing: neither PATH nor /usr/lib/postgresql has initdb and postgres. On Debian: apt-get install postgresql.',
  );
}

/** PostgreSQL refuses to run as root, so root runs it as the user that its package made. */
function user(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }).toString());
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    throw new Error('PostgreSQL does not run as root, and there is no user postgres to run it as.');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const RUN = `
  import pg from 'pg';
  const client = new pg.Client({ connectionString: process.env.DATABASE });
  await client.connect();
  await client.query(process.env.SQL);
  await client.end();`;

/** @returns a server that asks for its password, even from this machine */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'claude-batches-postgres-'));
  const password = `pw:${randomBytes(8).toString('hex')}/@`;
  const options: SpawnOptions = { stdio: 'ignore', cwd: folder, ...user() };
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  if (options.uid !== undefined && options.gid !== undefined)
    for (const path of [folder, passwordFile]) chownSync(path, options.uid, options.gid);
  const bin = programs();
  const port = await freePort();
  const data = join(folder, 'data');
  const made = spawn(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'bot',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C',
      '-N',
    ],
    options,
  );
  const [code] = await once(made, 'exit');
  if (code !== 0) throw new Error(`initdb ended with ${code}.`);
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder, '-c', 'fsync=off'],
    options,
  );
  const url = `postgres://bot:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return (await client.query(sql)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  };
  for (let turn = 0; ; turn++) {
    const isUp = await run('SELECT 1').then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (turn > 200 || server.exitCode !== null) throw new Error('PostgreSQL did not start.');
    await sleep(100);
  }
  return {
    url,
    password,
    run,
    runNow(sql) {
      execFileSync(process.execPath, ['--input-type=module', '-e', RUN], {
        env: { DATABASE: url, SQL: sql },
      });
    },
    async [Symbol.asyncDispose]() {
      const ended = once(server, 'exit');
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
