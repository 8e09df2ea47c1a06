import { beforeAll, describe, expect, it } from 'vitest';

import type { Change, Finding } from '../core/model.ts';
import { verifyExitCode, verifyVerdict } from '../core/verdict.ts';
import type { DeployedResource, Verification } from '../core/verification.ts';
import { createWorld, issuePair, task } from './test-world.ts';
import type { Pair, World, WorldOptions } from './test-world.ts';
import { verify } from './verify.ts';
import type { VerifyRequest } from './verify.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await issuePair();
});

const day = 86_400_000;

/** A world in which every resource serves the wanted certificate, unless told otherwise. */
function deployedWorld(names: readonly string[], options: WorldOptions = {}): World {
  const world = createWorld(pair, options);
  for (const name of names) world.add(name, { default: world.cloud.store(pair.wanted.leaf) });
  return world;
}

function deployed(name: string, facts: Partial<DeployedResource> = {}): DeployedResource {
  return {
    resource: `memory/one:prod/${name}`,
    task: 'everywhere',
    domains: [`${name}.example.com`],
    fingerprint: pair.wanted.sha256,
    at: '2026-05-20T10:00:00.000Z',
    ...facts,
  };
}

async function verifyIn(world: World, request: Partial<VerifyRequest> = {}): Promise<Verification> {
  const { plan } = await world.preview();
  return await verify(plan, { deployed: null, ...request }, world.ports, world.call);
}

const ended = (verification: Verification) =>
  verification.outcomes.map(({ change, status }) => `${change.resource.name}: ${status}`);

const judged = (verification: Verification) => [
  verifyVerdict(verification),
  verifyExitCode(verification),
];

function errorOf(verification: Verification, name: string) {
  const outcome = verification.outcomes.find(({ change }) => change.resource.name === name);
  return outcome !== undefined && 'error' in outcome ? outcome.error : undefined;
}

const findings = (verification: Verification): readonly Finding[] =>
  verification.lost.map(({ finding }) => finding);

/** Every request of a cloud that is not a reading. */
const writes = (world: World) =>
  world.cloud.calls.filter(({ operation }) => operation !== 'list' && operation !== 'get');

describe('a verification of what is as it was deployed', () => {
  it('proves each resource by a handshake and writes nothing', async () => {
    const world = deployedWorld(['api', 'www']);
    const asked: Change[] = [];
    const probe = world.ports.probe;
    const ports = {
      ...world.ports,
      probe: async (...all: Parameters<typeof probe>) => {
        asked.push(all[0]);
        expect(all[1].windowMs).toBeLessThanOrEqual(30_000);
        return await probe(...all);
      },
    };
    const { plan } = await world.preview();
    const verification = await verify(
      plan,
      { deployed: [deployed('api'), deployed('www')] },
      ports,
      world.call,
    );
    expect(asked.map(({ kind }) => kind)).toEqual(['keep', 'keep']);
    expect(verification.outcomes).toMatchObject([
      { status: 'proven', proof: { accepted: true, readBack: true, served: true } },
      { status: 'proven', proof: { accepted: true, readBack: true, served: true } },
    ]);
    expect(judged(verification)).toEqual(['success', 0]);
    expect(writes(world)).toEqual([]);
  });

  it('takes the word of the cloud for a private resource, and says that it did', async () => {
    const world = deployedWorld([], {
      probe: async () => ({ kind: 'unreachable', detail: 'connection refused' }),
    });
    world.add('hidden', { default: world.cloud.store(pair.wanted.leaf), reach: 'private' });
    const verification = await verifyIn(world);
    expect(verification.outcomes).toMatchObject([
      { status: 'proven', proof: { served: null }, findings: [{ code: 'not-proven' }] },
    ]);
    expect(judged(verification)).toEqual(['success', 0]);
  });

  it('keeps what a proof leaves open', async () => {
    const world = deployedWorld(['www'], {
      probe: async () => ({ kind: 'served', detail: 'no answer from 127.0.0.4:443' }),
    });
    expect((await verifyIn(world)).outcomes).toMatchObject([
      { status: 'proven', findings: [{ code: 'partly-proven', level: 'notice', subject: 'www' }] },
    ]);
  });

  it('is not broken by a watcher that breaks', async () => {
    const world = deployedWorld(['www']);
    const { plan } = await world.preview();
    const progress = () => {
      throw new Error('the terminal is gone');
    };
    const verification = await verify(
      plan,
      { deployed: null },
      { ...world.ports, progress },
      world.call,
    );
    expect(judged(verification)).toEqual(['success', 0]);
    expect(world.lines).toContainEqual(expect.objectContaining({ message: 'progress not shown' }));
  });
});

