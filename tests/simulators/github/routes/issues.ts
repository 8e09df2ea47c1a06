import { errorAnswer, invalid, Refused } from '../answers.ts';
import type { OperationId } from '../contract.ts';
import { commentShape, issueShape, pullAsIssueShape } from '../pull-shapes.ts';
import type { Needs } from '../tokens.ts';
import type { Comment, Issue, Repository } from '../world.ts';
import { found, listed, numberParam, textField, type Ask, type Route } from './route.ts';

/** The issue endpoints serve pull requests too, and take either permission for them. */
const read: Needs = [
  ['issues', 'read'],
  ['pull-requests', 'read'],
];
const write: Needs = [
  ['issues', 'write'],
  ['pull-requests', 'write'],
];

const longestBody = 65_536;
const longestTitle = 256;

function checkLength(resource: string, body: string): string {
  // GitHub counts characters; how it counts those outside the BMP is not documented.
  if (Array.from(body).length > longestBody) {
    const message = `Body is too long (maximum is ${longestBody} characters)`;
    throw new Refused(invalid([{ resource, code: 'unprocessable', field: 'data', message }]));
  }
  return body;
}

/** A comment needs a body; an issue does not. */
function checkBody(resource: string, body: string): string {
  checkLength(resource, body);
  if (body.trim() === '') {
    throw new Refused(invalid([{ resource, code: 'missing_field', field: 'body' }]));
  }
  return body;
}

function issueOrPull(repository: Repository, number: number): { locked: boolean } {
  return found(repository.pulls.get(number) ?? repository.issues.get(number));
}

function commentOf(ask: Ask): Comment {
  return found(ask.repository.comments.get(numberParam(ask, 'comment_id')));
}

function newComment(ask: Ask, issue: number, body: string): Comment {
  const now = ask.world.now();
  const comment: Comment = {
    id: ask.world.nextId(),
    issue,
    author: ask.token.author,
    createdAt: now,
    updatedAt: now,
    body,
    history: [body],
  };
  ask.repository.comments.set(comment.id, comment);
  return comment;
}

function checkTitle(title: string): string {
  const refuse = (code: string, message: string) =>
    new Refused(invalid([{ resource: 'Issue', code, field: 'title', message }]));
  if (title.trim() === '') throw refuse('missing_field', 'title is missing');
  if (Array.from(title).length > longestTitle) {
    throw refuse('custom', `title is too long (maximum is ${longestTitle} characters)`);
  }
  return title;
}

