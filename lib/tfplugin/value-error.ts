/** A value that does not fit its type, or bytes that are no value. Its message never contains the value: it may be a secret. */
import type { AttributePath } from './types';

export class ValueError extends Error {
  constructor(
    message: string,
    readonly path: AttributePath,
  ) {
    super(message);
  }
}

/** `disks["data"].size_gib`, as a person would write it. */
export function pathText(path: AttributePath): string {
  const text = path.map((step) => {
    if ('attribute' in step) return `.${step.attribute}`;
    return `[${'key' in step ? JSON.stringify(step.key) : step.index}]`;
  });
  return text.join('').replace(/^\./, '');
}
