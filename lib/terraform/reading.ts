/** All stacks of an app, read together: references are followed from resource to resource and from stack to stack. */
import { type Catalogue, definitionOf } from '../core/catalogue';
import type { Resource } from '../core/estate';
import { resourceOf } from '../core/estate-of';
import { idOf } from '../core/resource';
import { isUnknown, Unknown, type Value } from '../core/unknown';
import { referenced } from './choices';
import { coerce } from './coerce';
import { evaluate, type Scope, unknownBecause, type ValueStep, walk } from './evaluate';
import { addressOf, type Expansion, expansionOf, type Instance, instanceValue } from './expand';
import type { Expression } from './expression';
import { canonical, type JsonObject, own } from './json';
import { type Judging, judgingOf } from './judging';
import { type Platform, type ProviderDefaults, type ProviderSettings, platformOf, tenantOf } from './platform';
import { type Block, constructOf, type Stack } from './stack';

/** Terraform's own arguments of a resource: they are no attributes. `timeouts` concerns the provider's patience only. */
const META = new Set(['//', 'count', 'for_each', 'depends_on', 'lifecycle', 'provider', 'provisioner', 'connection', 'dynamic', 'timeouts']);
/** References that lead on to further references before they count as unreadable. */
const CHAIN_MAX = 200;
const TYPE_PREFIX = 'socle_';

export interface ReadOptions {
  readonly catalogue: Catalogue;
  /** Holds whatever provider blocks say. */
  readonly edition: string | undefined;
  readonly defaults: ProviderDefaults;
}

/** A reference to a resource that its configuration does not declare. */
export interface Undeclared {
  readonly attribute: string;
  readonly reference: string;
}

/** Where an expression stands, for `each`, `count` and complaints. */
interface Place {
  readonly instance?: Instance;
  readonly address?: string;
  readonly attribute?: string;
}

interface Provider {
  readonly platform: Platform;
  readonly tenant: string | Unknown;
  readonly judging: Judging;
}

export class Reading {
  private readonly resources = new Map<string, Resource>();
  private readonly expansions = new Map<Block, Expansion>();
  private readonly providers = new Map<string, Provider>();
  private readonly locals = new Map<string, Value>();
  /** What is being read now, from the outermost inwards: a reference back into it is a cycle. */
  private readonly trail = new Set<string>();
  private readonly settled = new Map<Stack, Map<Expression, string>>();
  private readonly undeclared = new Map<string, Undeclared[]>();

  constructor(
    readonly stacks: readonly Stack[],
    private readonly options: ReadOptions,
  ) {}

  /** The noun of a block; undefined for another provider's. */
  typeOf(block: Block): string | undefined {
    return block.type.startsWith(TYPE_PREFIX) ? block.type.slice(TYPE_PREFIX.length) : undefined;
  }

  expansion(stack: Stack, block: Block): Expansion {
    const known = this.expansions.get(block);
    if (known) return known;
    const found = this.once(`${stack.name} ${block.address}`, () => expansionOf(block, this.scope(stack, {})));
    if (found) this.expansions.set(block, found);
    return found ?? { open: [`a cycle through ${block.address}`] };
  }

  /** One instance as a resource of the model; undefined inside a cycle. */
  resource(stack: Stack, block: Block, instance: Instance): Resource | undefined {
    const address = addressOf(block, instance);
    const key = `${stack.name} ${address}`;
    const known = this.resources.get(key);
    if (known) return known;
    const resource = this.once(`= ${key}`, () => this.read(stack, block, instance, address));
    if (resource) this.resources.set(key, resource);
    return resource;
  }

  /** References of an instance to resources that are not declared; known once it has been read. */
  undeclaredBy(stack: Stack, block: Block, instance: Instance): readonly Undeclared[] {
    return this.undeclared.get(`${stack.name} ${addressOf(block, instance)}`) ?? [];
  }