describe('drift', () => {
  it('is another certificate where the wanted one was deployed', async () => {
    const world = createWorld(pair);
    world.add('www');
    const verification = await verifyIn(world, { deployed: [deployed('www')] });
    expect(ended(verification)).toEqual(['www: drifted']);
    const error = errorOf(verification, 'www');
    expect(error?.code).toBe('DRIFTED');
    expect(error?.message).toContain(
      `"shop" (${pair.wanted.sha256.slice(0, 8)}) was deployed here on 2026-05-20`,
    );
    expect(error?.message).toContain(`now the cloud binds ${pair.old.sha256.slice(0, 8)} (issuer`);
    expect(judged(verification)).toEqual(['drifted', 1]);
    expect(writes(world)).toEqual([]);
  });

  it('is what the file does not say, where no receiver remembers anything', async () => {
    const world = createWorld(pair);
    world.add('www');
    const verification = await verifyIn(world, { deployed: null });
    expect(errorOf(verification, 'www')).toMatchObject({
      code: 'DRIFTED',
      message: expect.stringContaining('without a receiver nothing remembers'),
    });
  });

  it('is a stranger where an older certificate was deployed', async () => {
    const world = createWorld(pair);
    world.add('www');
    const fingerprint = 'ab'.repeat(32);
    const verification = await verifyIn(world, { deployed: [deployed('www', { fingerprint })] });
    expect(errorOf(verification, 'www')).toMatchObject({
      code: 'DRIFTED',
      message: expect.stringMatching(/^abababab was deployed here .* neither is "shop"/u),
    });
  });

  it('is a handshake that shows something else than what the cloud binds', async () => {
    const detail = 'www.example.com at 127.0.0.1:443 serves 12345678, which is not bound to it';
    const world = deployedWorld(['www'], { probe: async () => ({ kind: 'not-served', detail }) });
    const verification = await verifyIn(world, { deployed: [deployed('www')] });
    expect(verification.outcomes).toMatchObject([
      {
        status: 'drifted',
        proof: { accepted: true, readBack: true, served: false },
        error: { code: 'VERIFY_FAILED', message: expect.stringContaining(detail) },
      },
    ]);
    expect(judged(verification)).toEqual(['drifted', 1]);
  });

  it('is a public resource that no handshake reaches any more', async () => {
    const world = deployedWorld(['www'], {
      probe: async () => ({ kind: 'unreachable', detail: 'connection refused' }),
    });
    const verification = await verifyIn(world);
    expect(verification.outcomes).toMatchObject([
      { status: 'drifted', proof: { served: null }, error: { code: 'VERIFY_FAILED' } },
    ]);
  });

  it('is a resource that serves no HTTPS any more, though no certificate is matched to it', async () => {
    const world = deployedWorld(['www']);
    world.add('bare', { default: null });
    const gone = await verifyIn(world, { deployed: [deployed('www'), deployed('bare')] });
    expect(gone.lost).toMatchObject([{ drifted: true, finding: { code: 'https-off' } }]);
    expect(judged(gone)).toEqual(['drifted', 1]);
    const never = await verifyIn(world, { deployed: [deployed('www')] });
    expect(judged(never)).toEqual(['success', 0]);
  });

  it('of one resource stops no other', async () => {
    const world = deployedWorld(['api', 'www']);
    world.add('pay');
    const memory = ['api', 'pay', 'www'].map((name) => deployed(name));
    const verification = await verifyIn(world, { deployed: memory });
    expect(ended(verification)).toEqual(['api: proven', 'pay: drifted', 'www: proven']);
  });
});

