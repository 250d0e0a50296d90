/** Networks that ring: a small behaviour by which the engine of time is tested, told by each network's description. */
import { behaviours } from '../../lib/catalogue/behaviours';
import { catalogue } from '../../lib/catalogue/complete';
import { defineAction } from '../../lib/core/action';
import { defaulted } from '../../lib/core/attribute';
import { type Behaviours, type Deed, defineBehaviour } from '../../lib/core/behaviour';
import type { Catalogue } from '../../lib/core/catalogue';
import { bool } from '../../lib/core/shape';
import type { Platform, PlatformOptions } from '../../lib/platform/platform';
import { create, openPlatform } from './open-platform';

declare module '../../lib/core/behaviour' {
  interface Runtimes {
    network: {
      /** When it rang. */
      readonly rung: readonly number[];
      /** How many things were broken, each time that something broke or was mended. */
      readonly shaken?: readonly number[];
    };
  }
}

/** What a bell does: it rings so many milliseconds after its creation, again and again, or is refused when it would ring. */
interface Script {
  readonly after?: number;
  readonly every?: number;
  readonly refused?: boolean;
}

const scriptOf = (self: { readonly description: string | null }): Script => JSON.parse(self.description ?? '{}') as Script;

const names = ['copy', 'both', 'at_once', 'hush', 'refused'] as const;
const actions = names.map((action) =>
  defineAction({ on: 'network', action, doc: 'A test.', attrs: { force: defaulted('Fails when it ends.', bool(), false) } }),
);
/** The input is that of an action of the catalogue, so that its validator reads it. */
const validator = catalogue.validators['global_mirror_lun.start'];
if (!validator) throw new Error('the catalogue has no such action any more: name another with a bool as its input');

export const bellCatalogue: Catalogue = {
  ...catalogue,
  actions: new Map([...catalogue.actions, ['network', actions]]),
  validators: { ...catalogue.validators, ...Object.fromEntries(names.map((name) => [`network.${name}`, validator])) },
};

const refuse = (deed: Deed): never => deed.refuse({ code: 'NETWORK-001', path: '', message: 'it is refused', fix: 'none' });

function ring(deed: Deed, id: string): void {
  const { rung } = deed.runtime('network', id) ?? { rung: [] };
  deed.remember('network', id, { rung: [...rung, deed.now] });
}

const bell = defineBehaviour('network', {
  create: (self, deed) => {
    const { after, every } = scriptOf(self);
    const first = after ?? every;
    if (first !== undefined) deed.plan('network', self.id, 'ring', deed.now + first);
    return { vlan_id: 1 };
  },
  update: (self, _prior, deed) => {
    const { after } = scriptOf(self);
    deed.plan('network', self.id, 'ring', after === undefined ? null : deed.now + after);
    return undefined;
  },
  due: {
    ring: (self, deed) => {
      const { every, refused } = scriptOf(self);
      ring(deed, self.id);
      if (every !== undefined) deed.plan('network', self.id, 'ring', deed.now + every);
      if (refused) refuse(deed);
      return undefined;
    },
    copied: (self) => ({ items: [{ what: self.id, state: 'completed', reason: null }] }),
    spoiled: () => ({ failed: 'it broke' }),
  },
  acts: {
    copy: (self, { force }, deed) => {
      deed.settle('network', self.id, force === true ? 'spoiled' : 'copied', 60_000);
      return undefined;
    },
    both: (self, { force }, deed) => {
      deed.settle('network', self.id, force === true ? 'spoiled' : 'copied', 60_000);
      deed.settle('network', self.id, 'ring', 120_000);
      return { items: [{ what: 'first', state: 'completed', reason: null }] };
    },
    at_once: (_self, { force }) => (force === true ? { failed: 'it would not' } : undefined),
    hush: (self, _input, deed) => {
      deed.plan('network', self.id, 'copied', null);
      return undefined;
    },
    refused: (self, _input, deed) => {
      ring(deed, self.id);
      deed.settle('network', self.id, 'copied', 1000);
      return refuse(deed);
    },
  },
  shaken: (deed) => {
    for (const { id } of deed.all('network')) {
      const kept = deed.runtime('network', id);
      deed.remember('network', id, { rung: kept?.rung ?? [], shaken: [...(kept?.shaken ?? []), deed.faults.length] });
    }
  },
});

export const bellBehaviours: Behaviours = { tenant: behaviours['tenant'] ?? {}, network: bell };

export const openBells = (options: Partial<PlatformOptions> = {}): Promise<Platform> =>
  openPlatform({ catalogue: bellCatalogue, behaviours: bellBehaviours, ...options });

export const bellId = (name: string): string => `tenants/main/networks/${name}`;

export const hang = (platform: Platform, name: string, script: Script = {}): Promise<unknown> =>
  create(platform, { type: 'network', values: { name, availability_zones: ['par7s'], description: JSON.stringify(script) } });

/** What a platform remembers about a bell. */
export async function heard(platform: Platform, name: string): Promise<{ readonly rung: readonly number[]; readonly shaken?: readonly number[] }> {
  const row = [...(await platform.contents()).rows].find(({ id }) => id === bellId(name));
  return { rung: [], ...row?.runtime } as { readonly rung: readonly number[]; readonly shaken?: readonly number[] };
}

export const askBell = (platform: Platform, name: string, action: (typeof names)[number], force = false) =>
  platform.act({ type: 'network', id: bellId(name), action, input: { force } });
