/** The report as JSON: a contract that other programs read, versioned. */
import type { Finding, Undecided } from '../core/finding';
import type { Suppression } from '../core/suppress';
import { errorsIn, type Report, warningsIn } from './report';

/** Changes when a reader of the present form could no longer read it. */
const VERSION = 1;

/** The report as JSON text, indented, ending with a line break. */
export function reportJson(report: Report): string {
  const document = {
    version: VERSION,
    findings: report.findings.map(findingJson),
    undecided: report.undecided.map(undecidedJson),
    suppressed: report.suppressed.map(({ finding, suppression }) => ({ ...findingJson(finding), suppression: suppressionJson(suppression) })),
    unmatched: report.unmatched.map(suppressionJson),
    summary: { errors: errorsIn(report), warnings: warningsIn(report), undecided: report.undecided.length, resources: report.resources },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export const findingJson = (finding: Finding): object => ({
  code: finding.code,
  class: finding.class,
  severity: finding.severity,
  resource: finding.resource,
  ...(finding.address === undefined ? {} : { address: finding.address }),
  ...(finding.construct === undefined ? {} : { construct: finding.construct }),
  path: finding.path,
  message: finding.message,
  fix: finding.fix,
  source: finding.source,
});

const suppressionJson = ({ code, resource, reason, expires }: Suppression): object => ({ code, resource, reason, expires });

const undecidedJson = ({ code, resource, address, because }: Undecided): object => ({
  code,
  resource,
  ...(address === undefined ? {} : { address }),
  because,
});
