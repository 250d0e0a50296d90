/** What is found wrong, or left open, while a configuration is read: before there is a value to judge. */
import type { Catalogue } from '../core/catalogue';
import type { Resource } from '../core/estate';
import type { Finding, Undecided } from '../core/finding';
import { aboutResource } from '../core/generic/about';
import { genericFinding } from '../core/generic/described';
import type { Undeclared } from './reading';
import { type Block, constructOf } from './stack';

/** What a finding says of the block it is about. */
export function aboutBlock(block: Block): Pick<Finding, 'resource' | 'type' | 'address' | 'construct'> {
  const construct = constructOf(block.body);
  return {
    resource: `?${block.address}`,
    type: block.type.replace(/^socle_/, ''),
    address: block.address,
    ...(construct === undefined ? {} : { construct }),
  };
}

export const undeclaredFinding = (resource: Resource, { attribute, reference }: Undeclared): Finding => ({
  ...genericFinding('REFERENCE-001'),
  ...aboutResource(resource),
  path: attribute,
  message: `${attribute} refers to ${reference}, which this configuration does not declare`,
  fix: 'declare it, or correct the reference',
});

/** A type that the catalogue does not have. */
export const unknownType = (type: string, resource: string, catalogue: Catalogue, about: Partial<Finding> = {}): Finding => ({
  ...genericFinding('SHAPE'),
  resource,
  type,
  ...about,
  path: '',
  message: `${type} is not a resource type of Socle`,
  fix: `known: ${[...catalogue.definitions.keys()].sort().join(', ')}`,
});

export const writtenTwice = (block: Block): Finding => ({
  ...genericFinding('IDENTITY-002'),
  ...aboutBlock(block),
  path: 'name',
  message: `${block.address} is written twice`,
  fix: 'give one of the two blocks another name',
});

/** A block of which nobody knows yet how many resources it makes: not even their shape is judged. */
export const cutShort = (block: Block, because: readonly string[]): Undecided => ({
  code: 'SHAPE',
  resource: `?${block.address}`,
  address: block.address,
  because,
});
