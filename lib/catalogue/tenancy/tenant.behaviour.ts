import { defineBehaviour } from '../../core/behaviour';

/** Tenants that the stock declares stand from the beginning; whoever manages one takes it over by importing it. */
export const tenantBehaviour = defineBehaviour('tenant', {
  seed: (world) => world.tenants.map(({ organization, name }) => ({ organization, name, owners: [] })),
});
