/** Values of the model as text and back. An unknown value, which stands for one that is never kept, has a form of its own. */
import { isUnknown, UNKNOWN, type Values } from '../core/unknown';

/** No noun has a lone boolean of this name, and text inside a text is escaped. */
const MARK = '{"unknown":true}';

export const textOf = (values: Values): string => JSON.stringify(values, (_, value: unknown) => (isUnknown(value) ? { unknown: true } : value));

export const valuesOf = (text: string): Values => JSON.parse(text, text.includes(MARK) ? revived : undefined) as Values;

const revived = (_: string, value: unknown): unknown => (JSON.stringify(value) === MARK ? UNKNOWN : value);
