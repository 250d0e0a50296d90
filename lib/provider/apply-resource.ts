/** ApplyResourceChange: one command to the platform, waiting where another operation of the same apply may cure a refusal. */
import type { PlatformClient } from '../client/client';
import { type Command, Refusal, type Stored } from '../core/command';
import type { Finding } from '../core/finding';
import type { Definition } from '../core/resource';
import type { Diagnostic, RpcContext, TfResource } from '../tfplugin/types';
import { withImport } from './collision';
import { commandValues, settledState } from './command-values';
import { answerDiagnostics, type Carrier } from './diagnostics';
import { GivenUp } from './parking';
import { incarnationIn, replacedUnder, type Under, withIncarnation } from './private-state';
import type { Surroundings } from './session';
import { type Operation, timeoutOf } from './timeouts';
import { refusedAsMove, refusedAsReplacement } from './turnover';

type Request = Parameters<TfResource['apply']>[0];
type Response = Awaited<ReturnType<TfResource['apply']>>;

/** What stood before is answered where nothing was done, so that Terraform forgets nothing; a failed creation leaves no state. */
export async function applyResource(around: Surroundings, definition: Definition, request: Request, { signal }: RpcContext): Promise<Response> {
  const session = around.session();
  const { prior, planned, config, priv } = request;
  const command = commandOf(definition, request);
  if (!command) return { state: null };
  const timeoutMs = timeoutOf(command.kind === 'delete' ? prior : planned, command.kind);
  try {
    await session.setClock();
    const stored = await session.parking.run(() => carryOut(session.client, definition, command, { priv, signal }), { timeoutMs, signal });
    if (command.kind === 'delete') session.turnover.gone(command.id);
    if (command.kind === 'update') session.turnover.updated(command.id);
    if (planned === null || stored === undefined) return { state: null };
    return { state: settledState(definition.attrs, planned, stored.values), priv: withIncarnation(stored.incarnation) };
  } catch (error) {
    const subject = planned ?? prior;
    const carrier: Carrier = { id: String(subject?.['id']), attrs: definition.attrs, config };
    const diagnostics = refusalDiagnostics(error, carrier, { operation: command.kind, timeoutMs });
    if (!diagnostics) throw error;
    const incarnation = incarnationIn(priv);
    return { state: prior, priv: incarnation === undefined ? priv : withIncarnation(incarnation), diagnostics };
  }
}

function commandOf({ type, attrs }: Definition, { prior, planned, config, priv }: Request): Command | undefined {
  const incarnation = incarnationIn(priv);
  const only = incarnation === undefined ? {} : { incarnation };
  if (planned === null) return prior ? { kind: 'delete', type, id: String(prior['id']), ...only } : undefined;
  const values = commandValues(attrs, planned, config);
  return prior ? { kind: 'update', type, id: String(prior['id']), values, ...only } : { kind: 'create', type, values };
}

/** A platform answers a creation or an update with what then stands. Throws `Refusal` in the words of what the user asked for. */
async function carryOut(
  client: PlatformClient,
  definition: Definition,
  command: Command,
  { priv, signal }: { readonly priv: Uint8Array; readonly signal: AbortSignal },
): Promise<Stored | undefined> {
  try {
    const stored = await client.dispatch(command, { signal });
    if (!stored && command.kind !== 'delete') throw new Error(`the platform answered ${command.kind} ${command.type} with nothing`);
    return stored;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (command.kind === 'create') throw new Refusal(error.findings.map(withImport), error.retryable);
    const under = replacedUnder(priv);
    throw command.kind === 'delete' && under ? refusedReplacement(error, { id: command.id, definition }, under) : error;
  }
}

/** The platform sees a deletion; the user has asked for a replacement. */
function refusedReplacement(
  { findings, retryable }: Refusal,
  replaced: { readonly id: string; readonly definition: Definition },
  under: Under,
): Refusal {
  const { id, definition } = replaced;
  const said = (finding: Finding): Finding =>
    under === 'the same id' ? refusedAsReplacement({ id, type: definition.type }, definition, finding) : refusedAsMove(finding);
  return new Refusal(
    findings.map((finding) => (finding.resource === id ? said(finding) : finding)),
    retryable,
  );
}

function refusalDiagnostics(
  error: unknown,
  carrier: Carrier,
  { operation, timeoutMs }: { readonly operation: Operation; readonly timeoutMs: number },
): readonly Diagnostic[] | undefined {
  if (!(error instanceof GivenUp)) return answerDiagnostics(error, carrier);
  const notes: Readonly<Record<GivenUp['reason'], string>> = {
    idle: 'It waited, and nothing that has begun cures it. If something of this apply that has not begun would: apply again, or raise -parallelism.',
    timeout: `It waited ${timeoutMs / 1000} s for other operations of this apply: raise timeouts.${operation}, or apply again.`,
    stopped: 'It was still waiting for other operations when the apply was stopped. Nothing was changed: apply again.',
  };
  // What stands under the id goes by no other operation that Terraform has left to begin: applying again would say the same.
  const curable = ({ code }: Finding): boolean => error.reason !== 'idle' || code !== 'IDENTITY-002';
  return answerDiagnostics(error.refusal, carrier, (finding) => (curable(finding) ? notes[error.reason] : ''));
}
