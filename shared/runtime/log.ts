export type LogFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * Constant lower-case messages plus facts. `debug` is for developers, `info` for the user who watches,
 * `warn` for what may be wrong, `error` for what is. No secret may be handed in.
 */
export interface Log {
  debug(message: string, facts?: LogFacts): void;
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
