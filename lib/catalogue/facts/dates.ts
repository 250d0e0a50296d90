/** Days between dates, without a clock. */

const DAY_MS = 86_400_000;

/** Whole days from one date to another (`2026-01-31`, or a time of that day); negative where the second comes first. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY_MS;
