/**
 * Numbers as decimal text. A JS number stands for its shortest decimal text, so 0.1 is one tenth, as it is in HCL;
 * a float on the wire is binary, so the same bits are 0.1000000000000000055…, which only a `BigNumber` holds.
 */
import { BigNumber } from './types';

const DIGITS_MAX = 4096;
const EXPONENT_MAX = 9999;
const SHAPE = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,6}))?$/;

/** One text for one number: coefficient without zeros at either end, and an exponent. Undefined where the text is not a number. */
function canonical(text: string): string | undefined {
  if (text.length > DIGITS_MAX) return undefined;
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponentText = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const coefficient = digits.replace(/0+$/, '');
  if (coefficient === '') return '0';
  const exponent = Number(exponentText) - fraction.length + digits.length - coefficient.length;
  if (Math.abs(exponent) > EXPONENT_MAX) return undefined;
  return `${sign === '-' ? '-' : ''}${coefficient}e${exponent}`;
}

/** The number a decimal text stands for, exactly; undefined where it is not a number or out of all bounds. */
export function numberFromDecimal(text: string): number | BigNumber | undefined {
  const wanted = canonical(text);
  if (wanted === undefined) return undefined;
  const near = Number(text);
  if (Number.isFinite(near) && canonical(String(near)) === wanted) return near === 0 ? 0 : near;
  return new BigNumber(text.startsWith('+') ? text.slice(1) : text);
}

export function numberFromBigInt(value: bigint): number | BigNumber {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : (numberFromDecimal(value.toString()) ?? new BigNumber(value.toString()));
}

/** A finite binary float, exactly: most floats with a fraction are not the short decimal that JS prints for them. */
export function numberFromFloat(value: number): number | BigNumber {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  const exact = exactDecimal(value);
  return numberFromDecimal(exact) ?? new BigNumber(exact);
}

/** The text that means exactly this number; undefined for NaN, infinities and text that is no number. */
export function decimalOf(value: number | BigNumber): string | undefined {
  if (value instanceof BigNumber) return canonical(value.decimal) === undefined ? undefined : value.decimal;
  return Number.isFinite(value) ? String(value) : undefined;
}

function exactDecimal(value: number): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(value));
  const raw = bits.getBigUint64(0);
  const biased = Number(raw >> 52n);
  const fraction = raw & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  const sign = value < 0 ? '-' : '';
  if (exponent >= 0) return `${sign}${mantissa << BigInt(exponent)}`;
  // m / 2^n is m * 5^n / 10^n, so every binary fraction has a finite decimal.
  const scaled = (mantissa * 5n ** BigInt(-exponent)).toString().padStart(-exponent + 1, '0');
  const point = scaled.length + exponent;
  const decimals = scaled.slice(point).replace(/0+$/, '');
  return `${sign}${scaled.slice(0, point)}${decimals === '' ? '' : `.${decimals}`}`;
}
