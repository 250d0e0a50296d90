/** Who gives a command, and what they may do. */
import type { Command, Order } from '../core/command';
import { refuse } from './scene';

export interface Principal {
  readonly name: string;
  readonly may: (wish: Wish) => boolean;
}

/** What somebody wants to do: a command, an action, or something that is done to the simulation itself. */
export type Wish = Command | ({ readonly kind: 'act' } & Order) | { readonly kind: 'simulate' };

/** Who embeds a platform owns it. */
export const owner: Principal = { name: 'owner', may: () => true };

/** Refuses with ACCESS-000 what the principal may not do. */
export function authorise(principal: Principal, wish: Wish): void {
  if (principal.may(wish)) return;
  const subject = wish.kind === 'simulate' ? 'the simulation' : wish.kind === 'create' ? wish.type : wish.id;
  refuse(
    { id: subject, type: wish.kind === 'simulate' ? '' : wish.type },
    {
      code: 'ACCESS-000',
      path: '',
      message: `${principal.name} may not ${wish.kind === 'act' ? `${wish.action} on` : wish.kind} ${subject}`,
      fix: 'ask an owner of the tenant for the permission',
    },
    'final',
  );
}
