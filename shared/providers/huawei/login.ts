import { DeployError } from '../../core/errors.ts';
import { createCaller } from '../../runtime/caller.ts';
import type { Caller, CallLimits } from '../../runtime/caller.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createAgents } from '../../runtime/proxy.ts';
import type { Call, Connection } from '../provider.ts';
import { createAsk } from './client.ts';
import type { Ask, Wire } from './client.ts';
import { credentialSource } from './credentials.ts';
import { originOf } from './endpoint.ts';
import type { Service } from './endpoint.ts';
import { createGate } from './gate.ts';
import type { LoginAction } from './policy.ts';
import { listProjects } from './projects.ts';
import type { Projects } from './projects.ts';
import type { HuaweiSettings } from './spec.ts';
import type { Timing } from './wiring.ts';

/** Where a regional service is called. */
export interface Project {
  readonly region: string;
  readonly projectId: string;
}

/** An account that is logged in to, and the means to call it. */
export interface Login {
  /** The account's name in the deployment file. */
  readonly name: string;
  readonly clock: Clock;
  /** Hides a private key in another form from the log. */
  readonly mask: (value: string) => void;
  /** Or why they could not be read, while the login itself is fine. */
  readonly projects: Projects | DeployError;
  readonly caller: (limits: CallLimits) => Caller;
  /** The calls of a service, which share the caller's limits. Null: it is a global one. */
  readonly ask: <Action extends string>(
    service: Service,
    project: Project | null,
    caller: Caller,
  ) => Ask<Action>;
}

/** Says which site the account belongs to, and where its session begins. */
function homeRegion(settings: HuaweiSettings, { account }: Connection): string {
  return account.regions?.[0] ?? Object.keys(settings.project_ids ?? {})[0] ?? 'cn-north-4';
}

/**
 * Logs in, and proves the login with one call that needs no permission. What is refused as a whole is
 * `CREDENTIALS_REJECTED`: exactly one wrong signature has been sent by then.
 */
export async function logIn(
  settings: HuaweiSettings,
  connection: Connection,
  timing: Timing,
  call: Call,
): Promise<Login> {
  const { clock, account } = connection;
  const home = homeRegion(settings, connection);
  const agents = createAgents(connection.proxy);
  const endpoint = settings.endpoint?.replace(/\/$/u, '');
  const caller = (limits: CallLimits) => createCaller({ clock, limits, ...timing });
  const few = caller({ concurrency: 2, perSecond: 5, burst: 5 });
  const unsigned: Wire = { agents, clock, gate: createGate(), identity: undefined };
  const address = (service: Service, region: string) => ({
    origin: endpoint ?? originOf(service, region),
    headers: {},
  });
  try {
    const toSts = createAsk<LoginAction>(unsigned, address('sts', home), few);
    const identity = credentialSource(settings, connection, toSts);
    const wire: Wire = { agents, clock, gate: createGate(), identity };
    // First, so that a login that fails is not taken for a call that does.
    await identity(call);
    const projects = await listProjects(createAsk(wire, address('iam', home), few), call).catch(
      (thrown: unknown) => {
        const error = DeployError.from(thrown);
        if (['CREDENTIALS_REJECTED', 'CANCELLED'].includes(error.code)) throw error;
        call.log.warn('projects not read', { account: account.name, reason: error.message });
        return error;
      },
    );
    return {
      name: account.name,
      clock,
      mask: connection.mask,
      projects,
      caller,
      ask: (service, project, limited) =>
        createAsk(
          wire,
          project === null
            ? address(service, home)
            : {
                ...address(service, project.region),
                headers: { 'x-project-id': project.projectId },
              },
          limited,
        ),
    };
  } catch (thrown) {
    throw DeployError.from(thrown).during(`logging in to account "${account.name}"`);
  }
}
