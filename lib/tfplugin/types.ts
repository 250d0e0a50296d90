/** What a Terraform provider says of itself and how it answers, in plain TypeScript. The wire (gRPC, msgpack, protobuf) is elsewhere. */

/** A Terraform type constraint. */
export type TfType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | { readonly list: TfType }
  | { readonly set: TfType }
  | { readonly map: TfType }
  | { readonly tuple: readonly TfType[] }
  | { readonly object: Readonly<Record<string, TfType>>; readonly optional?: readonly string[] };

/**
 * A Terraform value. Numbers that a JS number holds exactly are JS numbers, others are `BigNumber`s. Objects and maps are
 * plain objects without a prototype, so that a key named `__proto__` is a key like any other. Lists, sets and tuples are arrays.
 */
export type TfValue = null | boolean | string | number | BigNumber | UnknownValue | readonly TfValue[] | { readonly [key: string]: TfValue };

/** A number that a JS number cannot hold exactly, as its decimal text. */
export class BigNumber {
  constructor(readonly decimal: string) {}
}

/** What is known of an unknown value (cty refinements). */
export interface Refinements {
  readonly notNull?: boolean;
  readonly stringPrefix?: string;
  readonly numberMin?: { readonly value: number | BigNumber; readonly inclusive: boolean };
  readonly numberMax?: { readonly value: number | BigNumber; readonly inclusive: boolean };
  readonly lengthMin?: number;
  readonly lengthMax?: number;
}

/** A value that will be known only after apply. */
export class UnknownValue {
  constructor(readonly refinements?: Refinements) {}
}

export interface TfAttribute {
  readonly name: string;
  /** Absent where `nested` is given. */
  readonly type?: TfType;
  readonly nested?: { readonly nesting: 'single' | 'list' | 'set' | 'map'; readonly attributes: readonly TfAttribute[] };
  readonly description?: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
  readonly deprecated?: boolean;
}

export interface TfSchema {
  readonly version: number;
  readonly description?: string;
  readonly attributes: readonly TfAttribute[];
}

/** One step into a value: attribute name, map key, or list index. */
export type PathStep = { readonly attribute: string } | { readonly key: string } | { readonly index: number };
export type AttributePath = readonly PathStep[];

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  readonly path?: AttributePath;
}

export interface TfFunction {
  readonly parameters: readonly {
    readonly name: string;
    readonly type: TfType;
    readonly description?: string;
    readonly allowNull?: boolean;
    readonly allowUnknown?: boolean;
  }[];
  readonly variadic?: { readonly name: string; readonly type: TfType; readonly description?: string };
  readonly returns: TfType;
  readonly summary?: string;
  readonly description?: string;
  /** Throws `FunctionError` for the caller's mistake. */
  call(args: readonly TfValue[]): TfValue;
}

/** The caller's mistake in a function call; `argument` counts from 0. */
export class FunctionError extends Error {
  constructor(
    message: string,
    readonly argument?: number,
  ) {
    super(message);
  }
}

/** What every RPC that touches a resource is given beside its values. */
export interface RpcContext {
  /** Aborted by StopProvider and when the caller hangs up. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly diagnostics?: readonly Diagnostic[];
}

export type TfObject = { readonly [key: string]: TfValue };

/** A managed resource. Values are decoded by its schema; null means "no object". Private state is opaque bytes that Terraform keeps. */
export interface TfResource {
  readonly schema: TfSchema;
  validate(request: { readonly config: TfObject }, context: RpcContext): Promise<Answer>;
  /** `raw` is the state as JSON, of schema version `version`; answers a value of the present schema. */
  upgrade(request: { readonly version: number; readonly raw: unknown }, context: RpcContext): Promise<Answer & { readonly state: TfObject }>;
  read(
    request: { readonly state: TfObject; readonly priv: Uint8Array },
    context: RpcContext,
  ): Promise<Answer & { readonly state: TfObject | null; readonly priv?: Uint8Array }>;
  plan(
    request: { readonly prior: TfObject | null; readonly proposed: TfObject | null; readonly config: TfObject | null; readonly priv: Uint8Array },
    context: RpcContext,
  ): Promise<Answer & { readonly planned: TfObject | null; readonly requiresReplace?: readonly AttributePath[]; readonly priv?: Uint8Array }>;
  apply(
    request: { readonly prior: TfObject | null; readonly planned: TfObject | null; readonly config: TfObject | null; readonly priv: Uint8Array },
    context: RpcContext,
  ): Promise<Answer & { readonly state: TfObject | null; readonly priv?: Uint8Array }>;
  import(
    request: { readonly id: string },
    context: RpcContext,
  ): Promise<Answer & { readonly imported: readonly { readonly type: string; readonly state: TfObject; readonly priv?: Uint8Array }[] }>;
  move?(
    request: { readonly sourceType: string; readonly sourceProvider: string; readonly sourceVersion: number; readonly raw: unknown },
    context: RpcContext,
  ): Promise<Answer & { readonly state: TfObject | null; readonly priv?: Uint8Array }>;
}

export interface TfDataSource {
  readonly schema: TfSchema;
  validate(request: { readonly config: TfObject }, context: RpcContext): Promise<Answer>;
  read(request: { readonly config: TfObject }, context: RpcContext): Promise<Answer & { readonly state: TfObject | null }>;
}

/** A whole provider. `resources` and the like are getters or plain data; they are asked for once a process. */
export interface TfProvider {
  readonly schema: TfSchema;
  readonly resources: Readonly<Record<string, TfResource>>;
  readonly dataSources: Readonly<Record<string, TfDataSource>>;
  readonly functions: Readonly<Record<string, TfFunction>>;
  validateConfig(request: { readonly config: TfObject }, context: RpcContext): Promise<Answer>;
  /** May be called many times in one process (debug mode). */
  configure(request: { readonly config: TfObject; readonly terraformVersion: string }, context: RpcContext): Promise<Answer>;
  /** Terraform asked everything to stop (SIGINT). Running RPCs see their signal abort. */
  stop(): Promise<void>;
  /** The server is going away. */
  close(): Promise<void>;
}
