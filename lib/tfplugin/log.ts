/** Log lines that Terraform reads: one JSON object a line on stderr, in the form of hclog. Never give it values of resources. */

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'off'] as const;
type Level = (typeof LEVELS)[number];

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  trace(message: string, fields?: Fields): void;
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

export interface LogOptions {
  readonly stderr: { write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly module?: string;
}

export function createLog({ stderr, env, now, module = 'provider' }: LogOptions): Log {
  const threshold = LEVELS.indexOf(levelIn(env));
  const at = (level: Exclude<Level, 'off'>) => {
    if (LEVELS.indexOf(level) < threshold) return () => undefined;
    return (message: string, fields: Fields = {}): void => {
      // Terraform takes a line for plain text unless its time has exactly six decimals.
      const timestamp = now().toISOString().replace('Z', '000Z');
      const line = { '@level': level, '@message': message, '@timestamp': timestamp, '@module': module, ...fields };
      stderr.write(`${JSON.stringify(line)}\n`);
    };
  };
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** TF_LOG_PROVIDER wins over TF_LOG. Errors are written even where nobody asked: Terraform decides whether it shows them. */
function levelIn(env: LogOptions['env']): Level {
  const asked = (env.TF_LOG_PROVIDER || env.TF_LOG || '').toLowerCase();
  if (asked === 'json') return 'trace';
  return LEVELS.find((level) => level === asked) ?? (asked === '' ? 'error' : 'trace');
}
