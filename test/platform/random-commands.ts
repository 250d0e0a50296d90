/** Commands as they come: every type, few names, so that most of them meet what stands. The same seed gives the same commands. */
import fc from 'fast-check';
import type { Command, Order } from '../../lib/core/command';
import type { FaultOrder } from '../../lib/core/fault';
import type { Values } from '../../lib/core/unknown';
import { MINUTE_MS } from '../../lib/core/virtual-time';
import { computing, ids, idsOf, type Kind, protecting, securing, some } from './random-kinds';

/** What others stand on goes seldom, else most commands would meet nothing but its absence. */
const FOUNDATIONS = ['cpool', 'datastore', 'backup_policy', 'virtual_machine'];
const usually = some<Command['kind']>('create', 'create', 'update', 'delete');
const seldomGone = some<Command['kind']>('create', 'create', 'create', 'create', 'update', 'update', 'update', 'delete');

const commandOfKinds = (tenant: string, kinds: readonly Kind[]): fc.Arbitrary<Command> =>
  fc.oneof(
    ...kinds.map(([type, collection, values]) =>
      fc.tuple(values, FOUNDATIONS.includes(type) ? seldomGone : usually).map(([given, kind]): Command => {
        const name = String(given['name']);
        const id = type === 'tenant' ? `organizations/acme/tenants/${name}` : idsOf(tenant)(collection, name);
        const written = type === 'tenant' ? given : { ...given, tenant };
        return kind === 'create' ? { kind, type, values: written } : kind === 'update' ? { kind, type, id, values: written } : { kind, type, id };
      }),
    ),
  );

/** Commands on Cpools, datastores, VMs and what is around them. */
export const computingCommand = (tenant = 'main'): fc.Arbitrary<Command> => commandOfKinds(tenant, computing(idsOf(tenant)));

/** Commands on every type. */
export const anyCommand = (tenant = 'main'): fc.Arbitrary<Command> => {
  const idOf = idsOf(tenant);
  return commandOfKinds(tenant, [...computing(idOf), ...protecting(idOf), ...securing(idOf)]);
};

/** Enough to stand on, so that most commands meet more than a missing Cpool. */
export function groundOf(tenant = 'main'): readonly Command[] {
  const idOf = idsOf(tenant);
  const made = (type: string, values: Values): Command => ({ kind: 'create', type, values: { tenant, ...values } });
  return [
    made('cpool', { name: 'c1', availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 4, allow_destroy: false }),
    made('datastore', { name: 'd1', availability_zone: 'par7s', storage_class: 'standard', size_gib: 1024, cpool_ids: [idOf('cpools', 'c1')] }),
    made('backup_policy', {
      name: 'p1',
      availability_zone: 'th3s',
      keep_daily: 7,
      contact: { name: 'Ops', email: 'ops@example.org', phone: '1' },
    }),
  ];
}

/** What copies and replications need beside the ground: the other zone. */
export function standbyOf(tenant = 'main'): readonly Command[] {
  const cpool = { tenant, name: 'dr', availability_zone: 'th3s', blade_class: 'standard-v3', host_count: 4 };
  const copies = { tenant, name: 'copies', availability_zone: 'th3s', storage_class: 'standard', size_gib: 2048 };
  return [
    { kind: 'create', type: 'cpool', values: cpool },
    { kind: 'create', type: 'datastore', values: { ...copies, cpool_ids: [idsOf(tenant)('cpools', 'dr')] } },
  ];
}

/** What is given to a platform at a time: one command or a few that stand or fall together, or something done to the simulation. */
export type Step =
  | { readonly kind: 'commands'; readonly commands: readonly Command[] }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'strike'; readonly order: FaultOrder }
  /** The fault that broke first. */
  | { readonly kind: 'mend' }
  | { readonly kind: 'act'; readonly order: Order };

/** In the input of a restore: the oldest backup that there is then. */
export const OLDEST_BACKUP = 'the oldest one';

/** Actions on whatever has the names of the commands. */
function actStep(tenant: string): fc.Arbitrary<Step> {
  const idOf = idsOf(tenant);
  const order = (type: string, id: fc.Arbitrary<string>, inputs: Readonly<Record<string, fc.Arbitrary<Values>>>): fc.Arbitrary<Step>[] =>
    Object.entries(inputs).map(([action, input]) =>
      fc.tuple(id, input).map(([given, with_]): Step => ({ kind: 'act', order: { type, id: given, action, input: with_ } })),
    );
  const nothing = fc.constant({});
  const restore = { backup: fc.constant(OLDEST_BACKUP), mode: some('test', 'production') };
  return fc.oneof(
    ...order('global_mirror_lun', ids(idOf, 'global-mirror-luns', 'm1', 'm2'), {
      start: fc.record({ force: fc.boolean() }),
      stop: fc.record({ with_access: fc.boolean() }),
      switch: nothing,
    }),
    ...order('vm_replication', ids(idOf, 'vm-replications', 'r1', 'r2'), { start_copy: nothing, stop_copy: nothing }),
    ...order('virtual_machine', ids(idOf, 'virtual-machines', 'v1', 'v2', 'v3', 'v4'), { run_backup: nothing, restore: fc.record(restore) }),
  );
}

export const commandsStep = (tenant = 'main'): fc.Arbitrary<Extract<Step, { kind: 'commands' }>> => {
  const one = anyCommand(tenant);
  const commands = fc.oneof({ weight: 5, arbitrary: fc.tuple(one) }, { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 4 }) });
  return commands.map((given) => ({ kind: 'commands', commands: given }));
};

/** Short enough for what falls due on the way to be one durable step. */
const ADVANCE_MAX_MINUTES = 60;

const simulation: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 0, max: ADVANCE_MAX_MINUTES }).map((minutes): Step => ({ kind: 'advance', ms: minutes * MINUTE_MS })),
  fc
    .record({
      order: fc.constantFrom<Pick<FaultOrder, 'kind' | 'target'>>(
        { kind: 'chassis', target: { zone: 'par7s', chassis: 1 } },
        { kind: 'zone', target: { zone: 'th3s' } },
        { kind: 'array', target: { array: 'par7s-flash-1' } },
        { kind: 'link', target: { zone: 'par7s', other_zone: 'th3s' } },
      ),
      for_seconds: fc.integer({ min: 1, max: 3600 }),
      after_seconds: some(0, 600),
    })
    .map(({ order, ...when }): Step => ({ kind: 'strike', order: { ...order, ...when } })),
  fc.constant<Step>({ kind: 'mend' }),
);

/** The same seed gives the same steps. `moving`: some of them move the clock, break things and ask for actions. */
export function stepsOf(tenant: string, seed: number, count: number, time: 'moving' | 'standing' = 'standing'): readonly Step[] {
  const commands = commandsStep(tenant);
  const step =
    time === 'moving'
      ? fc.oneof({ weight: 8, arbitrary: commands }, { weight: 1, arbitrary: simulation }, { weight: 2, arbitrary: actStep(tenant) })
      : commands;
  return fc.sample<Step>(step, { seed, numRuns: count });
}
