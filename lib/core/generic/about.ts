/** What a finding says of the resource that it names. */
import type { Resource } from '../estate';
import type { Finding } from '../finding';

export const aboutResource = (resource: Resource): Pick<Finding, 'resource' | 'type' | 'address' | 'construct'> => ({
  resource: resource.id,
  type: resource.type,
  ...(resource.address === undefined ? {} : { address: resource.address }),
  ...(resource.construct === undefined ? {} : { construct: resource.construct }),
});
