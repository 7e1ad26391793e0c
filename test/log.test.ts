// No secret leaves through the log, wherever it stands.
import { describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const log = createLog({
    level: 'debug',
    secrets: ['signing-secret-value'],
    write: (line) => (text += line),
  });
  write(log);
  return text;
}

describe('the log', () => {
  it.each(['xoxb-1-abc', 'xapp-1-A-b', 'sk-ant-api03-x_y', 'Bearer abc.def', 'signing-secret-value'])(
    'scrubs %s from fields, messages and stacks',
    (secret) => {
      const error = new Error('kaput');
      error.stack = `Error: kaput\n    at call (https://x/${secret})`;
      const text = logged((log) => {
        log.info({ code: secret }, `said ${secret}`);
        log.error({ what: secret }, 'failed', error);
      });
      expect(text).not.toContain(secret);
      expect(text.match(/\[secret\]/g)?.length).toBeGreaterThanOrEqual(4);
    },
  );

  it('scrubs the password of a URL', () => {
    expect(logged((log) => log.info({ url: 'postgres://me:hush-hush@db/x' }, 'x'))).not.toContain(
      'hush-hush',
    );
  });

  it('tells name, code and place of an error, and not its message, which may quote people', () => {
    const text = logged((log) => log.error({}, 'failed', new TypeError('Ann wrote CANARY')));
    expect(text).toContain('TypeError');
    expect(text).toContain('log.test.ts');
    expect(text).not.toContain('CANARY');
  });
});
