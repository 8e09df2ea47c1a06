import { createHmac, randomUUID } from 'node:crypto';

import type { Contract, Violation } from './contract.ts';
import { workflowRunEvent } from './run-event.ts';
import type { RunMoment, World } from './world.ts';

export interface WebhookOptions {
  readonly url: string;
  readonly secret: string;
  /** Of the App that has the webhook; undefined: one of the repository. */
  readonly installation?: number;
}

/** One attempt to deliver. */
export interface Delivery {
  /** The same for every redelivery. */
  readonly guid: string;
  readonly event: 'workflow_run';
  readonly action: 'requested' | 'in_progress' | 'completed';
  readonly run: number;
  readonly attempt: number;
  readonly redelivery: boolean;
  /** The bytes that are signed and sent. */
  readonly body: string;
  /** Of the answer; null: there was none, or it was never sent. */
  readonly status: number | null;
}

/**
 * What becomes of a delivery: GitHub promises neither that it arrives, nor once, nor in order.
 * https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks
 */
export type Fate = 'send' | 'lose' | 'twice' | 'hold';

export interface Webhook {
  /** In the order of their answers. */
  readonly deliveries: readonly Delivery[];
  /** Decides about every delivery from now on. */
  fate: (delivery: Delivery) => Fate;
  /** Sends what is held, the newest first. */
  release(): Promise<void>;
  /** As somebody who presses "Redeliver". */
  redeliver(guid: string): Promise<Delivery>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  remove(): void;
}

/** GitHub waits so long for an answer and tries no second time by itself. */
const answerMs = 10_000;

export function addWebhook(
  parts: { readonly world: World; readonly contract: Contract; readonly violations: Violation[] },
  options: WebhookOptions,
): Webhook {
  const { world, contract, violations } = parts;
  const { url, secret, installation } = options;
  const deliveries: Delivery[] = [];
  const held: Delivery[] = [];
  let last: Promise<unknown> = Promise.resolve();

  function sign(algorithm: 'sha1' | 'sha256', body: string): string {
    return `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;
  }

  async function send(delivery: Delivery): Promise<Delivery> {
    const { guid, event, body } = delivery;
    let status: number | null = null;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'user-agent': 'GitHub-Hookshot/0000000',
          accept: '*/*',
          'content-type': 'application/json',
          'x-github-event': event,
          'x-github-delivery': guid,
          'x-github-hook-id': '420000001',
          'x-github-hook-installation-target-type':
            installation === undefined ? 'repository' : 'integration',
          'x-hub-signature': sign('sha1', body),
          'x-hub-signature-256': sign('sha256', body),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(answerMs),
      });
      await response.arrayBuffer();
      ({ status } = response);
    } catch {
      // Nobody listens, or nobody answers: GitHub shows the delivery as failed and goes on.
    }
    const done = { ...delivery, status };
    deliveries.push(done);
    return done;
  }

  /** One after the other, so that only a fate changes their order. */
  function enqueue(delivery: Delivery): Promise<Delivery> {
    const sent = last.then(async () => await send(delivery));
    last = sent;
    return sent;
  }

  async function deliver(delivery: Delivery): Promise<void> {
    switch (webhook.fate(delivery)) {
      case 'lose':
        deliveries.push(delivery);
        return;
      case 'hold':
        held.push(delivery);
        return;
      case 'twice':
        await Promise.all([enqueue(delivery), enqueue(delivery)]);
        return;
      case 'send':
        await enqueue(delivery);
    }
  }

  function hear({ repository, run, action }: RunMoment): void {
    if (action === 'repeated') return;
    const about = installation === undefined ? { action } : { action, installation };
    const payload = workflowRunEvent(world, repository, run, about);
    const body = JSON.stringify(payload);
    const name = `workflow-run-${action.replace('_', '-')}`;
    violations.push(...contract.checkPayload(name, JSON.parse(body)));
    const { id, attempt } = run;
    const facts = { event: 'workflow_run', action, run: id, attempt, body } as const;
    void deliver({ ...facts, guid: randomUUID(), redelivery: false, status: null });
  }
  world.runListeners.add(hear);

  const webhook: Webhook = {
    deliveries,
    fate: () => 'send',
    async release() {
      await Promise.all(held.splice(0).toReversed().map(enqueue));
    },
    async redeliver(guid) {
      const known = deliveries.find((delivery) => delivery.guid === guid);
      if (known === undefined) throw new Error(`no delivery ${guid}`);
      return await enqueue({ ...known, redelivery: true, status: null });
    },
    async settled() {
      let seen: unknown;
      while (seen !== last) {
        seen = last;
        await last;
      }
    },
    remove() {
      world.runListeners.delete(hear);
    },
  };
  return webhook;
}
