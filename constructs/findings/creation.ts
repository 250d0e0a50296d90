/** Where a construct was created, so that a finding leads to the line that a person must change. */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IConstruct } from 'constructs';

/** Frames that are kept of a creation, from its caller outwards. */
const FRAMES = 3;
/** Places that are shown: where the construct is made, and who asked for it, since a method of the app often stands between. */
const PLACES = 2;

/** Folder of this library, whose own methods create constructs too. */
const CONSTRUCTS = resolve(__dirname, '..') + sep;

/** How a stack names a function without a name, and the body of a CommonJS module. */
const NAMELESS = '<anonymous>';
const MODULE = 'Object.<anonymous>';

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

/** Where a construct, or the Socle construct around it, was created: `file:line`, and from where, as `payments.ts:97, from main.ts:7`. */
export function creationOf(construct: IConstruct | undefined): string | undefined {
  for (let each = construct; each; each = each.node.scope) {
    const trace = traces.get(each);
    if (trace) return placesIn(trace.stack ?? '').join(', from ') || undefined;
  }
  return undefined;
}

/** The places of the frames that a person may have written, innermost first. */
function placesIn(stack: string): string[] {
  const frames = [...stack.matchAll(/^ +at (?:(.*) \()?(.+?):(\d+):(\d+)\)?$/gm)];
  return frames
    .map(([, caller = NAMELESS, file = '', line = '', column = '']) => ({
      caller,
      file: file.startsWith('file:') ? fileURLToPath(file) : file,
      line: Number(line),
      column: Number(column),
    }))
    .filter(({ file }) => isAbsolute(file) && !file.startsWith(CONSTRUCTS) && !file.split(sep).includes('node_modules'))
    .filter((frame, index, all) => !isWrapper(frame, all[index - 1]))
    .slice(0, PLACES)
    .map(({ file, line, column }) => {
      const source = sourceOf(file, line, column) ?? { file, line };
      return `${relative(process.cwd(), source.file)}:${source.line}`;
    });
}

interface Frame {
  readonly caller: string;
  readonly file: string;
}

/** Loaders of TypeScript put a program into a function of their own, whose call they place at some line of it, often the last. */
const isWrapper = (frame: Frame, inner: Frame | undefined): boolean =>
  frame.caller === MODULE && inner?.caller === NAMELESS && inner.file === frame.file;

/** The place in the TypeScript that a compiled file came from, where its source map lies beside it. */
function sourceOf(file: string, line: number, column: number): { readonly file: string; readonly line: number } | undefined {
  const map = `${file}.map`;
  if (!existsSync(map)) return undefined;
  const entry = new SourceMap(JSON.parse(readFileSync(map, 'utf8'))).findEntry(line - 1, column - 1);
  return 'originalSource' in entry ? { file: resolve(dirname(file), entry.originalSource), line: entry.originalLine + 1 } : undefined;
}
