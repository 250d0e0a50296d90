import { type Deed, defineBehaviour, type Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import type { World } from '../../core/world';
import { bladesOf, freeBlades, stockOf } from '../facts/blade-stock';
import { hostingTypes, relocate, resumeUpdate, settle } from '../facts/hosting';
import { note } from '../facts/hosting-state';
import { lostBlades } from '../facts/lost-blades';
import { runningIn } from '../facts/running-place';
import { letStart, lostHostsOf, restart, takeStock } from './cpool-loss';
import { beginUpdate, goOnUpdating, updateShown } from './hypervisor-update';

type Cpool = Nouns['cpool'];

/** A Cpool takes blades from the stock of its zone and gives them back; its VMs move before a blade leaves. */
export const cpoolBehaviour = defineBehaviour('cpool', {
  looksAt: hostingTypes,
  create: (self, deed) => {
    deed.remember('cpool', self.id, { host_ids: takeBlades(self, self.host_count, deed) });
    // VMs of the one that it replaces took no notice of what broke and was mended meanwhile.
    relocate(deed, runningIn(deed, self.id));
    return { hypervisor_build: self.hypervisor_build ?? newestBuild(deed.world) };
  },
  update: (self, prior, deed) => {
    const held = deed.runtime('cpool', self.id)?.host_ids ?? [];
    const wanted = self.host_count - held.length;
    if (wanted > 0) deed.remember('cpool', self.id, { host_ids: [...held, ...takeBlades(self, wanted, deed)] });
    if (wanted < 0) deed.remember('cpool', self.id, { host_ids: withoutEmptiest(self, held, -wanted, deed) });
    settle(deed, self.id);
    if (self.ha_enabled !== prior.ha_enabled) letStart(deed, self);
    if (self.hypervisor_build !== prior.hypervisor_build) beginUpdate(deed, self);
    else resumeUpdate(deed, self.id);
    return undefined;
  },
  due: { restart, hypervisor_update: goOnUpdating },
  shaken: (deed) => {
    for (const cpool of takeStock(deed)) resumeUpdate(deed, cpool.id);
  },
  remove: (prior, deed) => {
    for (const vm of runningIn(deed, prior.id)) note(deed, vm, { host: null, fallen: null, down: `${prior.id} is gone, in which it ran` });
  },
  observe: (self, site) => {
    const used = runningIn(site, self.id).reduce((sum, vm) => (site.runtime('virtual_machine', vm.id)?.host ? sum + vm.memory_gib : sum), 0);
    return {
      host_ids: site.runtime('cpool', self.id)?.host_ids ?? [],
      lost_host_ids: lostHostsOf(site, self),
      hypervisor_update: updateShown(site, self),
      memory_used_gib: used,
      memory_used_percent: Math.round((used * 1000) / self.memory_gib) / 10,
    };
  },
  uncovered: (self, site) => {
    const stock = new Set(bladesOf(site.world, self));
    const lacking = (site.runtime('cpool', self.id)?.host_ids ?? []).filter((id) => !stock.has(id));
    return lacking.length === 0 ? undefined : `it has the blades ${lacking.join(', ')}, which that world lacks`;
  },
});

const newestBuild = (world: World): string | null =>
  [...world.hypervisor_builds].sort((a, b) => (a.published_on + a.build < b.published_on + b.build ? 1 : -1))[0]?.build ?? null;

function takeBlades(self: Cpool, count: number, deed: Deed): string[] {
  const isLost = lostBlades(deed, self.availability_zone);
  const untaken = freeBlades(deed, self);
  const free = untaken.filter((blade) => !isLost(blade));
  if (free.length >= count) return free.slice(0, count);
  const { availability_zone: zone, blade_class: kind } = self;
  const lost = untaken.length - free.length;
  const others = lost === 0 ? '' : `, and ${lost} more are free but lost`;
  return deed.refuse({
    code: 'CAPACITY-001',
    path: 'host_count',
    message: `${count} more ${kind} ${count === 1 ? 'blade is' : 'blades are'} asked for in ${zone}; ${free.length} of ${stockOf(deed.world, self)} are free${others}`,
    fix:
      free.length > 0
        ? `ask for ${free.length} more at most, or use another zone or blade class`
        : 'use another zone or blade class, or ask support for more blades',
  });
}

/** The blades that stay when `count` leave: lost ones go first, then those with the least memory in use, so that few VMs move. */
function withoutEmptiest(self: Cpool, held: readonly string[], count: number, site: Site): string[] {
  const used = new Map(held.map((id) => [id, 0]));
  for (const vm of runningIn(site, self.id)) {
    const host = site.runtime('virtual_machine', vm.id)?.host;
    if (host) used.set(host, (used.get(host) ?? 0) + vm.memory_gib);
  }
  const isLost = lostBlades(site, self.availability_zone);
  const order = (a: string, b: string): number =>
    Number(isLost(b)) - Number(isLost(a)) || (used.get(a) ?? 0) - (used.get(b) ?? 0) || (a < b ? 1 : -1);
  const leaving = new Set([...held].sort(order).slice(0, count));
  return held.filter((id) => !leaving.has(id));
}
