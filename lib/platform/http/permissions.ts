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

/** What a credential gives, worked out once for all requests that come with it. */
interface Grant {
  readonly client_id: string;
  readonly sight: Sight;
  readonly permissions: ReadonlySet<string>;
}

export const grantOf = (
  catalogue: Catalogue,
  { client_id, tenants, permissions }: { readonly client_id: string; readonly tenants: readonly string[]; readonly permissions: readonly string[] },
): Grant => ({
  client_id,
  sight: new Sight(catalogue, tenants.includes('*') ? 'all' : new Set(tenants)),
  permissions: new Set(permissions.includes(OWNER) ? permissionsOf(catalogue) : permissions),
});

/** Whoever has shown a token. */
export class Caller {
  constructor(
    private readonly grant: Grant,
    /** When the token ends, in milliseconds since 1970 in UTC. */
    readonly until: number,
  ) {}

  get sight(): Sight {
    return this.grant.sight;
  }

  get name(): string {
    return this.grant.client_id;
  }

  may(permission: Permission): boolean {
    // Time and what is broken are the same for all tenants, so only who has them all may change them.
    return this.grant.permissions.has(permission) && (permission !== 'simulation_write' || this.sight.isWhole);
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
