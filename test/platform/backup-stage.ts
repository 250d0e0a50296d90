/** A platform on which backups are made, and how tests look at them. */
import { cpool, datastore, vmId } from '../../lib/catalogue/facts/example-estates';
import type { Activity } from '../../lib/core/activity';
import type { Values } from '../../lib/core/unknown';
import { DAY_MS } from '../../lib/core/virtual-time';
import type { Platform, PlatformOptions } from '../../lib/platform/platform';
import { create, type Entry, NOON, openPlatform } from './open-platform';

export const QUOTA = 'tenants/main/backup-storages/q';
export const quota = (size_tib: number): Entry => ({ type: 'backup_storage', values: { name: 'q', availability_zone: 'th3s', size_tib } });

/** A platform with a Cpool and a datastore of 16 TiB. */
export async function openStage(options: Partial<PlatformOptions> = {}): Promise<Stage> {
  const platform = await openPlatform({ clock: { now: () => NOON }, ...options });
  for (const entry of [cpool(), datastore({ size_gib: 16_384 })]) await create(platform, entry);
  return new Stage(platform);
}

export class Stage {
  constructor(readonly platform: Platform) {}

  async create(...entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) await create(this.platform, entry);
  }

  days(count: number): Promise<unknown> {
    return this.platform.advance(count * DAY_MS);
  }

  async backups(name = 'a'): Promise<readonly Values[]> {
    return (await this.platform.observe(vmId(name)))['backups'] as readonly Values[];
  }

  /** How many backups of each kind are kept. */
  async kinds(name = 'a'): Promise<Record<string, number>> {
    const kinds = (await this.backups(name)).map((each) => String(each['kind']));
    return Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]));
  }

  /** GiB that the quota holds. */
  async used(): Promise<unknown> {
    return (await this.platform.observe(QUOTA))['used_gib'];
  }

  async state(name = 'a'): Promise<unknown> {
    return (await this.platform.observe(vmId(name)))['state'];
  }

  act(action: string, input: Values = {}, name = 'a'): Promise<Activity> {
    return this.platform.act({ type: 'virtual_machine', id: vmId(name), action, input });
  }

  /** The last activity that did something. */
  async last(what: string): Promise<Activity> {
    const activity = (await this.platform.activities()).filter((each) => each.what === what).at(-1);
    if (!activity) throw new Error(`no ${what} was under way`);
    return activity;
  }
}