describe('what was not deployed yet', () => {
  it('waits where the certificate of the last deployment is still bound', async () => {
    const world = createWorld(pair);
    world.add('www');
    const fingerprint = pair.old.sha256;
    const verification = await verifyIn(world, { deployed: [deployed('www', { fingerprint })] });
    expect(ended(verification)).toEqual(['www: waiting']);
    expect(judged(verification)).toEqual(['success', 0]);
  });

  it('waits where nothing was ever deployed', async () => {
    const world = createWorld(pair);
    world.add('www');
    const verification = await verifyIn(world, { deployed: [] });
    expect(ended(verification)).toEqual(['www: waiting']);
  });

  it('is told slot by slot in an SNI list', async () => {
    const world = createWorld(pair);
    world.add('list', {
      target: 'memory/list',
      slots: 'sni',
      domains: ['a.example.com', 'b.example.com'],
      default: world.oldRef,
      sni: [],
    });
    const of = (domains: readonly string[]) =>
      deployed('list', {
        resource: 'memory/list:prod/list',
        domains,
        fingerprint: 'cd'.repeat(32),
      });
    const others = await verifyIn(world, { deployed: [of(['z.example.com'])] });
    expect(ended(others)).toEqual(['list: waiting']);
    const own = await verifyIn(world, { deployed: [of(['a.example.com'])] });
    expect(ended(own)).toEqual(['list: drifted']);
  });
});

describe('what was deployed and is matched no more', () => {
  it('is a finding when the cloud no longer lists it', async () => {
    const world = deployedWorld(['www']);
    const verification = await verifyIn(world, { deployed: [deployed('www'), deployed('shut')] });
    expect(findings(verification)).toMatchObject([
      { code: 'deployed-gone', level: 'warning', subject: 'memory/one:prod/shut' },
    ]);
    expect(judged(verification)).toEqual(['success', 0]);
  });

  it('is a finding with the reason when it is there and nothing fits', async () => {
    const world = deployedWorld(['www']);
    world.add('moved', { domains: ['moved.example.org'] });
    const verification = await verifyIn(world, { deployed: [deployed('moved')] });
    expect(findings(verification)).toMatchObject([
      {
        code: 'deployed-unmatched',
        subject: 'moved',
        message: expect.stringContaining('no certificate of the task covers moved.example.org'),
      },
    ]);
  });

  it('is a notice when its task left the file', async () => {
    const world = deployedWorld(['www']);
    const verification = await verifyIn(world, { deployed: [deployed('x', { task: 'gone' })] });
    expect(findings(verification)).toMatchObject([
      { code: 'deployed-out-of-file', level: 'notice' },
    ]);
  });

  it('is not called lost where its place could not be read', async () => {
    const world = deployedWorld(['www']);
    world.cloud.faults.order({ fault: 'denied', operation: 'list', times: 1 });
    const verification = await verifyIn(world, { deployed: [deployed('www')] });
    expect(verification.plan.tasks[0]?.gaps).toHaveLength(1);
    expect(findings(verification)).toEqual([]);
    expect(judged(verification)).toEqual(['incomplete', 2]);
  });
});

describe('a certificate that ends soon', () => {
  function ending(days: number, lifetime: number): World {
    const world = createWorld({
      ...pair,
      material: {
        ...pair.material,
        certificate: {
          ...pair.material.certificate,
          notBefore: new Date(Date.parse('2026-06-01T00:00:00Z') + (days - lifetime) * day),
          notAfter: new Date(Date.parse('2026-06-01T00:00:00Z') + days * day),
        },
      },
    });
    for (const name of ['api', 'www']) {
      world.add(name, { default: world.cloud.store(pair.wanted.leaf) });
    }
    return world;
  }

  it('is said once for all the resources that it is bound to', async () => {
    const verification = await verifyIn(ending(11, 47));
    expect(verification.expiring).toMatchObject([{ name: 'shop', resources: 2, replaced: false }]);
    expect(judged(verification)).toEqual(['expiring', 2]);
  });

  it.each([
    [29, 200, true],
    [31, 200, false],
    [24, 100, true],
    [26, 100, false],
    [11, 47, true],
    [13, 47, false],
  ])('with %i of %i days left: %s', async (days, lifetime, soon) => {
    const verification = await verifyIn(ending(days, lifetime));
    expect(verification.expiring.length > 0).toBe(soon);
  });

  it('is warned about no earlier than the file asks', async () => {
    const verification = await verifyIn(ending(20, 200), { expiryWarnDays: 14 });
    expect(judged(verification)).toEqual(['success', 0]);
  });

  it('is the old one too, while the new one waits to be deployed', async () => {
    const world = createWorld(pair);
    world.add('www');
    const { plan } = await world.preview();
    const [only] = plan.tasks;
    const soon = new Date(world.clock.now().getTime() + 3 * day);
    const notBefore = new Date(soon.getTime() - 90 * day);
    const changes = (only?.changes ?? []).map((change) =>
      change.kind !== 'replace'
        ? change
        : {
            ...change,
            replaces: change.replaces.map((one) => ({
              ...one,
              facts: one.facts === null ? null : { ...one.facts, notBefore, notAfter: soon },
            })),
          },
    );
    const tasks = only === undefined ? [] : [{ ...only, changes }];
    const request = { deployed: [deployed('www', { fingerprint: pair.old.sha256 })] };
    const verification = await verify({ ...plan, tasks }, request, world.ports, world.call);
    expect(ended(verification)).toEqual(['www: waiting']);
    expect(verification.expiring).toMatchObject([
      { sha256: pair.old.sha256, name: null, resources: 1, replaced: true },
    ]);
    expect(judged(verification)).toEqual(['expiring', 2]);
  });
});

