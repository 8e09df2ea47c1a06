const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * A value that no log, report, error or JSON text can show: printing, inspecting or serialising it
 * gives `<secret>`. `reveal()` belongs only where the bytes leave for a cloud or a signature is made.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '<secret>';
  }

  toJSON(): string {
    return '<secret>';
  }

  [inspect](): string {
    return '<secret>';
  }
}
