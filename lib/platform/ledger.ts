/**
 * Ledgers: what a platform keeps beside resources, in rows of the same store, so that one change keeps both or neither. Their
 * types begin with a dot, which no noun does.
 */
import type { Values } from '../core/unknown';
import type { Scene } from './scene';
import type { Row } from './store';

/** What will happen by itself · what is under way · the clock · what is broken. */
export const LEDGERS = ['.agenda', '.activity', '.clock', '.fault'] as const;
export type Ledger = (typeof LEDGERS)[number];

export const isLedger = (type: string): boolean => type.startsWith('.');

/** Ids of ledgers begin with their type, so that no resource has them. */
export const ledgerId = (ledger: Ledger, id: string): string => `${ledger} ${id}`;

export function enter(scene: Scene, ledger: Ledger, id: string, values: Values): void {
  scene.standing.put(ledgerRow(ledger, id, values, scene.revision));
}

export function strikeOut(scene: Scene, ledger: Ledger, id: string): void {
  const key = ledgerId(ledger, id);
  if (scene.standing.ledger(ledger).has(key)) scene.standing.drop({ type: ledger, id: key });
}

const ledgerRow = (ledger: Ledger, id: string, values: Values, revision: number): Row => ({
  id: ledgerId(ledger, id),
  type: ledger,
  values,
  runtime: null,
  incarnation: '',
  revision,
});
