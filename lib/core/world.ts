/** The stock that a platform hands out: what exists beside the customers' resources. A JSON file gives it; a default ships. */
import type { FaultOrder } from './fault';

export interface World {
  readonly name: string;
  readonly regions: readonly { readonly name: string; readonly zones: readonly string[] }[];
  readonly zones: Readonly<Record<string, ZoneStock>>;
  readonly links: readonly { readonly between: readonly [string, string]; readonly mbit_per_s: number; readonly latency_ms: number }[];
  readonly hypervisor_builds: readonly { readonly build: string; readonly published_on: string; readonly vulnerabilities: readonly string[] }[];
  readonly templates: readonly string[];
  readonly tools_version: string;
  /** Minutes from the request for a failover until the VMs of a mirrored LUN start; Socle's own number where it is left out. */
  readonly failover_minutes?: number | undefined;
  readonly tenants: readonly { readonly organization: string; readonly name: string }[];
  /** What breaks, counted from the moment at which a platform is begun with this world. */
  readonly faults?: readonly FaultOrder[] | undefined;
}

export interface ZoneStock {
  /** Blades by class. */
  readonly blades: Readonly<Record<string, number>>;
  readonly blades_per_chassis: number;
  readonly arrays: readonly ArrayStock[];
}

export interface ArrayStock {
  readonly name: string;
  readonly media: 'flash' | 'mass';
  readonly drives: number;
  readonly drive_tb: number;
  readonly stripe_width: number;
  readonly rebuild_areas: number;
}

/** Usable GiB of a DRAID 6 array: (D − R) × (W − 2) ÷ W × drive, in decimal TB, carved in whole GiB. */
export const usableGib = (array: ArrayStock): number =>
  Math.floor(((array.drives - array.rebuild_areas) * (array.stripe_width - 2) * array.drive_tb * 1e12) / array.stripe_width / 2 ** 30);

/** Mbit/s of the link between two zones, in either order; undefined where the stock has none. */
export const linkMbitPerS = (world: World, a: string, b: string): number | undefined =>
  world.links.find(({ between: [one, other] }) => (one === a && other === b) || (one === b && other === a))?.mbit_per_s;
