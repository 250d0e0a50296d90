/** World-wide numbers of LUNs. */
import type { Deed } from '../../core/behaviour';

/** What the arrays' maker puts before the serial number of every LUN. */
const PREFIX = '60050768';
/** Hexadecimal digits of a LUN's world-wide number. */
const DIGITS = 32;

export const lunUid = (deed: Deed): string => PREFIX + deed.serial('lun', DIGITS - PREFIX.length);
