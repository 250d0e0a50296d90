import type { App, StackManifest, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { catalogue } from '../../lib/catalogue/complete';
import type { Finding } from '../../lib/core/finding';
import { THE_DATE, THE_STOCK } from '../../lib/core/judge';
import { estatesOf } from '../../lib/terraform/estates';
import type { Json } from '../../lib/terraform/json';
import { judgeEstate } from '../../lib/terraform/judge-estate';
import { INSIDE } from '../inside';
import { creationOf } from './creation';
import { dayOfJudgement } from './today';

/** A stack as it was synthesised. */
export interface WrittenStack {
  readonly stack: TerraformStack;
  readonly json: Json;
  /** Its entry in the manifest. */
  readonly entry: StackManifest;
  /** Folder that Terraform runs it in. */
  readonly folder: string;
}

/** A finding with the construct that a person wrote. */
export interface Report {
  readonly finding: Finding;
  /** Path of the construct; of the stack where no construct is known. */
  readonly path: string;
  /** `file:line` where the construct was created. */
  readonly created: string | undefined;
  readonly entry: StackManifest;
}

export interface AppJudgement {
  readonly reports: readonly Report[];
  /** Rules on resources that wait for more than the stock, which no synthesis knows. */
  readonly undecided: number;
}

/** What the rules find in all stacks of an app together, platform by platform, and how much they leave open. */
export function judgeStacks(app: App, written: readonly WrittenStack[]): AppJudgement {
  const stacks = written.map(({ stack, json, folder }) => ({ name: stack.node.id, json, folder }));
  const estates = estatesOf({ catalogue, complete: 'if-nothing-dangles', stacks });
  const judged = estates.map((estate) => judgeEstate(estate, { asOf: dayOfJudgement(app) }));
  const reports = judged.flatMap(({ findings }) => findings.flatMap((finding) => reportOf(app, written, finding) ?? []));
  const open = judged.flatMap(({ undecided }) => undecided).filter(({ because }) => because.some((each) => each !== THE_STOCK && each !== THE_DATE));
  return { reports, undecided: open.length };
}

function reportOf(app: App, written: readonly WrittenStack[], finding: Finding): Report | undefined {
  const construct = constructAt(app, finding.construct);
  const home = written.find(({ stack }) => construct?.node.scopes.includes(stack)) ?? written[0];
  return home && { finding, path: construct?.node.path ?? home.stack.node.path, created: creationOf(construct), entry: home.entry };
}

/** The construct that a person wrote: not the Terraform resource inside it. */
function constructAt(app: App, path: string | undefined): IConstruct | undefined {
  let found: IConstruct | undefined = path === undefined ? undefined : app;
  for (const id of path?.split('/') ?? []) found = found?.node.tryFindChild(id);
  return found?.node.id === INSIDE ? found.node.scope : found;
}
