import { timestamp } from '../clock.ts';
import { immediate } from '../database/open.ts';
import type { Part } from '../part.ts';
import type { Ports } from '../ports.ts';
import { repeat } from '../repeat.ts';
import { registerOperator } from './contacts.ts';
import { createCourier } from './courier.ts';
import { watchNotices } from './gauges.ts';
import { forgetNotices } from './queue.ts';

/** Notices: what contacts are told, sent and retried. */
export function noticesPart(ports: Ports): readonly Part[] {
  const { db, clock, settings } = ports;
  const courier = createCourier(ports);
  watchNotices(ports);
  let isOperatorKnown = false;
  const sending = repeat(ports, {
    name: 'notices',
    everySeconds: 5,
    async work(signal) {
      if (!isOperatorKnown) {
        const address = settings.notices?.operator;
        await immediate(db, (trx) => registerOperator(trx, address, timestamp(clock)));
        isOperatorKnown = true;
      }
      await courier.dispatch(signal);
    },
  });
  return [
    {
      ...sending,
      async stop() {
        await sending.stop?.();
        await courier.idle();
      },
    },
    repeat(ports, {
      name: 'old notices',
      everySeconds: 86_400,
      work: async () => await forgetNotices(db, clock.now()),
    }),
  ];
}
