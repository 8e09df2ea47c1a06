import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { DeployError } from '../../core/errors.ts';

type Step<A, R> = (args: A) => Promise<R>;
type Middleware = <A, R>(next: Step<A, R>) => Step<A, R>;
type Where =
  | { readonly step: 'serialize'; readonly name: string; readonly priority: 'low' }
  | { readonly step: 'finalizeRequest'; readonly name: string; readonly priority: 'low' }
  | { readonly step: 'deserialize'; readonly name: string; readonly priority: 'low' };

/** One call of the SDK, before it is sent. */
interface Command {
  readonly middlewareStack: {
    add(middleware: Middleware, where: Where & { step: 'serialize' }): void;
    add(middleware: Middleware, where: Where & { step: 'finalizeRequest' }): void;
    add(middleware: Middleware, where: Where & { step: 'deserialize' }): void;
  };
}

function objectAt(of: unknown, key: string): object | undefined {
  const value: unknown = typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
  return typeof value === 'object' && value !== null ? value : undefined;
}

/**
 * The text of the reply, as it came. The SDK drops elements that it does not know, and an update
 * replaces everything, so the parsed object must never be sent back.
 * https://github.com/aws/aws-sdk-js-v3/issues/4637
 */
export function keepReply(command: Command): () => string {
  let text = '';
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = objectAt(result, 'response');
      const body = objectAt(response, 'body');
      if (response === undefined || !(body instanceof Readable)) return result;
      const whole = await buffer(body);
      text = whole.toString('utf8');
      Reflect.set(response, 'body', Readable.from([whole]));
      return result;
    },
    { step: 'deserialize', name: 'certferryKeepReply', priority: 'low' },
  );
  return () => text;
}

/** Sends this text instead of what the SDK made of the command's input. */
export function sendText(command: Command, text: string): void {
  command.middlewareStack.add(
    (next) => async (args) => {
      const request = objectAt(args, 'request');
      if (request !== undefined) Reflect.set(request, 'body', text);
      return await next(args);
    },
    { step: 'serialize', name: 'certferrySendText', priority: 'low' },
  );
  command.middlewareStack.add(
    (next) => async (args) => {
      const request = objectAt(args, 'request');
      const body: unknown = request === undefined ? undefined : Reflect.get(request, 'body');
      // The command's own input is a placeholder that must never reach the cloud.
      if (body !== text) throw new DeployError('INTERNAL', 'the SDK did not take the raw body');
      return await next(args);
    },
    { step: 'finalizeRequest', name: 'certferryCheckText', priority: 'low' },
  );
}
