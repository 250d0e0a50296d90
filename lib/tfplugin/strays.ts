/** Errors that belong to no call: a rejected promise nobody waits for, an exception in an event listener. */
import type { Log } from './log';

type Source = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

/**
 * A stray rejection is logged and the calls go on. After a stray exception nothing can be trusted, so `onCrash` is to end the
 * process, in order: what is being applied should still be answered. Returns the way to stop catching.
 */
export function catchStrays(source: Source, log: Log, onCrash: () => void): () => void {
  const tell = (kind: string, error: unknown): void => log.error(kind, { stack: error instanceof Error ? error.stack : String(error) });
  const onRejection = (error: unknown): void => tell('a rejection that nobody waits for', error);
  const onException = (error: unknown): void => {
    tell('an exception that nobody catches', error);
    onCrash();
  };
  source.on('unhandledRejection', onRejection);
  source.on('uncaughtException', onException);
  return () => {
    source.off('unhandledRejection', onRejection);
    source.off('uncaughtException', onException);
  };
}
