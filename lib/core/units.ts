/** The one place where units are converted. Every size in a definition is GiB or TiB, as its name says. */

/** GiB in a TiB. The offer's "1 TB" of storage and its "GB" of RAM are read as 1,024 GiB and GiB (its own worked numbers say so). */
export const GIB_PER_TIB = 1024;

/** Whole TiB that a number of GiB is sold as. */
export const wholeTib = (gib: number): number => Math.ceil(gib / GIB_PER_TIB);

/** A ratio such as 1.4, as an exact fraction: 330 × 1.4 is 462, which floats deny. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The decimal text of a number as an exact fraction. */
export function fraction(ratio: number): Fraction {
  const [mantissa = '0', exponent = '0'] = ratio.toExponential().split('e');
  const [whole = '0', decimals = ''] = mantissa.split('.');
  const power = Number(exponent) - decimals.length;
  const digits = BigInt(whole + decimals);
  return power >= 0 ? { numerator: digits * 10n ** BigInt(power), denominator: 1n } : { numerator: digits, denominator: 10n ** BigInt(-power) };
}

/** Whether `left > right × ratio`, exactly. */
export function exceeds(left: number, right: number, ratio: number): boolean {
  const l = fraction(left);
  const r = fraction(right);
  const by = fraction(ratio);
  return l.numerator * r.denominator * by.denominator > r.numerator * by.numerator * l.denominator;
}

/** The largest whole number not above `value × ratio`, exactly. */
export function floorTimes(value: number, ratio: number): number {
  const v = fraction(value);
  const by = fraction(ratio);
  return Number((v.numerator * by.numerator) / (v.denominator * by.denominator));
}

/** The smallest whole number not below `value ÷ ratio`, exactly. */
export function ceilDivide(value: number, ratio: number): number {
  const v = fraction(value);
  const by = fraction(ratio);
  const top = v.numerator * by.denominator;
  const bottom = v.denominator * by.numerator;
  return Number((top + bottom - 1n) / bottom);
}
