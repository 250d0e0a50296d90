/** Numbers on the wire: integers as such, everything else as decimal text. */
import { decimalOf, numberFromBigInt, numberFromDecimal, numberFromFloat } from './decimal';
import type { Token } from './msgpack-reader';
import type { MsgpackWriter } from './msgpack-writer';
import type { BigNumber } from './types';

/** False where the value is no finite number. */
export function writeNumber(writer: MsgpackWriter, value: number | BigNumber): boolean {
  const text = decimalOf(value);
  if (text === undefined) return false;
  // Text, not a binary float: Terraform would read the float 0.1 as 0.1000000000000000055… and find that it changed.
  if (typeof value === 'number' && Number.isSafeInteger(value)) writer.int(value);
  else writer.string(text);
  return true;
}

/** Undefined where the token is no finite number. */
export function readNumber(token: Token): number | BigNumber | undefined {
  if (token.kind === 'int') return typeof token.value === 'number' ? token.value : numberFromBigInt(token.value);
  if (token.kind === 'string') return numberFromDecimal(token.value);
  return token.kind === 'float' && Number.isFinite(token.value) ? numberFromFloat(token.value) : undefined;
}