  /** Undefined inside a cycle or too far down a chain: a later attempt from elsewhere may get further, so nothing is remembered of it. */
  private once<T>(key: string, read: () => T): T | undefined {
    if (this.trail.has(key) || this.trail.size > CHAIN_MAX) return undefined;
    this.trail.add(key);
    try {
      return read();
    } finally {
      this.trail.delete(key);
    }
  }

  private read(stack: Stack, block: Block, instance: Instance, address: string): Resource {
    const type = block.type.slice(TYPE_PREFIX.length);
    const definition = definitionOf(this.options.catalogue, type);
    const written: [string, Value][] = [];
    const place = { instance, address, attribute: '' };
    const scope = this.scope(stack, place);
    for (const [attribute, json] of Object.entries(block.body)) {
      if (META.has(attribute)) continue;
      place.attribute = attribute;
      written.push([attribute, evaluate(json, scope)]);
    }
    for (const attribute of Object.keys(own(block.body, 'dynamic') ?? {})) written.push([attribute, unknownBecause(`dynamic ${attribute}`)]);
    const construct = constructOf(block.body);
    const values = coerce(definition.attrs, Object.fromEntries(written));
    const { tenant, judging } = this.provider(stack, block);
    const resource = resourceOf(
      this.options.catalogue,
      { type, values, address, ...(construct === undefined ? {} : { construct }) },
      { edition: judging.edition, tenant },
    );
    // The same address may stand in two stacks: without an id, the stack tells them apart.
    return resource.identified || this.stacks.length === 1 ? resource : { ...resource, id: `?${stack.name}:${address}` };
  }

  /** The provider configuration that a block uses. */
  provider(stack: Stack, block: Block): Provider {
    const named = own(block.body, 'provider');
    const name = typeof named === 'string' ? named.replace(/^\$\{\s*|\s*\}$/g, '') : 'socle';
    const key = `${stack.name} ${name}`;
    const known = this.providers.get(key);
    if (known) return known;
    const provider = this.configured(stack, stack.providers.get(name));
    this.providers.set(key, provider);
    return provider;
  }

  private configured(stack: Stack, body: JsonObject | undefined): Provider {
    const setting = (key: string): Value => {
      const json = own(body, key);
      return json === undefined ? null : evaluate(json, this.scope(stack, {}));
    };
    const settings: ProviderSettings = {
      tenant: setting('tenant'),
      endpoint: setting('endpoint'),
      state_path: setting('state_path'),
      world: setting('world'),
    };
    const { catalogue, edition, defaults } = this.options;
    const judging = { edition: setting('edition'), suppress: setting('suppress') };
    return {
      platform: platformOf(settings, defaults, stack),
      tenant: tenantOf(settings, defaults),
      judging: judgingOf(judging, { catalogue, commanded: edition, fallback: defaults.edition }),
    };
  }

  private scope(stack: Stack, place: Place): Scope {
    let settled = this.settled.get(stack);
    if (!settled) this.settled.set(stack, (settled = new Map()));
    return { settled, lookup: (root, steps, text) => this.lookup(stack, place, root, steps, text) };
  }

  private lookup(stack: Stack, place: Place, root: string, steps: readonly ValueStep[], text: string): Value {
    const [first, ...rest] = steps;
    if (root === 'each' || root === 'count')
      return place.instance ? walk(instanceValue(place.instance, root, first), rest, text) : unknownBecause(text);
    if (root === 'local' && typeof first === 'string') return walk(this.local(stack, first), rest, text);
    if (root === 'data' && typeof first === 'string') return this.dataValue(stack, first, rest, text);
    if (!root.startsWith(TYPE_PREFIX) || typeof first !== 'string') return unknownBecause(text);
    const block = stack.resources.get(`${root}.${first}`);
    if (block) return this.resourceValue(stack, block, rest, text);
    const { address, attribute } = place;
    if (address !== undefined && attribute !== undefined) {
      const key = `${stack.name} ${address}`;
      this.undeclared.set(key, [...(this.undeclared.get(key) ?? []), { attribute, reference: `${root}.${first}` }]);
    }
    return unknownBecause(text);
  }

