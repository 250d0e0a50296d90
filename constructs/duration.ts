import { Token } from 'cdktf';

const SECONDS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
type Unit = keyof typeof SECONDS;

/** A span of time, in whole units: `Duration.hours(4)`. */
export class Duration {
  private constructor(
    private readonly amount: number,
    private readonly unit: Unit,
  ) {
    if (Token.isUnresolved(amount) || (Number.isSafeInteger(amount) && amount >= 0)) return;
    throw new RangeError(`Duration.${unit}(${amount}): a duration is a whole number, zero or more; use a smaller unit for parts`);
  }

  /** A number of seconds. A number that Terraform resolves later is taken as it is. */
  static seconds(amount: number): Duration {
    return new Duration(amount, 'seconds');
  }

  /** A number of minutes. */
  static minutes(amount: number): Duration {
    return new Duration(amount, 'minutes');
  }

  /** A number of hours. */
  static hours(amount: number): Duration {
    return new Duration(amount, 'hours');
  }

  /** A number of days, 24 hours each. */
  static days(amount: number): Duration {
    return new Duration(amount, 'days');
  }

  /** The duration in seconds. */
  toSeconds(): number {
    return this.in('seconds');
  }

  /**
   * The duration in minutes.
   * @throws RangeError unless they are whole.
   */
  toMinutes(): number {
    return this.in('minutes');
  }

  /**
   * The duration in hours.
   * @throws RangeError unless they are whole.
   */
  toHours(): number {
    return this.in('hours');
  }

  /**
   * The duration in days.
   * @throws RangeError unless they are whole.
   */
  toDays(): number {
    return this.in('days');
  }

  private in(unit: Unit): number {
    if (this.unit === unit) return this.amount;
    if (Token.isUnresolved(this.amount))
      throw new RangeError(`a number of ${this.unit} that Terraform resolves later is asked for in ${unit}: give it in ${unit}`);
    const amount = (this.amount * SECONDS[this.unit]) / SECONDS[unit];
    if (Number.isSafeInteger(amount)) return amount;
    throw new RangeError(
      `Duration.${this.unit}(${this.amount}) is ${amount} ${unit}; whole ${unit} are asked for, as Duration.${unit}(${Math.ceil(amount)})`,
    );
  }
}
