/** What is broken, or will be: the faults as the ledger keeps them. */
import type { Fault } from '../core/fault';
import { enter, ledgerId } from './ledger';
import type { Scene } from './scene';
import type { Row } from './store';

const idOfRow = (row: Row): string => row.id.slice(ledgerId('.fault', '').length);
const faultIn = (row: Row): Fault => ({ ...(row.values as unknown as Omit<Fault, 'id'>), id: idOfRow(row) });

/** All faults, those to come among them, in the order in which they break. */
export const faultsOf = (scene: Pick<Scene, 'standing'>): Fault[] =>
  [...scene.standing.ledger('.fault').values()].map(faultIn).sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));

export function faultOf(scene: Scene, id: string): Fault | undefined {
  const row = scene.standing.ledger('.fault').get(ledgerId('.fault', id));
  return row && faultIn(row);
}

export function noteFault(scene: Scene, { id, kind, target, from, until, active }: Fault): void {
  enter(scene, '.fault', id, { kind, target, from, until, active });
}
