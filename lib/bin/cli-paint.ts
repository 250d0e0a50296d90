/** Colours for a terminal that shows them. */
import { createColors } from 'picocolors';
import type { Paint } from '../review/paint';
import type { Terminal } from './terminal';

export const paintFor = (terminal: Terminal): Paint => createColors(terminal.colours);
