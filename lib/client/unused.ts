/** Whether anything was ever created on a platform, as the beginning of its log tells. */

/** Lines of the log within which a platform that is in use has its first creation: what comes before is its beginning and its settings. */
export const BEGINNING_LINES = 20;

/** `kinds` of the first lines. What was imported stands already. */
export const isUnused = (kinds: readonly string[]): boolean => !kinds.includes('create') && !kinds.includes('import');
