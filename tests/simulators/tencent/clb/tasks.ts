import { TencentError } from '../errors.ts';
import type { ClbTask, LoadBalancer } from '../model.ts';
import type { Context } from '../operation.ts';

/** Ends a task whose time has come: the change is made, or is not. */
function settle(task: ClbTask, now: number): void {
  if (task.until > now) return;
  const { apply } = task;
  task.apply = undefined;
  for (const loadBalancer of task.loadBalancers) {
    if (loadBalancer.task === task) loadBalancer.task = undefined;
  }
  apply?.();
}

export function settleLoadBalancer({ task }: LoadBalancer, now: number): void {
  if (task !== undefined) settle(task, now);
}

/** Locks load balancers for a write. Its id is the id of the request that asked for it. */
export function startTask(
  loadBalancers: readonly LoadBalancer[],
  {
    what,
    apply,
    announce,
  }: {
    /** As the lock names it. */
    readonly what: string;
    /** Makes the change in the control plane. */
    readonly apply: () => void;
    /** Tells endpoints what they will serve, `taskMs` from now. */
    readonly announce: (taskMs: number) => void;
  },
  { world, account, region, now, requestId, mishap }: Context,
): void {
  const { clbTaskMs } = world.settings;
  const happens = mishap === undefined || (mishap.kind === 'fails' && mishap.applied);
  const task: ClbTask = {
    id: requestId,
    account,
    region,
    loadBalancers,
    what,
    until: mishap?.kind === 'hangs' ? Infinity : now + clbTaskMs,
    failure: mishap?.kind === 'fails' ? mishap.message : undefined,
    apply: happens ? apply : undefined,
  };
  account.tasks.set(task.id, task);
  for (const loadBalancer of loadBalancers) loadBalancer.task = task;
  if (happens) announce(clbTaskMs);
}

/** Throws unless nothing else is being changed there. */
export function checkIdle(loadBalancer: LoadBalancer, now: number): void {
  settleLoadBalancer(loadBalancer, now);
  if (loadBalancer.task !== undefined) {
    throw new TencentError(
      'FailedOperation.ResourceInOperating',
      `Your task is working (${loadBalancer.task.what}). Pls wait for the task to complete and try again.`,
    );
  }
}

/** DescribeTaskStatus: 0 success, 1 failure, 2 running. */
export function taskStatus(task: ClbTask, now: number): object {
  settle(task, now);
  const running = task.until > now;
  const failed = task.failure !== undefined;
  return {
    Status: running ? 2 : Number(failed),
    LoadBalancerIds: task.loadBalancers.map(({ id }) => id),
    Message: running ? null : (task.failure ?? null),
  };
}
