/** A platform on which the foundation stands, in a run that begins. */
import type { Written } from './configurations';
import { Driver, type Kept } from './driver';
import { nouns } from './estate';

export async function standing(vms: readonly Written[] = []): Promise<{ driver: Driver; kept: Record<string, Kept> }> {
  const driver = await Driver.open();
  const kept: Record<string, Kept> = {};
  for (const [type, written] of Object.entries(nouns)) kept[type] = await driver.create(type, written);
  for (const written of vms) kept[String(written['name'])] = await driver.create('virtual_machine', written);
  await driver.configure();
  return { driver, kept };
}
