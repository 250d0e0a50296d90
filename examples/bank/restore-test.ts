/** Months between two restore tests. */
const QUARTER = 3;

/**
 * Day of the last restore test, as `2026-01-31`. The bank restores a VM on the first day of each quarter; its pipeline passes the
 * day on once somebody has signed for it. Where nothing is passed, as on your machine, the calendar is believed.
 */
export function lastRestoreTest(): string {
  const today = new Date();
  const firstOfQuarter = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - (today.getUTCMonth() % QUARTER), 1);
  return process.env['RESTORE_TESTED_ON'] ?? new Date(firstOfQuarter).toISOString().slice(0, 10);
}
