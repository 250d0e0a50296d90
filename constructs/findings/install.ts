/** Where the rules enter a synthesis: once an app, after all of its stacks are written and before its manifest is. */
import { resolve } from 'node:path';
import { App, type ISynthesisSession, type Manifest, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Json } from '../../lib/terraform/json';
import { annotate } from './annotate';
import { endQuietly } from './end-quietly';
import { findingsError, shownLines, undecidedLine } from './findings-error';
import { judgeStacks, type Report, type WrittenStack } from './judge-stacks';
import { readBack } from './read-back';

/** Set by `cdktf synth`, which prints all annotations of the manifest itself and then fails. */
const CLI_PRINTS = 'CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS';

const apps = new WeakSet<App>();
const stacks = new WeakSet<TerraformStack>();

/** Has the app of a construct judged when it is synthesised. Every Socle construct asks; the first one installs. */
export function judgeAtSynth(construct: IConstruct): void {
  const app = App.of(construct);
  if (!apps.has(app)) {
    apps.add(app);
    app.node.addValidation({ validate: () => judgeApp(app) });
  }
  const stack = TerraformStack.of(construct);
  if (!stacks.has(stack)) {
    stacks.add(stack);
    judgeSingleSynthesis(app, stack);
  }
}

const stacksOf = (app: App): TerraformStack[] => app.node.findAll().filter(TerraformStack.isStack);

/** The app's own validation. It throws by itself: what it returned would be printed above a JavaScript stack trace. */
function judgeApp(app: App): string[] {
  const written = stacksOf(app).map((stack) => writtenStack(app, app.manifest, stack, readBack(app, app.manifest, stack)));
  const { reports, undecided } = judgeStacks(app, written);
  report(app, app.manifest, reports);
  // Only where nothing is wrong could its silence be taken for consent.
  if (undecided > 0) console.error(undecidedLine(undecided, app.outdir));
  return [];
}

/** `Testing.fullSynth` writes one stack with a manifest of its own and never validates the app, so the stack itself reports. */
function judgeSingleSynthesis(app: App, stack: TerraformStack): void {
  const inner = stack.synthesizer;
  const synthesize = (session: ISynthesisSession): void => {
    if (session.manifest === app.manifest) return inner.synthesize(session);
    const others = stacksOf(app).filter((each) => each !== stack);
    // References between stacks become outputs only when all stacks are prepared, which an app does and `fullSynth` does not.
    if (others.length > 0) for (const each of [stack, ...others]) each.prepareStack();
    inner.synthesize(session);
    if (session.skipValidation) return;
    const own = writtenStack(app, session.manifest, stack, readBack(app, session.manifest, stack));
    const around = others.map((each) => writtenStack(app, app.manifest, each, each.toTerraform()));
    const { reports } = judgeStacks(app, [own, ...around]);
    report(
      app,
      session.manifest,
      reports.filter(({ entry }) => entry === own.entry),
    );
  };
  stack.synthesizer = { synthesize };
}

function writtenStack(app: App, manifest: Manifest, stack: TerraformStack, json: Json): WrittenStack {
  const entry = manifest.forStack(stack);
  return { stack, json, entry, folder: resolve(app.outdir, entry.workingDirectory) };
}

function report(app: App, manifest: Manifest, reports: readonly Report[]): void {
  annotate(app, reports);
  if (process.env[CLI_PRINTS] !== undefined || reports.length === 0) return;
  if (reports.every(({ finding }) => finding.severity === 'warning')) return console.error(shownLines(reports).join('\n'));
  manifest.writeToFile();
  const failure = endQuietly(findingsError(reports));
  throw failure; // node-do-not-add-exception-line: Node then prints the findings and no line of this file above them.
}
