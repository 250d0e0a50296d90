/** References to what is another's lead nowhere, whether it stands or not: nobody learns by trying what others have. */
import { type Catalogue, definitionOfId } from '../../core/catalogue';
import { type Command, Refusal } from '../../core/command';
import type { Finding } from '../../core/finding';
import { linksOf } from '../../core/generic/references';
import type { Values } from '../../core/unknown';
import { shown } from '../../core/validate';
import type { Platform } from '../platform';
import { refusedFinding } from '../scene';
import type { Caller } from './permissions';
import { subjectOf } from './principal';
import { type Sight, tenantOfId } from './sight';

interface Around {
  readonly catalogue: Catalogue;
  readonly platform: Pick<Platform, 'get'>;
}

/** What commands refer to although it is another's, and not shared with them. */
export async function foreignReferences(around: Around, caller: Caller, commands: readonly Command[]): Promise<Finding[]> {
  if (caller.sight.isWhole) return [];
  const findings: Finding[] = [];
  for (const command of commands) {
    if (command.kind === 'delete') continue;
    const id = subjectOf(around.catalogue, command) ?? command.type;
    findings.push(...(await foreignIn(around, caller.sight, { id, type: command.type, values: command.values })));
  }
  return findings;
}

async function foreignIn(
  around: Around,
  sight: Sight,
  resource: { readonly id: string; readonly type: string; readonly values: Values },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { place, to, value } of linksOf(around.catalogue, { ...resource, identified: true })) {
    if (typeof value !== 'string' || definitionOfId(around.catalogue, value) === undefined || sight.sees(value)) continue;
    if (!(await isShared(around, value, tenantOfId(around.catalogue, resource.id))))
      findings.push(leadsNowhere(resource, place, value, to.join(' or ')));
  }
  return findings;
}

/** Whether what an id names says itself that a tenant may refer to it. */
async function isShared({ catalogue, platform }: Around, id: string, tenant: string | undefined): Promise<boolean> {
  const sharedWith = definitionOfId(catalogue, id)?.sharedWith;
  if (sharedWith === undefined || tenant === undefined) return false;
  const shared = (await platform.get(id))?.values[sharedWith];
  return Array.isArray(shared) && shared.includes(tenant);
}

const leadsNowhere = (resource: { readonly id: string; readonly type: string }, path: string, value: string, kinds: string): Finding =>
  refusedFinding(resource, {
    code: 'REFERENCE-001',
    path,
    message: `${path === '' ? 'it' : path} names ${shown(value)}, and no such ${kinds} exists`,
    fix: 'create it, or correct the reference',
  });

/** Refuses where anything in a form names what is another's. */
export function refuseForeign(sight: Sight, resource: { readonly id: string; readonly type: string }, input: Values): void {
  const [foreign] = sight.foreignIn(input);
  if (foreign !== undefined) throw new Refusal([leadsNowhere(resource, '', foreign, 'resource')], true);
}
