/** One configuration (a stack): its blocks, found by name. */
import { bodiesOf, isJsonObject, type Json, type JsonObject, labelled, own } from './json';

/** One stack as an adapter is given it. */
export interface StackSource {
  readonly name: string;
  readonly json: Json;
  /** Folder that Terraform runs in: relative paths lead from there. Absolute. */
  readonly folder?: string;
}

/** A `resource` or `data` block. */
export interface Block {
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
  readonly address: string;
}

export interface Stack {
  readonly name: string;
  readonly folder: string | undefined;
  /** By address. A second block of one address is kept under `repeated`. */
  readonly resources: ReadonlyMap<string, Block>;
  readonly repeated: readonly Block[];
  readonly data: ReadonlyMap<string, Block>;
  readonly locals: ReadonlyMap<string, Json>;
  readonly outputs: ReadonlyMap<string, Json>;
  /** Provider configurations by `name` or `name.alias`. */
  readonly providers: ReadonlyMap<string, JsonObject>;
  /** Kind and settings of the backend, for remote state that leads here. */
  readonly backend: { readonly kind: string; readonly config: Json } | undefined;
  /** It calls modules, whose resources are not read. */
  readonly callsModules: boolean;
}

/** Sorts a configuration into its blocks. Blocks that are no objects are none. */
export function stackOf({ name, json, folder }: StackSource): Stack {
  const resources = new Map<string, Block>();
  const repeated: Block[] = [];
  for (const block of blocksOf(own(json, 'resource'), '')) {
    if (resources.has(block.address)) repeated.push(block);
    else resources.set(block.address, block);
  }
  return {
    name,
    folder,
    resources,
    repeated,
    data: new Map(blocksOf(own(json, 'data'), 'data.').map((block) => [block.address, block])),
    locals: new Map(labelled(own(json, 'locals'))),
    outputs: new Map(
      labelled(own(json, 'output')).flatMap(([label, body]) => bodiesOf(body).map((each) => [label, own(each, 'value') ?? null] as const)),
    ),
    providers: new Map(
      labelled(own(json, 'provider')).flatMap(([label, body]) =>
        bodiesOf(body).map((each) => [providerKey(label, own(each, 'alias')), each] as const),
      ),
    ),
    backend: backendOf(json),
    callsModules: labelled(own(json, 'module')).length > 0,
  };
}

const providerKey = (name: string, alias: Json | undefined): string => (typeof alias === 'string' ? `${name}.${alias}` : name);

function blocksOf(section: Json | undefined, prefix: string): Block[] {
  return labelled(section).flatMap(([type, ofType]) =>
    labelled(ofType).flatMap(([name, bodies]) => bodiesOf(bodies).map((body) => ({ type, name, body, address: `${prefix}${type}.${name}` }))),
  );
}

function backendOf(json: Json): Stack['backend'] {
  for (const terraform of bodiesOf(own(json, 'terraform'))) {
    const [first] = labelled(own(terraform, 'backend'));
    if (first) return { kind: first[0], config: bodiesOf(first[1])[0] ?? {} };
  }
  return undefined;
}

/** A child of this name stands for the construct around it (a convention of the constructs library). */
const STANDS_FOR_ITS_PARENT = /(?<=.)\/Default$/;

/** Path of the construct that a block was synthesised from (cdktf writes it beside the values): the one that a person wrote. */
export function constructOf(body: JsonObject): string | undefined {
  const path = own(own(own(body, '//'), 'metadata'), 'path');
  return typeof path === 'string' ? path.replace(STANDS_FOR_ITS_PARENT, '') : undefined;
}

export const looksLikeConfiguration = (json: Json): boolean =>
  isJsonObject(json) &&
  ['resource', 'data', 'provider', 'terraform', 'module', 'output', 'locals', 'variable'].some((key) => Object.hasOwn(json, key));
