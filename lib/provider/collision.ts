/** A creation under an id that the platform has given already: told at plan, and how to take over what stands. */
import type { Resource } from '../core/estate';
import type { Finding } from '../core/finding';
import { genericFinding } from '../core/generic/described';
import { typeName } from '../core/project/terraform-schema';
import type { Session } from './session';

type About = Pick<Resource, 'id' | 'type'>;

/** What the platform would say to the creation now. Of what this plan destroys later it cannot know yet, and says so. */
export async function collisionFindings({ client, turnover }: Session, { id, type }: About): Promise<Finding[]> {
  if (turnover.leaving(id) || !(await client.get(id))) return [];
  const finding: Finding = {
    ...genericFinding('IDENTITY-002'),
    class: 'advice',
    severity: 'warning',
    resource: id,
    type,
    path: 'name',
    message:
      `${id} exists already on the platform, and is not in the state under this address: unless this plan destroys it elsewhere, its ` +
      'creation is refused at apply. An interrupted apply made it, or another configuration',
    fix: '',
  };
  return [withImport(finding)];
}

/** The finding with a block to paste. A provider is not told addresses; Terraform shows this one beside the finding. */
export const withImport = (finding: Finding): Finding =>
  finding.code === 'IDENTITY-002'
    ? {
        ...finding,
        fix:
          "give one of them another name; or take over the one that exists, with your resource's address (Terraform names it in this message) " +
          `in the place of ${typeName(finding.type)}.<name>:\n\nimport {\n  to = ${typeName(finding.type)}.<name>\n  id = "${finding.resource}"\n}\n`,
      }
    : finding;
