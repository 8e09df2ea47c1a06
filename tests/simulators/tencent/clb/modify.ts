import type {
  ModifyDomainAttributesRequest,
  ModifyListenerRequest,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_models.js';

import { Malformed, TencentError } from '../errors.ts';
import type { ClbBinding, ClbListener, ClbRule, LoadBalancer } from '../model.ts';
import { type Context, type Operation, operationsOf } from '../operation.ts';
import { requestedBinding } from './binding.ts';
import { getListener, getLoadBalancer } from './find.ts';
import { slotsOf, terminatesTls } from './state.ts';
import { checkIdle, startTask } from './tasks.ts';

const clb = operationsOf('clb');

/** The load balancer of a change, once nothing forbids changing it. */
function writable(context: Context, id: string): LoadBalancer {
  const loadBalancer = getLoadBalancer(context, id);
  if (!loadBalancer.isApplication) {
    throw new TencentError(
      'InvalidParameter',
      'Classic load balancers cannot be changed by this action.',
    );
  }
  if (loadBalancer.status !== 1 || loadBalancer.isolation === 1) {
    throw new TencentError('FailedOperation.InvalidLBStatus', `LB ${id} is not running.`);
  }
  checkIdle(loadBalancer, context.now);
  return loadBalancer;
}

/** Users saw such calls succeed and change nothing. */
function misdirected(context: Context, message: string): void {
  if (context.world.settings.clbMisdirected === 'refused') {
    throw new TencentError('InvalidParameter', message);
  }
}

/** What a change of a listener leaves behind, worked out before the task and applied at its end. */
interface Change {
  readonly config: Readonly<Record<string, unknown>>;
  readonly sni: boolean;
  readonly binding: ClbBinding | undefined;
  readonly rules: ReadonlyMap<ClbRule, Partial<ClbRule>>;
}

function start(listener: ClbListener, what: string, change: Change, context: Context): object {
  const { sni, binding } = change;
  const rules = listener.rules.map((rule) => ({ ...rule, ...change.rules.get(rule) }));
  startTask(
    [listener.loadBalancer],
    {
      what,
      apply() {
        Object.assign(listener.config, change.config);
        listener.sni = sni;
        listener.binding = binding;
        for (const [rule, next] of change.rules) Object.assign(rule, next);
      },
      announce: (taskMs) => listener.serving.announceIn(slotsOf({ sni, binding, rules }), taskMs),
    },
    context,
  );
  return {};
}

function checkListenerRequest(request: ModifyListenerRequest, listener: ClbListener): void {
  const { Certificate, MultiCertInfo, SniSwitch } = request;
  const { protocol, sni } = listener;
  if (Certificate !== undefined && !terminatesTls(listener)) {
    throw new TencentError('InvalidParameter', `${protocol} listeners have no certificate.`);
  }
  if (MultiCertInfo !== undefined && protocol !== 'HTTPS' && protocol !== 'TCP_SSL') {
    throw new TencentError('InvalidParameter', `${protocol} listeners take no MultiCertInfo.`);
  }
  if (SniSwitch === 1 && protocol !== 'HTTPS') {
    throw new TencentError('InvalidParameter', 'SNI is for HTTPS listeners.');
  }
  if (SniSwitch === 0 && sni) {
    throw new TencentError('InvalidParameter', 'SNI cannot be turned off again.');
  }
}

/**
 * Members that are not sent stay as they are, but a certificate is one value: what is left out of
 * it is lost. https://www.tencentcloud.com/document/api/214/33818
 */
const modifyListener = clb({
  name: 'ModifyListener',
  writes: true,
  resource: (params, { account, region }) =>
    `qcs::clb:${region}:uin/${account.uin}:clb/${String(params['LoadBalancerId'])}`,
  run(request: ModifyListenerRequest, context) {
    const loadBalancer = writable(context, request.LoadBalancerId);
    const listener = getListener(loadBalancer, request.ListenerId);
    checkListenerRequest(request, listener);
    const asked = requestedBinding(request, context);
    if (asked !== undefined && listener.sni) {
      misdirected(context, 'The certificates of an SNI listener belong to its domains.');
    }
    const {
      LoadBalancerId: _loadBalancer,
      ListenerId: _listener,
      Certificate: _certificate,
      MultiCertInfo: _certificates,
      SniSwitch,
      ...config
    } = request;
    const binding = listener.sni ? listener.binding : (asked ?? listener.binding);
    const turnsOnSni = SniSwitch === 1 && !listener.sni;
    const change: Change = {
      config,
      sni: listener.sni || turnsOnSni,
      // With SNI the listener's certificate goes to each of its domains.
      binding: turnsOnSni ? undefined : binding,
      rules: new Map(turnsOnSni ? listener.rules.map((rule) => [rule, { binding }]) : []),
    };
    return start(listener, 'UpdateQLBListener', change, context);
  },
});

function checkDomainRequest(request: ModifyDomainAttributesRequest, listener: ClbListener): void {
  const { Http2, Quic, DefaultServer, NewDomain, NewDomains, NewDefaultServerDomain } = request;
  if (NewDomain !== undefined && NewDomains !== undefined) {
    throw new Malformed('InvalidParameter', 'NewDomain and NewDomains exclude each other.');
  }
  if (listener.protocol !== 'HTTPS' && listener.protocol !== 'HTTP') {
    throw new TencentError('InvalidParameter', `${listener.protocol} listeners have no domains.`);
  }
  if (listener.protocol === 'HTTP' && (Http2 === true || Quic === true)) {
    throw new TencentError('InvalidParameter', 'HTTP/2 and QUIC need an HTTPS listener.');
  }
  if (DefaultServer === false && NewDefaultServerDomain === undefined) {
    throw new TencentError('InvalidParameter', 'A listener needs a default domain.');
  }
}

function isOf(rule: ClbRule, domain: string): boolean {
  return rule.domains.includes(domain);
}

function domainChanges(
  request: ModifyDomainAttributesRequest,
  listener: ClbListener,
  asked: ClbBinding | undefined,
): ReadonlyMap<ClbRule, Partial<ClbRule>> {
  const { Domain, Http2, Quic, DefaultServer, NewDomain, NewDefaultServerDomain } = request;
  const domains = NewDomain === undefined ? request.NewDomains : [NewDomain];
  const newDefault = DefaultServer === true ? Domain : NewDefaultServerDomain;
  const changes = new Map<ClbRule, Partial<ClbRule>>();
  for (const rule of listener.rules) {
    const own = isOf(rule, Domain);
    const change: Partial<ClbRule> = {
      ...(newDefault === undefined ? {} : { isDefault: isOf(rule, newDefault) }),
      ...(own && asked !== undefined && listener.sni ? { binding: asked } : {}),
      ...(own && Http2 !== undefined ? { http2: Http2 } : {}),
      ...(own && Quic !== undefined ? { quic: Quic } : {}),
      ...(own && domains !== undefined ? { domains } : {}),
    };
    if (Object.keys(change).length > 0) changes.set(rule, change);
  }
  return changes;
}

/** Every rule (path) of the domain shares what is set here. */
const modifyDomainAttributes = clb({
  name: 'ModifyDomainAttributes',
  writes: true,
  resource: (params, { account, region }) =>
    `qcs::clb:${region}:uin/${account.uin}:clb/${String(params['LoadBalancerId'])}`,
  run(request: ModifyDomainAttributesRequest, context) {
    const loadBalancer = writable(context, request.LoadBalancerId);
    const listener = getListener(loadBalancer, request.ListenerId);
    if (!listener.rules.some((rule) => isOf(rule, request.Domain))) {
      throw new TencentError(
        'InvalidParameter.LocationNotFound',
        `The domain ${request.Domain} is not found.`,
      );
    }
    checkDomainRequest(request, listener);
    const asked = requestedBinding(request, context);
    if (asked !== undefined && !listener.sni) {
      misdirected(context, 'The certificate belongs to the listener: SNI is off.');
    }
    const rules = domainChanges(request, listener, asked);
    const { sni, binding } = listener;
    const change: Change = { config: {}, sni, binding, rules };
    return start(listener, 'UpdateQLBL7ListenerDomain', change, context);
  },
});

export const modifyOperations: readonly Operation[] = [modifyListener, modifyDomainAttributes];
