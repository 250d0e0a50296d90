/** Rules about the stock of blades in a zone. A platform hands out the stock itself; these judge a configuration against a world. */
import { defineRule, type Rule } from '../../core/rule';
import { CPOOL, cpool } from '../facts/example-estates';

const bladesLeft = defineRule({
  code: 'CAPACITY-001',
  class: 'refused',
  on: 'cpool',
  title: 'Blades of the class are left in the zone',
  why: 'Blades are dedicated: a Cpool takes them from the stock of its zone, and nobody else has them then.',
  reads: ['availability_zone', 'blade_class', 'host_count'],
  gathers: { neighbours: { of: 'cpool', via: 'availability_zone', equals: 'availability_zone', reads: ['blade_class', 'host_count'] } },
  needs: ['world'],
  platformDecides: true,
  retryable: true,
  check: ({ self, neighbours }, { world }) => {
    const zone = world?.zones[self.availability_zone];
    if (!zone) return undefined;
    const stock = zone.blades[self.blade_class] ?? 0;
    const taken = neighbours
      .filter((each) => each.blade_class === self.blade_class && each.id < self.id)
      .reduce((sum, each) => sum + each.host_count, 0);
    const left = Math.max(0, stock - taken);
    if (self.host_count <= left) return undefined;
    return {
      at: 'host_count',
      message: `host_count is ${self.host_count}; ${left} of ${stock} ${self.blade_class} blades are left in ${self.availability_zone}`,
      fix:
        left > 0 ? `host_count = ${left} at most, or another zone or blade class` : 'use another zone or blade class, or ask support for more blades',
    };
  },
  source: { seed: '000', heading: 'Compute blades' },
  examples: [
    { says: 'all eight perf4 blades', estate: [cpool({ blade_class: 'perf4-v3', host_count: 8 })], fires: [] },
    { says: 'a ninth', estate: [cpool({ blade_class: 'perf4-v3', host_count: 9 })], fires: [CPOOL] },
    {
      says: 'eight in two Cpools',
      estate: [cpool({ blade_class: 'perf4-v3', host_count: 3 }), cpool({ name: 'a', blade_class: 'perf4-v3', host_count: 5 })],
      fires: [],
    },
    {
      says: 'nine in two Cpools: the later id waits',
      estate: [cpool({ blade_class: 'perf4-v3', host_count: 4 }), cpool({ name: 'a', blade_class: 'perf4-v3', host_count: 5 })],
      fires: [CPOOL],
    },
  ],
});

export const bladeStockRules: readonly Rule[] = [bladesLeft];
