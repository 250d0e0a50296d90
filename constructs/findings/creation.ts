/** Where a construct was created, so that a finding leads to the line that a person must change. */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IConstruct } from 'constructs';

/** Frames that are kept: the first one is the caller's. */
const FRAMES = 3;

interface Trace {
  readonly stack?: string;
}

const traces = new WeakMap<IConstruct, Trace>();

/** Keeps the stack of a construct's creation, from its caller upwards. The engine writes it out only when it is read. */
export function rememberCreation(construct: IConstruct, creator: NewableFunction): void {
  const trace: Trace = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  Error.captureStackTrace(trace, creator);
  Error.stackTraceLimit = limit;
  traces.set(construct, trace);
}

/** `file:line` of the creation of a construct, or of the construct around it; undefined where no Socle construct is. */
export function creationOf(construct: IConstruct | undefined): string | undefined {
  for (let each = construct; each; each = each.node.scope) {
    const trace = traces.get(each);
    if (trace) return placeIn(trace.stack ?? '');
  }
  return undefined;
}

function placeIn(stack: string): string | undefined {
  const frame = /^ +at (?:.*\()?(.+?):(\d+):(\d+)\)?$/m.exec(stack);
  if (!frame) return undefined;
  const [, place = '', line = '', column = ''] = frame;
  const file = place.startsWith('file:') ? fileURLToPath(place) : place;
  const source = sourceOf(file, Number(line), Number(column)) ?? { file, line: Number(line) };
  const shown = relative(process.cwd(), source.file);
  return `${shown.startsWith('..') && !isAbsolute(shown) && shown.split('..').length > 3 ? source.file : shown}:${source.line}`;
}

/** The place in the TypeScript that a compiled file came from, where its source map lies beside it. */
function sourceOf(file: string, line: number, column: number): { readonly file: string; readonly line: number } | undefined {
  const map = `${file}.map`;
  if (!existsSync(map)) return undefined;
  const entry = new SourceMap(JSON.parse(readFileSync(map, 'utf8'))).findEntry(line - 1, column - 1);
  return 'originalSource' in entry ? { file: resolve(dirname(file), entry.originalSource), line: entry.originalLine + 1 } : undefined;
}