describe('a verification that sees too little', () => {
  it('is incomplete where a place could not be read, unless something drifted elsewhere', async () => {
    const error = { code: 'PERMISSION_MISSING', message: 'not allowed' } as const;
    const gap = { account: 'prod', target: 'memory/list', region: null, error } as const;
    const judge = async (world: World) => {
      const { plan } = await world.preview();
      const tasks = plan.tasks.map((one) => ({ ...one, gaps: [gap] }));
      const request = { deployed: [deployed('www')] };
      return judged(await verify({ ...plan, tasks }, request, world.ports, world.call));
    };
    expect(await judge(deployedWorld(['www']))).toEqual(['incomplete', 2]);
    const drifted = createWorld(pair);
    drifted.add('www');
    expect(await judge(drifted)).toEqual(['drifted', 1]);
  });

  it('is incomplete where nothing matches', async () => {
    expect(judged(await verifyIn(createWorld(pair)))).toEqual(['incomplete', 2]);
  });

  it('is incomplete where a probe breaks, and names the defect', async () => {
    const world = deployedWorld(['www'], {
      probe: async () => {
        throw new Error('a defect');
      },
    });
    const verification = await verifyIn(world);
    expect(errorOf(verification, 'www')).toMatchObject({ code: 'INTERNAL' });
    expect(judged(verification)).toEqual(['incomplete', 2]);
  });

  it('holds a refused edit apart from a drift', async () => {
    const tasks = [task(), task({ name: 'other', certificates: ['shop'] })];
    const world = createWorld(pair, { tasks });
    world.add('www');
    const { plan } = await world.preview();
    const refused = plan.tasks.map((one) => ({
      ...one,
      changes: [],
      refusals: one.changes.flatMap((edit) =>
        edit.kind === 'keep'
          ? []
          : [{ edit, error: { code: 'REFUSED', message: 'not here' } as const }],
      ),
    }));
    const never = await verify(
      { ...plan, tasks: refused },
      { deployed: [] },
      world.ports,
      world.call,
    );
    expect(ended(never)).toEqual(['www: refused']);
    const memory = [deployed('www')];
    const once = await verify(
      { ...plan, tasks: refused },
      { deployed: memory },
      world.ports,
      world.call,
    );
    expect(ended(once)).toEqual(['www: drifted']);
  });
});

describe('a verification that is cancelled', () => {
  it('reports what it knows, and asks nothing further', async () => {
    let asked = 0;
    const stop: { now?: () => void } = {};
    const world = deployedWorld(['a', 'b', 'c'], {
      probe: async (change, call, clock) => {
        asked += 1;
        if (change.resource.name === 'a') return { kind: 'served' };
        stop.now?.();
        await clock.sleep(60_000, call.signal);
        return undefined;
      },
    });
    world.add('d');
    stop.now = world.cancel;
    const verification = await verifyIn(world, { deployed: [deployed('d')] });
    expect(ended(verification)).toEqual(['a: proven', 'b: unproven', 'c: unproven', 'd: drifted']);
    expect(errorOf(verification, 'b')?.code).toBe('CANCELLED');
    expect(errorOf(verification, 'c')?.code).toBe('CANCELLED');
    expect(judged(verification)).toEqual(['cancelled', 1]);
    expect(asked).toBeLessThanOrEqual(3);
  });

  it('is none where everything was proven before', async () => {
    const world = deployedWorld(['a']);
    const { plan } = await world.preview();
    const progress: World['ports']['progress'] = (event) => {
      if (event.kind === 'change' && event.state === 'kept') world.cancel();
    };
    const ports = { ...world.ports, progress };
    const verification = await verify(plan, { deployed: null }, ports, world.call);
    expect(judged(verification)).toEqual(['success', 0]);
  });
});
