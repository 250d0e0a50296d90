/** Permissions: what a caller may do, by area of the catalogue, in its tenants and nowhere else. */
import type { Catalogue } from '../../core/catalogue';
import { Problem } from './problem';
import { Sight } from './sight';

/** Stands for all permissions. */
export const OWNER = 'owner';

export type Deed = 'read' | 'write';

/** Permissions that belong to no area. */
const BESIDE_AREAS = ['findings_read', 'events_read', 'simulation_read', 'simulation_write'] as const;

export type Permission = (typeof BESIDE_AREAS)[number] | `${string}_${Deed}`;

/** Every permission there is. */
export const permissionsOf = (catalogue: Catalogue): readonly Permission[] => [
  ...[...new Set(catalogue.areaOf.values())].flatMap((area): Permission[] => [`${area}_read`, `${area}_write`]),
  ...BESIDE_AREAS,
];

/** The permission that something with a resource of a type needs. */
export function permissionFor(catalogue: Catalogue, type: string, deed: Deed): Permission {
  const area = catalogue.areaOf.get(type);
  if (area === undefined) throw new Error(`no area has the type ${type}`);
  return `${area}_${deed}`;
}

/** Whoever has shown a token. */
export class Caller {
  readonly sight: Sight;
  private readonly permissions: ReadonlySet<string>;

  constructor(
    catalogue: Catalogue,
    readonly given: { readonly client_id: string; readonly tenants: readonly string[]; readonly permissions: readonly string[] },
    /** When the token ends, in milliseconds since 1970 in UTC. */
    readonly until: number,
  ) {
    this.sight = new Sight(catalogue, given.tenants.includes('*') ? 'all' : new Set(given.tenants));
    this.permissions = new Set(given.permissions.includes(OWNER) ? permissionsOf(catalogue) : given.permissions);
  }

  get name(): string {
    return this.given.client_id;
  }

  may(permission: Permission): boolean {
    // Time and what is broken are the same for all tenants, so only who has them all may change them.
    return this.permissions.has(permission) && (permission !== 'simulation_write' || this.sight.isWhole);
  }

  /** Throws where a permission is missing, with its name. */
  need(permission: Permission): void {
    if (this.may(permission)) return;
    const over = permission === 'simulation_write' ? ' for all tenants' : '';
    throw new Problem('forbidden', `${this.name} lacks the permission ${permission}${over}`, {
      fix: `ask whoever keeps the credentials of this platform for ${permission}${over}`,
      retryable: false,
    });
  }
}