  private local(stack: Stack, name: string): Value {
    const key = `${stack.name} local.${name}`;
    const json = stack.locals.get(name);
    if (json === undefined) return unknownBecause(`local.${name}`);
    const known = this.locals.get(key);
    if (known !== undefined) return known;
    const value = this.once(key, () => evaluate(json, this.scope(stack, {})));
    if (value !== undefined) this.locals.set(key, value);
    return value === undefined ? unknownBecause(`a cycle through local.${name}`) : value;
  }

  private resourceValue(stack: Stack, block: Block, steps: readonly ValueStep[], text: string): Value {
    const type = this.typeOf(block);
    if (type === undefined || !this.options.catalogue.definitions.has(type)) return unknownBecause(text);
    const expansion = this.expansion(stack, block);
    if ('open' in expansion) return new Unknown(expansion.open);
    const { attrs } = definitionOf(this.options.catalogue, type);
    const read = (instance: Instance, inner: readonly ValueStep[]): Value => {
      const resource = this.resource(stack, block, instance);
      return resource ? referenced(attrs, resource.values, inner, text) : unknownBecause(`a cycle through ${text}`);
    };
    const [single] = expansion.instances;
    if (single && single.key === undefined && expansion.instances.length === 1) return read(single, steps);
    const [step, ...rest] = steps;
    if (isUnknown(step)) return step;
    if (typeof step === 'object') return expansion.instances.map((instance) => read(instance, rest));
    const instance = expansion.instances.find(({ key }) => key === step || String(key) === String(step));
    return instance ? read(instance, rest) : unknownBecause(text);
  }

  private dataValue(stack: Stack, type: string, steps: readonly ValueStep[], text: string): Value {
    const [name, ...rest] = steps;
    const block = typeof name === 'string' ? stack.data.get(`data.${type}.${name}`) : undefined;
    if (!block) return unknownBecause(text);
    if (type === 'terraform_remote_state') return this.remoteValue(stack, block, rest, text);
    const noun = this.typeOf(block);
    return noun !== undefined && rest[0] === 'id' && rest.length === 1 ? this.dataId(stack, block, noun, text) : unknownBecause(text);
  }

  /** The id of what a data source looks up by `id`, or by `name` and tenant. */
  private dataId(stack: Stack, block: Block, type: string, text: string): Value {
    const definition = this.options.catalogue.definitions.get(type);
    const read = (key: string): Value => {
      const json = own(block.body, key);
      return json === undefined ? null : evaluate(json, this.scope(stack, {}));
    };
    if (!definition || own(block.body, 'count') !== undefined || own(block.body, 'for_each') !== undefined) return unknownBecause(text);
    const id = read('id');
    if (typeof id === 'string') return id;
    const { attribute } = definition.parent;
    const parent = read(attribute) ?? (attribute === 'tenant' ? this.provider(stack, block).tenant : null);
    return idOf(definition, { name: read('name'), [attribute]: parent }) ?? unknownBecause(text);
  }

  /** An output of another stack of this app, where the remote state leads to one. */
  private remoteValue(stack: Stack, block: Block, steps: readonly ValueStep[], text: string): Value {
    const [outputs, output, ...rest] = steps;
    const origin =
      this.stacks.find((each) => block.name === `cross-stack-reference-input-${each.name}`) ??
      this.stacks.find((each) => each !== stack && leadsTo(block, each));
    const json = outputs === 'outputs' && typeof output === 'string' ? origin?.outputs.get(output) : undefined;
    if (!origin || json === undefined) return unknownBecause(text);
    return walk(
      this.once(`${origin.name} output.${String(output)}`, () => evaluate(json, this.scope(origin, {}))),
      rest,
      text,
    );
  }
}

function leadsTo(block: Block, stack: Stack): boolean {
  return (
    stack.backend !== undefined &&
    own(block.body, 'backend') === stack.backend.kind &&
    canonical(own(block.body, 'config')) === canonical(stack.backend.config)
  );
}
