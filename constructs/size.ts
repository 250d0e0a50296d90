import { Op, Token } from 'cdktf';
import { GIB_PER_TIB } from '../lib/core/units';

/** An amount of memory or storage, in whole GiB. */
export class Size {
  private constructor(private readonly amountGib: number) {}

  /**
   * A number of GiB: `Size.gib(500)`. A number that Terraform resolves later is taken as it is.
   * @throws RangeError unless it is a whole number, zero or more.
   */
  static gib(amount: number): Size {
    if (Token.isUnresolved(amount)) return new Size(amount);
    return new Size(wholeGib(amount, `Size.gib(${amount})`));
  }

  /**
   * A number of TiB, 1,024 GiB each: `Size.tib(1)`, or `Size.tib(0.5)`, which is 512 GiB.
   * @throws RangeError unless it comes to a whole number of GiB, zero or more.
   */
  static tib(amount: number): Size {
    if (Token.isUnresolved(amount)) return new Size(Token.asNumber(Op.mul(amount, GIB_PER_TIB)));
    return new Size(wholeGib(amount * GIB_PER_TIB, `Size.tib(${amount})`));
  }

  /** The size in GiB. */
  toGib(): number {
    return this.amountGib;
  }

  /**
   * The size in TiB.
   * @throws RangeError unless they are whole.
   */
  toTib(): number {
    if (Token.isUnresolved(this.amountGib)) return Token.asNumber(Op.div(this.amountGib, GIB_PER_TIB));
    const tib = this.amountGib / GIB_PER_TIB;
    if (Number.isInteger(tib)) return tib;
    throw new RangeError(`${this} is ${tib} TiB; whole TiB are asked for: Size.tib(${Math.ceil(tib)}) is the next one`);
  }

  /** The size in words, as `500 GiB`. */
  toString(): string {
    return `${this.amountGib} GiB`;
  }
}

function wholeGib(gib: number, written: string): number {
  if (Number.isSafeInteger(gib) && gib >= 0) return gib;
  const instead = Number.isFinite(gib) && gib > 0 ? `; Size.gib(${Math.ceil(gib)}) is the next whole size` : '';
  throw new RangeError(`${written} is ${gib} GiB; a size is a whole number of GiB, zero or more${instead}`);
}
