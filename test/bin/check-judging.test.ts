/** `socle check` with what a provider block says of judging, and what the command says instead. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpoolBody } from '../terraform/stacks';
import { runSocle } from './run-socle';

const root = mkdtempSync(join(tmpdir(), 'socle-judging-'));
afterAll(() => rmSync(root, { recursive: true }));

const accepted = { code: 'COMPUTE-003', resource: 'tenants/main/cpools/*', reason: 'a laboratory', expires: '2026-02-28' };
const stack = join(root, 'main.tf.json');
const resource = {
  socle_cpool: { lone: { ...cpoolBody, name: 'lone', host_count: 1 } },
  socle_datastore: { ds: { name: 'ds', availability_zone: 'par7s', storage_class: 'ultra', size_gib: 4096 } },
};
writeFileSync(stack, JSON.stringify({ provider: { socle: { suppress: [accepted] } }, resource }));

interface Report {
  readonly findings: readonly { readonly code: string }[];
  readonly suppressed: readonly { readonly code: string; readonly suppression: object }[];
}
async function reportOf(...argv: readonly string[]): Promise<Report> {
  const { out } = await runSocle(['check', stack, '--format', 'json', ...argv]);
  return JSON.parse(out) as Report;
}
const codes = ({ findings }: Report): string[] => findings.map(({ code }) => code);

test('what is accepted stands apart in JSON and in text, until its last day is over', async () => {
  const report = await reportOf('--as-of', '2026-02-28');
  expect(codes(report)).not.toContain('COMPUTE-003');
  expect(report.suppressed).toMatchObject([{ code: 'COMPUTE-003', suppression: { reason: 'a laboratory', expires: '2026-02-28' } }]);
  expect((await runSocle(['check', stack])).out).toMatch(
    /accepted\n {2}COMPUTE-003 +tenants\/main\/cpools\/lone .*\n +until 2026-02-28: a laboratory/,
  );
  const after = await reportOf('--as-of', '2026-03-01');
  expect([codes(after).includes('COMPUTE-003'), after.suppressed]).toEqual([true, []]);
});

test('the edition comes from the command, then the provider block, then the environment', async () => {
  expect(codes(await reportOf())).not.toContain('STORAGE-012');
  expect(codes(await reportOf('--edition', '2026-08'))).toContain('STORAGE-012');
  const { out } = await runSocle(['check', stack, '--format', 'json'], { env: { SOCLE_EDITION: '2026-08' } });
  expect(codes(JSON.parse(out) as Report)).toContain('STORAGE-012');
});

test('an edition that does not exist ends with 2, and the others are named', async () => {
  const { exit, err } = await runSocle(['check', stack, '--edition', '2031-01']);
  expect(exit).toBe(2);
  expect(err).toContain('seeds, 2026-08');
});
