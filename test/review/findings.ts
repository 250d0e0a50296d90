/** A report with everything that a report can hold. */
import type { Finding } from '../../lib/core/finding';
import type { Report } from '../../lib/review/report';

const shrunk: Finding = {
  code: 'STORAGE-009',
  class: 'refused',
  severity: 'error',
  resource: 'tenants/bank/datastores/ds1',
  type: 'datastore',
  address: 'socle_datastore.ds1',
  construct: 'bank/prod/ds1',
  path: 'size_gib',
  title: 'Sizes never shrink',
  message: 'size_gib is 500; it stands at 1024',
  fix: 'size_gib = 1024',
  source: 'seed 000, Block Storage',
};

export const report: Report = {
  findings: [
    {
      ...shrunk,
      code: 'COMPUTE-003',
      class: 'advice',
      severity: 'warning',
      resource: 'tenants/bank/cpools/one',
      type: 'cpool',
      address: 'socle_cpool.one',
      path: 'host_count',
      message: 'one host has no restart',
      fix: 'host_count = 2',
    },
    {
      code: 'SHAPE',
      class: 'refused',
      severity: 'error',
      resource: '?socle_cpool.new',
      type: 'cpool',
      address: 'socle_cpool.new',
      path: 'host_count',
      title: '',
      message: 'host_count is\u001b[31m "x\ny"',
      fix: '',
      source: 'Socle',
    },
    shrunk,
  ],
  undecided: [
    { code: 'CAPACITY-001', resource: 'tenants/bank/cpools/one', because: ['the stock (--world or --platform)'] },
    { code: 'CAPACITY-002', resource: 'tenants/bank/datastores/ds1', because: ['the stock (--world or --platform)'] },
    { code: 'STORAGE-006', resource: '?socle_datastore.n', address: 'socle_datastore.n', because: ['var.a', 'var.b', 'var.c', 'var.d'] },
    { code: 'STORAGE-007', resource: 'tenants/bank/datastores/ds1', because: [] },
  ],
  suppressed: [
    {
      finding: {
        ...shrunk,
        code: 'COMPUTE-006',
        class: 'advice',
        severity: 'warning',
        resource: 'tenants/bank/cpools/one',
        message: 'memory is short',
      },
      suppression: { code: 'COMPUTE-006', resource: 'tenants/bank/cpools/*', reason: 'until the migration', expires: '2026-06-30' },
    },
  ],
  unmatched: [{ code: 'COMPUTE-004', resource: '*', reason: 'a laboratory', expires: '2026-12-31' }],
  resources: 12,
  complete: false,
};
