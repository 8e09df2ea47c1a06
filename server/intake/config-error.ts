/** What is wrong with the configuration of a source, in words. Never a value. */
export class SourceConfigError extends Error {
  override readonly name = 'SourceConfigError';
}
