/** The status of a platform as JSON: versioned, for other programs. */
import { findingJson } from './report-json';
import type { Status } from './status';

/** Changes when a reader of the present form could no longer read it. */
const VERSION = 1;

export const statusBody = ({ zones, faults, copies, not_running, below_sla, resources, judgement }: Status): object => ({
  version: VERSION,
  zones,
  faults: faults.map(({ id, kind, target }) => ({ id, kind, target })),
  copies,
  not_running,
  below_sla,
  resources,
  findings: judgement.findings.map(findingJson),
});

export const statusJson = (status: Status): string => `${JSON.stringify(statusBody(status), null, 2)}\n`;
