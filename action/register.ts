import type { Contact, Deployment } from '../shared/core/deployment.ts';
import type { Door } from '../shared/job/door.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { RunnerLog } from './log.ts';
import type { Receiver, RegisteredTasks, TaskRegistration } from './receiver.ts';

/**
 * Whether every task whose time is past was registered with that very time before: then it has run, or
 * is on its way. A time that was past before anybody could register it is a mistake of the file.
 */
export async function pastTimesAreKnown(
  { file, tasks }: Deployment,
  receiver: Receiver,
  { now, call }: { readonly now: Date; readonly call: Call },
): Promise<boolean> {
  const past = tasks.filter(({ deployAt }) => deployAt !== null && deployAt <= now);
  if (past.length === 0) return true;
  const registered = await receiver.registered(file, call);
  return past.every((task) =>
    registered.some(
      ({ name, deployAt }) =>
        name === task.name &&
        deployAt !== null &&
        Date.parse(deployAt) === task.deployAt?.getTime(),
    ),
  );
}

/** Tells the receiver what a file on the default branch asks for. */
export async function register(
  deployment: Deployment,
  commit: string,
  means: { readonly receiver: Receiver; readonly door: Door; readonly log: RunnerLog },
  call: Call,
): Promise<RegisteredTasks> {
  const { receiver, door, log } = means;
  const { file, tasks, certificates, contacts, monitor } = deployment;
  const source = new Map(certificates.map((one) => [one.name, one.source]));
  const reachable = contacts.flatMap((contact) => reach(contact, door, log));
  const names = new Set(reachable.map(({ name }) => name));
  return await receiver.registerTasks(
    {
      file,
      commit,
      tasks: tasks.map((task) => ({
        name: task.name,
        // An issuance finds its tasks by the name that the receiver keeps the certificate under.
        certificates: task.certificates.flatMap((name) => {
          const from = source.get(name);
          return from?.kind === 'receiver' ? [from.name] : [];
        }),
        deployAt: task.deployAt?.toISOString() ?? null,
        extend: task.extend,
        contacts: task.contacts.filter((name) => names.has(name)),
      })),
      contacts: reachable,
      monitor: monitor.map(({ host, port }) => ({ host, port })),
    },
    call,
  );
}

type ContactWire = NonNullable<TaskRegistration['contacts']>[number];

function reach(contact: Contact, door: Door, log: RunnerLog): readonly ContactWire[] {
  if (contact.kind === 'email') return [contact];
  const url = door.env(contact.url.env)?.trim() ?? '';
  if (url !== '') {
    door.mask(url);
    return [{ ...contact, url }];
  }
  log.annotate({
    level: 'warning',
    title: `Contact "${contact.name}" is not told`,
    message: `its address comes from ${contact.url.env}, which is not set; set it in the "env:" of the workflow step from a secret`,
  });
  return [];
}
