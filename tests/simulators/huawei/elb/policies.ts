import { z } from 'zod';

import { one, textBoolean, uuid } from '../input.ts';
import type { L7Policy, L7Rule, Listener, Project } from '../model.ts';
import type { Operation } from '../operation.ts';
import { listOperation } from './list.ts';
import { base, notFound } from './operation.ts';

interface Placed {
  readonly policy: L7Policy;
  readonly listener: Listener;
}

function policiesOf(project: Project): readonly Placed[] {
  return [...project.listeners.values()].flatMap((listener) =>
    listener.policies.map((policy) => ({ policy, listener })),
  );
}

function shownRule(rule: L7Rule, { listener }: Pick<Placed, 'listener'>): object {
  return {
    id: rule.id,
    type: rule.type,
    compare_type: rule.compareType,
    key: null,
    value: rule.value,
    conditions: rule.conditions,
    invert: rule.invert,
    admin_state_up: true,
    provisioning_status: 'ACTIVE',
    project_id: listener.loadBalancer.project.id,
  };
}

const listL7Policies = listOperation<Placed>({
  name: 'ListL7Policies',
  path: `${base}/l7policies`,
  action: 'elb:l7policies:list',
  key: 'l7policies',
  items: policiesOf,
  id: ({ policy }) => policy.id,
  enterpriseProject: ({ listener }) => listener.loadBalancer.enterpriseProject,
  filters: {
    id: { schema: uuid, of: ({ policy }) => policy.id },
    name: { schema: z.string(), of: ({ policy }) => policy.name },
    listener_id: { schema: uuid, of: ({ listener }) => listener.id },
    action: { schema: z.string(), of: ({ policy }) => policy.action },
  },
  options: { display_all_rules: one(textBoolean).optional() },
  shown({ policy, listener }, { world }, query) {
    const full = query['display_all_rules'] === true && world.settings.displayAllRules === 'full';
    return {
      id: policy.id,
      name: policy.name,
      description: '',
      action: policy.action,
      priority: policy.priority,
      position: 100,
      listener_id: listener.id,
      redirect_listener_id: null,
      redirect_pool_id: null,
      redirect_url: null,
      rules: policy.rules.map((rule) => (full ? shownRule(rule, { listener }) : { id: rule.id })),
      admin_state_up: true,
      provisioning_status: 'ACTIVE',
      project_id: listener.loadBalancer.project.id,
      enterprise_project_id: listener.loadBalancer.enterpriseProject,
    };
  },
});

const listL7Rules = listOperation<Placed & { readonly rule: L7Rule }>({
  name: 'ListL7Rules',
  path: `${base}/l7policies/{l7policy_id}/rules`,
  action: 'elb:l7rules:list',
  key: 'rules',
  items(project, _context, path) {
    const id = path['l7policy_id'] ?? '';
    const placed = policiesOf(project).find(({ policy }) => policy.id === id);
    if (placed === undefined) throw notFound('L7policy', id);
    return placed.policy.rules.map((rule) => ({ ...placed, rule }));
  },
  id: ({ rule }) => rule.id,
  enterpriseProject: ({ listener }) => listener.loadBalancer.enterpriseProject,
  filters: {
    id: { schema: uuid, of: ({ rule }) => rule.id },
    type: { schema: z.string(), of: ({ rule }) => rule.type },
    compare_type: { schema: z.string(), of: ({ rule }) => rule.compareType },
    value: { schema: z.string(), of: ({ rule }) => rule.value },
  },
  shown: ({ rule, listener }) => shownRule(rule, { listener }),
});

export const policyOperations: readonly Operation[] = [listL7Policies, listL7Rules];
