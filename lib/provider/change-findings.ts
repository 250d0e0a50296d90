/** What is odd about a change that no rule of one estate sees: identity, order of operations, and what the platform would say to it now. */
import type { Resource } from '../core/estate';
import type { Finding } from '../core/finding';
import type { Definition } from '../core/resource';
import { type TfObject, UnknownValue } from '../tfplugin/types';
import { collisionFindings } from './collision';
import { commandValues } from './command-values';
import type { Action } from './plan-so-far';
import { incarnationIn } from './private-state';
import type { Session } from './session';
import { leavesBeforeItsUsers, losesWhatItHolds, otherTenant } from './turnover';

export interface Change {
  readonly resource: Resource;
  readonly action: Action;
  readonly prior: TfObject | null;
  readonly plan: TfObject;
  readonly config: TfObject;
  readonly priv: Uint8Array;
}

export async function changeFindings(session: Session, definition: Definition, change: Change): Promise<Finding[]> {
  const { resource, action, prior, config } = change;
  switch (action) {
    case 'create':
      return resource.identified ? [...session.turnover.create(resource), ...(await collisionFindings(session, resource))] : [];
    case 'replace':
      return replacementFindings(session, definition, change);
    case 'update':
      return [
        ...tenantFindings(session, resource, prior, config),
        ...usedByLeaving(session, resource.id),
        ...(await previewed(session, definition, change)),
      ];
    case 'none':
      return tenantFindings(session, resource, prior, config);
    default:
      return action satisfies never;
  }
}

async function replacementFindings(session: Session, definition: Definition, { resource, priv }: Change): Promise<Finding[]> {
  const incarnation = incarnationIn(priv);
  if (incarnation === undefined || !resource.identified) return [];
  const { sameId, findings } = session.turnover.replace(resource, incarnation);
  if (!sameId) return [...findings, ...(await collisionFindings(session, resource))];
  const met = await session.client.preview([{ kind: 'delete', type: definition.type, id: resource.id, incarnation }]);
  const refused = met.find((finding) => finding.class === 'refused' && finding.resource === resource.id);
  return refused ? [losesWhatItHolds(resource, definition, refused)] : [];
}

function tenantFindings(session: Session, resource: Resource, prior: TfObject | null, config: TfObject): Finding[] {
  const own = prior?.['tenant'];
  const given = session.tenant;
  const differs = typeof own === 'string' && typeof given === 'string' && own !== given && (config['tenant'] ?? null) === null;
  return differs ? [otherTenant(resource, { own, given })] : [];
}

/** What this resource used so far and what the plan destroys before this resource is updated. */
function usedByLeaving(session: Session, id: string): Finding[] {
  return session.soFar.strongLinksBefore(id).flatMap((target) => {
    const leaving = session.turnover.leaving(target);
    return leaving ? [leavesBeforeItsUsers(leaving, [id])] : [];
  });
}

/** What only the platform sees: rules about what it observes, and those that break for users that Terraform updates after this resource. */
async function previewed(session: Session, definition: Definition, { resource, plan, config, priv }: Change): Promise<Finding[]> {
  if (hasUnknown(plan)) return [];
  const incarnation = incarnationIn(priv);
  const values = commandValues(definition.attrs, plan, config);
  const findings = await session.client.preview([
    { kind: 'update', type: definition.type, id: resource.id, values, ...(incarnation === undefined ? {} : { incarnation }) },
  ]);
  const platformOnly = new Set(session.catalogue.rules.flatMap((rule) => (rule.needs?.includes('platform') ? `${rule.code} ${rule.on}` : [])));
  return findings.flatMap((finding): Finding[] => {
    if (finding.code === 'CHANGE-001') return [{ ...finding, severity: 'warning', class: 'advice' }];
    return finding.class !== 'refused' && platformOnly.has(`${finding.code} ${finding.type}`) ? [finding] : [];
  });
}

function hasUnknown(value: unknown): boolean {
  if (value instanceof UnknownValue) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown);
}
