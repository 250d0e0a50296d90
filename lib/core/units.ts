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

/** The sum; decimals share a denominator, so that a long sum of them does not grow. */
export function plus(a: Fraction, b: Fraction): Fraction {
  const [fine, coarse] = a.denominator >= b.denominator ? [a, b] : [b, a];
  if (fine.denominator % coarse.denominator === 0n) {
    const steps = fine.denominator / coarse.denominator;
    return { numerator: fine.numerator + coarse.numerator * steps, denominator: fine.denominator };
  }
  return { numerator: a.numerator * b.denominator + b.numerator * a.denominator, denominator: a.denominator * b.denominator };
}

export const times = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.numerator,
  denominator: a.denominator * b.denominator,
});

/** Below, at or above zero where `a` is less than, equal to or greater than `b`, exactly. Denominators are positive. */
export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** The smallest whole number not below a fraction that is not negative. */
export const ceilOf = (value: Fraction): number => Number((value.numerator + value.denominator - 1n) / value.denominator);

/** The largest whole number not above a fraction that is not negative. */
export const floorOf = (value: Fraction): number => Number(value.numerator / value.denominator);

/** A fraction as a float: 12 decimals are right, however long its parts are. */
export const numberOf = ({ numerator, denominator }: Fraction): number => Number((numerator * 10n ** 12n) / denominator) / 1e12;

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
