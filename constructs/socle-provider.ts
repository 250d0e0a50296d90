import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { App, Lazy, type TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { rememberCreation } from './findings/creation';
import { judgeAtSynth } from './findings/install';
import { type Suppression, suppressionsOf } from './findings/suppress';
import { SocleProvider as ProviderBlock } from './generated/providers/socle/provider';
import { INSIDE } from './inside';
import { inSameCopy } from './same-copy';

/** Edition of the catalogue: what the offer gives. */
export enum Edition {
  /** As its documents describe it. */
  SEEDS = 'seeds',
  /** Of August 2026: what one LUN gives is capped, whatever its size. */
  AUGUST_2026 = '2026-08',
}

/** How the clock of a platform goes. */
export enum ClockMode {
  /** With the wall, and what takes time ends at once. */
  AUTOMATIC = 'automatic',
  /** Only when it is advanced, and what takes time waits for that. */
  MANUAL = 'manual',
}

export interface SocleProviderProps {
  /** URL of a platform; without it (and without SOCLE_ENDPOINT where the app runs), the embedded platform in the app's folder. */
  readonly endpoint?: string;
  /** Client id at a platform that has an endpoint. */
  readonly clientId?: string;
  /** Secret of the client; better given as SOCLE_SECRET_ID, which no file keeps. */
  readonly secretId?: string;
  /** Tenant of resources that name none; `main` unless given. */
  readonly tenant?: string;
  /** File of the embedded platform, from the app's folder; `.socle/platform.db` unless given. */
  readonly statePath?: string;
  /** World file of the embedded platform, from the app's folder: the stock that it hands out. */
  readonly world?: string;
  /** Edition of the catalogue that rules and values follow; the documents' own unless given. */
  readonly edition?: Edition;
  /** How the clock of the platform goes; as it goes unless given. */
  readonly clock?: ClockMode;
  /** Findings that are accepted, by the id of their resource; `Suppress.finding` accepts them where a construct is made. */
  readonly suppress?: readonly Suppression[];
  /** Name of this provider in a stack with several. */
  readonly alias?: string;
}

/** Where Terraform orders: a platform at an endpoint, or the embedded one that all stacks of an app share. */
export class SocleProvider extends Construct {
  /** The provider block, for what the construct does not say. */
  readonly resource: ProviderBlock;

  constructor(scope: Construct, id: string, props: SocleProviderProps = {}) {
    super(inSameCopy(scope, id), id);
    const fromStack = (path: string) => pathFromStack(this, path);
    this.resource = new ProviderBlock(this, INSIDE, {
      endpoint: props.endpoint,
      clientId: props.clientId,
      secretId: props.secretId,
      tenant: props.tenant,
      statePath: props.statePath === undefined && isElsewhere(props) ? undefined : fromStack(props.statePath ?? join('.socle', 'platform.db')),
      world: props.world === undefined ? undefined : fromStack(props.world),
      edition: props.edition,
      clock: props.clock,
      suppress: Lazy.anyValue({ produce: () => this.accepted(props) }),
      alias: props.alias,
    });
    rememberCreation(this, new.target);
    judgeAtSynth(this);
  }

  /** All that is accepted of what this provider orders; undefined where it is nothing, so that the block does not mention it. */
  private accepted({ suppress = [], alias, tenant }: SocleProviderProps): readonly Suppression[] | undefined {
    const orders = (provider: TerraformProvider | undefined) => (provider === undefined ? alias === undefined : provider === this.resource);
    const all = [...suppress, ...suppressionsOf(TerraformStack.of(this), orders, tenant)];
    return all.length > 0 ? all : undefined;
  }
}

/** Whether the platform has an endpoint: the provider takes it from the environment where the block is silent. */
const isElsewhere = ({ endpoint }: SocleProviderProps): boolean => (endpoint ?? (process.env['SOCLE_ENDPOINT'] || undefined)) !== undefined;

/** A path of the app as Terraform must write it, which runs in the stack's folder below the output folder. */
function pathFromStack(construct: Construct, path: string): string {
  if (isAbsolute(path)) return path;
  const outdir = resolve(App.of(construct).outdir);
  const stackFolder = join(outdir, 'stacks', TerraformStack.of(construct).node.id);
  return relative(stackFolder, resolve(appFolder(outdir), path))
    .split(sep)
    .join('/');
}

/** The app's folder: where it runs, or beside the output folder where that lies elsewhere, as in tests. */
function appFolder(outdir: string): string {
  const here = process.cwd();
  return outdir.startsWith(here + sep) ? here : resolve(outdir, '..');
}
