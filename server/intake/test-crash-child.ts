import { openTestIntake } from './test-intake.ts';

/**
 * A receiver that is going to be killed: its folder is the first argument, its address the first line
 * it prints. What it announces is written into a table of the same database, in the same transaction.
 */
const [, , folder = ''] = process.argv;

const intake = await openTestIntake({
  folder,
  settings: { dataFolder: folder },
  intake: {
    mostInFlight: 1000,
    certificateArrived: async (transaction, { fingerprint, name }) => {
      await transaction
        .insertInto('github_deliveries')
        .values({ guid: fingerprint, event: name, outcome: 'arrived', received_at: 'now' })
        .execute();
    },
  },
});
process.stdout.write(`${intake.address}\n`);
