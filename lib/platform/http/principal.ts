/** The caller as the platform knows it: the second gate, behind that of each route. */
import type { Catalogue } from '../../core/catalogue';
import { definitionOf } from '../../core/catalogue';
import type { Command } from '../../core/command';
import { idOf } from '../../core/resource';
import type { Principal } from '../principal';
import { type Caller, type Deed, permissionFor } from './permissions';
import { nothing } from './problem';

/** The id of what a command is about; undefined where it creates something whose names are broken, which the platform refuses. */
export function subjectOf(catalogue: Catalogue, command: Command): string | undefined {
  if (command.kind !== 'create') return command.id;
  const definition = definitionOf(catalogue, command.type);
  const { attribute } = definition.parent;
  return idOf(definition, {
    ...command.values,
    [attribute]: command.values[attribute] ?? (definition.attrs[attribute]?.default as string | undefined) ?? null,
  });
}

const isOwn = (catalogue: Catalogue, { sight }: Caller, command: Command): boolean => {
  const id = subjectOf(catalogue, command);
  return sight.isWhole || id === undefined || sight.sees(id);
};

export const principalOf = (catalogue: Catalogue, caller: Caller): Principal => ({
  name: caller.name,
  may: (wish) => {
    if (wish.kind === 'simulate') return caller.may('simulation_write');
    if (!caller.may(permissionFor(catalogue, wish.type, 'write'))) return false;
    return wish.kind === 'act' ? caller.sight.sees(wish.id) : isOwn(catalogue, caller, wish);
  },
});

/** Throws where a command is about what is another's (which is not there), or where a permission is missing. */
export function checkCommands(catalogue: Catalogue, caller: Caller, commands: readonly Command[], deed: Deed): void {
  if (!commands.every((command) => isOwn(catalogue, caller, command))) throw nothing('such tenant');
  for (const type of new Set(commands.map((command) => command.type))) caller.need(permissionFor(catalogue, type, deed));
}