/** Names, or objects with a name. A label that the repository does not have is made. */
function labelsField(ask: Ask): readonly string[] | undefined {
  const given = ask.body['labels'];
  if (!Array.isArray(given)) return undefined;
  const names = given.map((label: unknown) =>
    typeof label === 'object' && label !== null && 'name' in label
      ? String(label.name)
      : String(label),
  );
  // Case is kept and does not tell labels apart.
  return names.filter((name, index) => names.findIndex((other) => same(other, name)) === index);
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function changeIssue(ask: Ask, issue: Issue): void {
  const now = ask.world.now();
  const state = textField(ask, 'state');
  const title = textField(ask, 'title');
  const body = textField(ask, 'body');
  // Everything is checked before anything is changed.
  if (title !== undefined) checkTitle(title);
  if (body !== undefined) checkLength('Issue', body);
  issue.title = title ?? issue.title;
  if (ask.body['body'] !== undefined) issue.body = body ?? null;
  issue.labels = labelsField(ask) ?? issue.labels;
  if ((state === 'open' || state === 'closed') && state !== issue.state) {
    const reason = textField(ask, 'state_reason') as Issue['stateReason'] | undefined;
    issue.state = state;
    issue.stateReason = reason ?? (state === 'closed' ? 'completed' : 'reopened');
    issue.closedAt = state === 'closed' ? now : null;
  }
  issue.updatedAt = now;
}

export const issueRoutes: Partial<Record<OperationId, Route>> = {
  'issues/list-comments': {
    needs: read,
    handle(ask) {
      const number = numberParam(ask, 'issue_number');
      issueOrPull(ask.repository, number);
      const since = ask.query.get('since');
      // Oldest first, by id.
      const comments = [...ask.repository.comments.values()]
        .filter(({ issue }) => issue === number)
        .filter(({ updatedAt }) => since === null || updatedAt >= new Date(since))
        .sort((a, b) => a.id - b.id);
      return listed(ask, comments, (comment) => commentShape(ask.world, ask.repository, comment));
    },
  },
  'issues/create-comment': {
    needs: write,
    handle(ask) {
      const number = numberParam(ask, 'issue_number');
      const { locked } = issueOrPull(ask.repository, number);
      if (locked) return errorAnswer(403, 'Unable to create comment because issue is locked.');
      const body = checkBody('IssueComment', textField(ask, 'body') ?? '');
      const shape = commentShape(ask.world, ask.repository, newComment(ask, number, body));
      return { status: 201, body: shape, headers: { location: String(shape['url']) } };
    },
  },
  'issues/get-comment': {
    needs: read,
    handle: (ask) => ({
      status: 200,
      body: commentShape(ask.world, ask.repository, commentOf(ask)),
    }),
  },
  'issues/update-comment': {
    needs: write,
    handle(ask) {
      const comment = commentOf(ask);
      comment.body = checkBody('IssueComment', textField(ask, 'body') ?? '');
      comment.updatedAt = ask.world.now();
      comment.history.push(comment.body);
      return { status: 200, body: commentShape(ask.world, ask.repository, comment) };
    },
  },
  'issues/delete-comment': {
    needs: write,
    handle(ask) {
      ask.repository.comments.delete(commentOf(ask).id);
      return { status: 204 };
    },
  },
  'issues/list-for-repo': {
    needs: read,
    handle(ask) {
      const { world, repository } = ask;
      const state = ask.query.get('state') ?? 'open';
      const labels = (ask.query.get('labels') ?? '').split(',').filter((label) => label !== '');
      const creator = ask.query.get('creator');
      const since = ask.query.get('since');
      const byUpdate = ask.query.get('sort') === 'updated';
      const sortedBy = (one: { readonly createdAt: Date; readonly updatedAt: Date }) =>
        (byUpdate ? one.updatedAt : one.createdAt).getTime();
      const issues = [...repository.issues.values()]
        .filter((issue) => labels.every((one) => issue.labels.some((name) => same(one, name))))
        .map((issue) => ({ ...issue, shape: issueShape(world, repository, issue) }));
      const pulls = [...repository.pulls.values()]
        .filter(() => labels.length === 0)
        .map((pull) => ({ ...pull, shape: pullAsIssueShape(world, repository, pull) }));
      const all = [...issues, ...pulls]
        .filter((issue) => state === 'all' || issue.state === state)
        .filter(({ author }) => creator === null || same(author.login, creator))
        .filter(({ updatedAt }) => since === null || updatedAt >= new Date(since))
        .sort((a, b) => sortedBy(b) - sortedBy(a) || b.number - a.number);
      const ordered = ask.query.get('direction') === 'asc' ? all.toReversed() : all;
      return listed(ask, ordered, ({ shape }) => shape);
    },
  },
  'issues/create': {
    needs: [['issues', 'write']],
    handle(ask) {
      const now = ask.world.now();
      const title = checkTitle(textField(ask, 'title') ?? '');
      const body = textField(ask, 'body');
      if (body !== undefined) checkLength('Issue', body);
      const issue: Issue = {
        id: ask.world.nextId(),
        number: ask.repository.nextNumber++,
        author: ask.token.author,
        createdAt: now,
        updatedAt: now,
        title,
        body: body ?? null,
        state: 'open',
        stateReason: null,
        labels: labelsField(ask) ?? [],
        locked: false,
        closedAt: null,
      };
      ask.repository.issues.set(issue.number, issue);
      const shape = issueShape(ask.world, ask.repository, issue);
      return { status: 201, body: shape, headers: { location: String(shape['url']) } };
    },
  },
  'issues/get': {
    needs: read,
    handle(ask) {
      const { world, repository } = ask;
      const number = numberParam(ask, 'issue_number');
      const pull = repository.pulls.get(number);
      const body =
        pull === undefined
          ? issueShape(world, repository, found(repository.issues.get(number)))
          : pullAsIssueShape(world, repository, pull);
      return { status: 200, body };
    },
  },
  'issues/update': {
    needs: [['issues', 'write']],
    handle(ask) {
      const issue = found(ask.repository.issues.get(numberParam(ask, 'issue_number')));
      changeIssue(ask, issue);
      return { status: 200, body: issueShape(ask.world, ask.repository, issue) };
    },
  },
};
