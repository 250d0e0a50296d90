/** Numbers under which support keeps requests. */
import type { Deed } from '../../core/behaviour';

/** Hexadecimal digits of a request's number. */
const DIGITS = 8;

export const requestNumber = (deed: Deed): string => `SR-${deed.serial('request', DIGITS)}`;
