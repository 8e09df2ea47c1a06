/** Everything that the process prints while it is open, kept instead of printed. */
export interface CapturedOutput extends Disposable {
  written(): readonly string[];
}

const consoleMethods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** An SDK may print past every log that it was handed: stdout, stderr and the console are all watched. */
export function captureOutput(): CapturedOutput {
  const written: string[] = [];
  const restore: (() => void)[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const original = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array) => {
      written.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      return true;
    };
    restore.push(() => {
      stream.write = original;
    });
  }
  for (const method of consoleMethods) {
    const original = console[method];
    console[method] = (...values: unknown[]) => {
      written.push(values.map(String).join(' '));
    };
    restore.push(() => {
      console[method] = original;
    });
  }
  return {
    written: () => written,
    [Symbol.dispose]: () => {
      for (const undo of restore) undo();
    },
  };
}
