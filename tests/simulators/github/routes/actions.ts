import { errorAnswer, type Answer } from '../answers.ts';
import type { OperationId } from '../contract.ts';
import { resolveRef } from '../history.ts';
import { artifactShape, checkRunShape, runHead, workflowRunShape } from '../run-shapes.ts';
import { workflowAt } from '../workflow-file.ts';
import type { Artifact, CheckRun, WorkflowRun } from '../world.ts';
import { dispatch } from './dispatches.ts';
import { found, numberParam, slice, textField, type Ask, type Route } from './route.ts';

function runsAnswer(ask: Ask, keep: (run: WorkflowRun) => boolean): Answer {
  const { world, repository, query } = ask;
  const created = /^>=(.+)$/u.exec(query.get('created') ?? '')?.[1];
  const matches = (name: string, value: string | null) => (query.get(name) ?? value) === value;
  const runs = [...repository.runs.values()]
    .filter(keep)
    .filter((run) => matches('event', run.event) && matches('branch', run.headBranch))
    .filter(
      (run) =>
        matches('head_sha', runHead(repository, run).sha) && matches('actor', run.actor.login),
    )
    .filter(
      (run) =>
        !query.has('status') || [run.status, run.conclusion].includes(query.get('status') ?? ''),
    )
    .filter((run) => created === undefined || run.createdAt >= new Date(created))
    .toReversed();
  const { items, page } = slice(ask, runs);
  const body = {
    total_count: runs.length,
    workflow_runs: items.map((run) => workflowRunShape(world, repository, run)),
  };
  return { status: 200, body, page };
}

function artifactsAnswer(ask: Ask, keep: (artifact: Artifact) => boolean): Answer {
  const { world, repository, query } = ask;
  const artifacts = [...repository.artifacts.values()]
    .filter(keep)
    .filter(({ name }) => !query.has('name') || query.get('name') === name)
    .toReversed();
  const { items, page } = slice(ask, artifacts);
  const body = {
    total_count: artifacts.length,
    artifacts: items.map((artifact) => artifactShape(world, repository, artifact)),
  };
  return { status: 200, body, page };
}

function artifactParam(ask: Ask): Artifact {
  return found(ask.repository.artifacts.get(numberParam(ask, 'artifact_id')));
}

function applyCheck(ask: Ask, check: CheckRun): void {
  const output = (ask.body['output'] ?? {}) as Record<string, unknown>;
  const date = (name: string) => {
    const value = textField(ask, name);
    return value === undefined ? undefined : new Date(value);
  };
  check.name = textField(ask, 'name') ?? check.name;
  check.conclusion = textField(ask, 'conclusion') ?? check.conclusion;
  check.status =
    textField(ask, 'status') ?? (check.conclusion === null ? check.status : 'completed');
  check.externalId = textField(ask, 'external_id') ?? check.externalId;
  check.detailsUrl = textField(ask, 'details_url') ?? check.detailsUrl;
  check.title = (output['title'] as string | undefined) ?? check.title;
  check.summary = (output['summary'] as string | undefined) ?? check.summary;
  check.text = (output['text'] as string | undefined) ?? check.text;
  check.startedAt = date('started_at') ?? check.startedAt ?? ask.world.now();
  check.completedAt =
    date('completed_at') ?? (check.status === 'completed' ? ask.world.now() : null);
  // Annotations of later requests are added to those of earlier ones.
  check.annotations.push(...((output['annotations'] as readonly unknown[] | undefined) ?? []));
}

export const actionRoutes: Partial<Record<OperationId, Route>> = {
  'checks/create': {
    needs: [['checks', 'write']],
    handle(ask) {
      const check: CheckRun = {
        id: ask.world.nextId(),
        headSha: textField(ask, 'head_sha') ?? '',
        name: '',
        status: 'queued',
        conclusion: null,
        externalId: null,
        detailsUrl: null,
        title: null,
        summary: null,
        text: null,
        annotations: [],
        startedAt: null,
        completedAt: null,
      };
      found(resolveRef(ask.repository, check.headSha));
      applyCheck(ask, check);
      ask.repository.checkRuns.set(check.id, check);
      return { status: 201, body: checkRunShape(ask.world, ask.repository, check) };
    },
  },
  'checks/update': {
    needs: [['checks', 'write']],
    handle(ask) {
      const check = found(ask.repository.checkRuns.get(numberParam(ask, 'check_run_id')));
      applyCheck(ask, check);
      return { status: 200, body: checkRunShape(ask.world, ask.repository, check) };
    },
  },
  'actions/create-workflow-dispatch': { needs: [['actions', 'write']], handle: dispatch },
  'actions/list-workflow-runs': {
    needs: [['actions', 'read']],
    handle(ask) {
      const { path } = found(workflowAt(ask.repository, ask.params['workflow_id'] ?? ''));
      return runsAnswer(ask, (run) => run.path === path);
    },
  },
  'actions/list-workflow-runs-for-repo': {
    needs: [['actions', 'read']],
    handle: (ask) => runsAnswer(ask, () => true),
  },
  'actions/get-workflow-run': {
    needs: [['actions', 'read']],
    handle(ask) {
      const run = found(ask.repository.runs.get(numberParam(ask, 'run_id')));
      return { status: 200, body: workflowRunShape(ask.world, ask.repository, run) };
    },
  },
  'actions/list-workflow-run-artifacts': {
    needs: [['actions', 'read']],
    handle(ask) {
      const run = found(ask.repository.runs.get(numberParam(ask, 'run_id')));
      return artifactsAnswer(ask, (artifact) => artifact.run === run.id);
    },
  },
  'actions/list-artifacts-for-repo': {
    needs: [['actions', 'read']],
    handle: (ask) => artifactsAnswer(ask, () => true),
  },
  'actions/get-artifact': {
    needs: [['actions', 'read']],
    handle: (ask) => ({
      status: 200,
      body: artifactShape(ask.world, ask.repository, artifactParam(ask)),
    }),
  },
  'actions/download-artifact': {
    needs: [['actions', 'read']],
    handle(ask) {
      const artifact = artifactParam(ask);
      if (artifact.expired) return errorAnswer(410, 'Artifact has expired');
      // A signed address of another host that answers for a minute and takes no GitHub token.
      const location = `${new URL(ask.world.apiUrl).origin}/_blobs/${ask.repository.id}/${artifact.id}.zip?sig=once`;
      return { status: 302, headers: { location } };
    },
  },
};
