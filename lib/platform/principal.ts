/** Who gives a command, and what they may do. */
import type { Command } from '../core/command';
import { refuse } from './scene';

export interface Principal {
  readonly name: string;
  readonly may: (command: Command) => boolean;
}

/** Who embeds a platform owns it. */
export const owner: Principal = { name: 'owner', may: () => true };

/** Refuses with ACCESS-000 what the principal may not do. */
export function authorise(principal: Principal, command: Command): void {
  if (principal.may(command)) return;
  const subject = command.kind === 'create' ? command.type : command.id;
  refuse(
    { id: subject, type: command.type },
    {
      code: 'ACCESS-000',
      path: '',
      message: `${principal.name} may not ${command.kind} ${subject}`,
      fix: 'ask an owner of the tenant for the permission',
    },
    'final',
  );
}
