/** Holds a drill: the catalogue's story, on a copy of a platform. What the command line and the server share. */
import { drill } from '../catalogue/protection/drill';
import { DRILL_VERSION, type DrillOrder, type DrillReport } from '../core/drill';
import type { Platform } from '../platform/platform';
import { rehearse } from '../platform/rehearse';

export async function holdDrill(platform: Platform, order: DrillOrder): Promise<DrillReport> {
  const { told, hash, afterwards } = await rehearse(platform, (stage) => drill(stage, order));
  return { version: DRILL_VERSION, ...told, production: { hash, afterwards } };
}
