import { createLog } from '../../lib/tfplugin/log';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

function written(env: Record<string, string>): string[] {
  const lines: string[] = [];
  const log = createLog({ stderr: { write: (text) => lines.push(text) }, env, now: () => new Date(0) });
  for (const level of LEVELS) log[level]('said', { n: 1 });
  return lines.map((line) => JSON.parse(line)['@level']);
}

test.each([
  [{}, ['error']],
  [{ TF_LOG: 'warn' }, ['warn', 'error']],
  [{ TF_LOG: 'WARN', TF_LOG_PROVIDER: 'DEBUG' }, ['debug', 'info', 'warn', 'error']],
  [{ TF_LOG: 'JSON' }, LEVELS],
  [{ TF_LOG: 'nonsense' }, LEVELS],
  [{ TF_LOG: 'trace', TF_LOG_PROVIDER: 'OFF' }, []],
])('with %j the levels %j are written', (env, levels) => {
  expect(written(env)).toEqual(levels);
});

test('a line is what Terraform parses', () => {
  let line = '';
  const log = createLog({ stderr: { write: (text) => (line = text) }, env: {}, now: () => new Date(0), module: 'provider.x' });
  log.error('it\nbroke', { rpc: 'Plan' });
  expect(line).toBe('{"@level":"error","@message":"it\\nbroke","@timestamp":"1970-01-01T00:00:00.000000Z","@module":"provider.x","rpc":"Plan"}\n');
});
