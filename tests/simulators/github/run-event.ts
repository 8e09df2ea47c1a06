import { common } from './events.ts';
import { workflowId, workflowRunShape } from './run-shapes.ts';
import { htmlUrl, nodeId, repositoryUrl, time, type Shape } from './shapes.ts';
import type { Repository, WorkflowRun, World } from './world.ts';

/** The payload of a `workflow_run` webhook. */
export function workflowRunEvent(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  options: {
    readonly action: 'requested' | 'in_progress' | 'completed';
    /** Of the App whose webhook it is. */
    readonly installation?: number;
  },
): Shape {
  const id = workflowId(run.path);
  const file = run.path.split('/').at(-1) ?? '';
  const { action, installation } = options;
  return {
    action,
    workflow_run: workflowRunShape(world, repository, run),
    workflow: {
      id,
      node_id: nodeId('W', id),
      name: run.name,
      path: run.path,
      state: 'active',
      created_at: time(repository.createdAt),
      updated_at: time(repository.createdAt),
      url: `${repositoryUrl(world, repository)}/actions/workflows/${id}`,
      html_url: `${htmlUrl(world, repository)}/blob/${repository.defaultBranch}/${run.path}`,
      badge_url: `${htmlUrl(world, repository)}/workflows/${encodeURIComponent(file)}/badge.svg`,
    },
    ...common(world, repository, run.actor),
    ...(installation === undefined
      ? {}
      : { installation: { id: installation, node_id: nodeId('MDIzO', installation) } }),
  };
}
