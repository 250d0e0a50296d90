/** The stock of the embedded platform, unless a world file says otherwise. */
import type { ArrayStock, World, ZoneStock } from '../../core/world';
import { FAILOVER_MINUTES } from './advice';
import { regions } from './regions';

const flash = (name: string): ArrayStock => ({ name, media: 'flash', drives: 24, drive_tb: 15.36, stripe_width: 12, rebuild_areas: 1 });
const mass = (name: string): ArrayStock => ({ name, media: 'mass', drives: 24, drive_tb: 16, stripe_width: 12, rebuild_areas: 1 });

const zone = (name: string): ZoneStock => ({
  blades: { 'eco-v3': 32, 'standard-v3': 64, 'advance-v3': 64, 'perf1-v3': 16, 'perf2-v3': 16, 'perf3-v3': 16, 'perf4-v3': 8 },
  blades_per_chassis: 8,
  arrays: [flash(`${name}-flash-1`), flash(`${name}-flash-2`), mass(`${name}-mass-1`)],
});

const pairs = (zones: readonly string[]): [string, string][] => zones.flatMap((a, i) => zones.slice(i + 1).map((b): [string, string] => [a, b]));

export const defaultWorld: World = {
  name: 'default',
  regions,
  zones: Object.fromEntries(regions.flatMap((region) => region.zones.map((each) => [each, zone(each)]))),
  links: regions.flatMap((region) => pairs(region.zones).map((between) => ({ between, mbit_per_s: 10_000, latency_ms: 1.2 }))),
  hypervisor_builds: [
    { build: '7.0.3-23794027', published_on: '2024-05-21', vulnerabilities: ['CVE-2024-37085'] },
    { build: '8.0.2-23305546', published_on: '2024-02-29', vulnerabilities: ['CVE-2024-37085'] },
    { build: '8.0.3-24280767', published_on: '2024-09-17', vulnerabilities: [] },
  ],
  templates: ['alma-9', 'debian-12', 'rhel-9', 'ubuntu-22.04', 'ubuntu-24.04', 'windows-server-2019', 'windows-server-2022'],
  tools_version: '12.4.5',
  failover_minutes: FAILOVER_MINUTES,
  tenants: [{ organization: 'acme', name: 'main' }],
};
