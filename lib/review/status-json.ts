/** The status of a platform as JSON: versioned, for other programs. */
import { findingJson } from './report-json';
import type { Status } from './status';

/** Changes when a reader of the present form could no longer read it. */
const VERSION = 1;

export const statusJson = ({ zones, resources, judgement }: Status): string =>
  `${JSON.stringify({ version: VERSION, zones, resources, findings: judgement.findings.map(findingJson) }, null, 2)}\n`;
