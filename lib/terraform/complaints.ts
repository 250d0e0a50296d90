/** What is found wrong, or left open, while a configuration is read: before there is a value to judge. */
import type { Catalogue } from '../core/catalogue';
import type { Resource } from '../core/estate';
import type { Finding, Undecided } from '../core/finding';
import { aboutResource } from '../core/generic/about';
import type { Undeclared } from './reading';
import { type Block, constructOf } from './stack';

function aboutBlock(block: Block): Pick<Finding, 'resource' | 'type' | 'address' | 'construct'> {
  const construct = constructOf(block.body);
  return {
    resource: `?${block.address}`,
    type: block.type.replace(/^socle_/, ''),
    address: block.address,
    ...(construct === undefined ? {} : { construct }),
  };
}

export const undeclaredFinding = (resource: Resource, { attribute, reference }: Undeclared): Finding => ({
  code: 'REFERENCE-001',
  class: 'refused',
  severity: 'error',
  ...aboutResource(resource),
  path: attribute,
  title: 'A reference leads nowhere',
  message: `${attribute} refers to ${reference}, which this configuration does not declare`,
  fix: 'declare it, or correct the reference',
  source: 'Socle, references',
});

export const unknownType = (block: Block, catalogue: Catalogue): Finding => ({
  code: 'SHAPE',
  class: 'refused',
  severity: 'error',
  ...aboutBlock(block),
  path: '',
  title: 'The value does not have the form its attribute asks for',
  message: `${block.type} is not a resource type of Socle`,
  fix: `known: ${[...catalogue.definitions.keys()]
    .map((type) => `socle_${type}`)
    .sort()
    .join(', ')}`,
  source: 'Socle, resource definitions',
});

export const writtenTwice = (block: Block): Finding => ({
  code: 'IDENTITY-002',
  class: 'refused',
  severity: 'error',
  ...aboutBlock(block),
  path: 'name',
  title: 'Two resources have one id',
  message: `${block.address} is written twice`,
  fix: 'give one of the two blocks another name',
  source: 'Socle, identity',
});

/** A block of which nobody knows yet how many resources it makes: not even their shape is judged. */
export const cutShort = (block: Block, because: readonly string[]): Undecided => ({
  code: 'SHAPE',
  resource: `?${block.address}`,
  address: block.address,
  because,
});
