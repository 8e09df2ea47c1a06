import { shortFingerprint } from '../shared/core/certificate.ts';
import { openReceiverStage, until } from '../tests/journeys/receiver-stage.ts';
import type { ReceiverStage } from '../tests/journeys/receiver-stage.ts';
import { names } from '../tests/journeys/stage.ts';
import { issue } from '../tests/pki.ts';
import type { Issued } from '../tests/pki.ts';
import type { Script } from './script.ts';

const granted = 100;

/**
 * A certificate is renewed and deploys itself: a real receiver (a process of its own, SQLite, one port)
 * takes the signed event, finds the task, and starts the workflow on the simulated GitHub, which runs
 * the committed bundle.
 */
export async function renewalAct(script: Script): Promise<void> {
  const stage = await openReceiverStage({ quota: granted, allClouds: true });
  try {
    await play(stage, script);
  } finally {
    await stage.close();
  }
}

async function play(stage: ReceiverStage, { title, say, check, table }: Script): Promise<void> {
  const certificate = async () =>
    await issue(stage.clouds.authority, { domains: names, key: 'rsa-2048' });

  title(
    '7. A receiver',
    'certificates come to it by webhook; the file says "from: { receiver: … }"',
  );
  const first = await certificate();
  const arrived = await stage.renew(first);
  check('the signed event was stored before it was answered', () =>
    arrived.status === 202 ? undefined : `status ${arrived.status}`,
  );
  const preview = await stage.preview();
  const merged = await stage.merge();
  check('previewed, merged and deployed from there', () => {
    const verdicts = [preview, merged].map(({ action }) => action?.report?.verdict);
    return verdicts.join() === 'ready,success' ? undefined : verdicts.join();
  });

  title('8. The certificate is renewed', 'nobody does anything from here on');
  const renewed = await certificate();
  await stage.renew(renewed);
  const [run] = await stage.dispatchedRuns(1);
  check('one workflow run was started, and deployed it', () => {
    const verdict = run?.action?.report?.verdict;
    return verdict === 'success' ? undefined : `${verdict}\n${run?.action?.log ?? 'no run'}`;
  });
  const served = await stage.clouds.served();
  table(
    ['resource of', 'leaf SHA-256'],
    Object.entries(served).map(([product, sha256]) => [product, shortFingerprint(sha256)]),
  );
  check('every resource serves the renewed certificate', () => others(served, renewed));
  await until('the dispatch is settled', async () => {
    const rows = await stage.dispatches();
    return rows.every(({ state }) => state === 'success') ? true : undefined;
  });

  title('9. The quota statement', 'one for each resource, taken before the cloud was called');
  const { entries, closing } = await stage.statement();
  const sum = entries.reduce((total, { amount }) => total + amount, 0);
  const consumed = entries.filter(({ kind }) => kind === 'consume').length;
  say(`  granted ${granted}, consumed ${consumed}, balance ${closing}\n`);
  check('it sums to the balance', () =>
    sum === closing && granted - consumed === closing ? undefined : `${sum} and ${closing}`,
  );
  check('every call was one that the clouds and GitHub document', () => {
    const odd = stage.violations();
    return odd.length === 0 ? undefined : JSON.stringify(odd, null, 2);
  });
}

function others(served: Readonly<Record<string, string>>, { sha256 }: Issued): string | undefined {
  const wrong = Object.entries(served).filter(([, one]) => one !== sha256);
  return wrong.length === 0 ? undefined : wrong.map(([product]) => product).join(', ');
}
