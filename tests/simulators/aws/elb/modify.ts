import { z } from 'zod';

import { AwsError, Malformed } from '../errors.ts';
import { textBoolean, textInteger } from '../input.ts';
import type { Listener, StoredCertificate } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import { getListener } from './describe.ts';
import { elbv2, listenerChanged, usableCertificate } from './operation.ts';

const certificates = z
  .array(
    z.strictObject({
      CertificateArn: z.string().min(1),
      IsDefault: textBoolean.optional(),
    }),
  )
  .min(1);
type Certificates = z.output<typeof certificates>;

const action = z.looseObject({ Type: z.string() });

/** The one certificate of a request: more are refused, and `IsDefault` is for replies only. */
function theOne(listener: Listener, sent: Certificates, context: Context): StoredCertificate {
  const [first, second] = sent;
  if (first === undefined || second !== undefined) {
    throw new AwsError('ValidationError', 'You must specify exactly one certificate');
  }
  if (first.IsDefault !== undefined) {
    throw new Malformed('ValidationError', 'You cannot specify IsDefault in a request');
  }
  return usableCertificate(first.CertificateArn, productOf(listener), context);
}

function productOf({ loadBalancer }: Listener): 'application' | 'network' {
  return loadBalancer.type === 'network' ? 'network' : 'application';
}

function terminatesTls(protocol: string): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}

const modifyListener = elbv2({
  name: 'ModifyListener',
  writes: true,
  input: z.strictObject({
    ListenerArn: z.string().min(1),
    Port: textInteger(1, 65_535).optional(),
    Protocol: z
      .enum(['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE', 'QUIC', 'TCP_QUIC'])
      .optional(),
    SslPolicy: z.string().optional(),
    Certificates: certificates.optional(),
    DefaultActions: z.array(action).optional(),
    AlpnPolicy: z.array(z.string()).optional(),
    MutualAuthentication: z.looseObject({}).optional(),
  }),
  resource: (request) => request.ListenerArn,
  run(request, context) {
    const listener = getListener(context, request.ListenerArn);
    const protocol = request.Protocol ?? listener.protocol;
    const certificate =
      request.Certificates === undefined
        ? listener.certificate
        : theOne(listener, request.Certificates, context);
    if (!terminatesTls(protocol) && request.Certificates !== undefined) {
      throw new AwsError(
        'InvalidConfigurationRequest',
        `A certificate cannot be specified for a listener with protocol '${protocol}'`,
      );
    }
    if (terminatesTls(protocol) && certificate === undefined) {
      throw new AwsError(
        'CertificateNotFound',
        'A certificate must be specified for HTTPS and TLS',
      );
    }
    listener.certificate = terminatesTls(protocol) ? certificate : undefined;
    listener.protocol = protocol;
    listener.port = request.Port ?? listener.port;
    listener.sslPolicy = request.SslPolicy ?? listener.sslPolicy;
    listener.alpn = request.AlpnPolicy ?? listener.alpn;
    listener.mutualAuthentication = request.MutualAuthentication ?? listener.mutualAuthentication;
    listener.defaultActions = request.DefaultActions ?? listener.defaultActions;
    listenerChanged(context.world, listener);
    return {
      members: {
        Listeners: [
          {
            ListenerArn: listener.arn,
            LoadBalancerArn: listener.loadBalancer.arn,
            Port: listener.port,
            Protocol: listener.protocol,
            Certificates:
              listener.certificate === undefined
                ? undefined
                : [{ CertificateArn: listener.certificate.arn }],
            SslPolicy: listener.sslPolicy,
            DefaultActions: listener.defaultActions,
          },
        ],
      },
    };
  },
});

const listInput = z.strictObject({ ListenerArn: z.string().min(1), Certificates: certificates });

const addListenerCertificates = elbv2({
  name: 'AddListenerCertificates',
  writes: true,
  input: listInput,
  resource: (request) => request.ListenerArn,
  run(request, context) {
    const listener = getListener(context, request.ListenerArn);
    const certificate = theOne(listener, request.Certificates, context);
    if (!terminatesTls(listener.protocol)) {
      throw new AwsError(
        'OperationNotPermitted',
        `Certificates cannot be added to a listener with protocol '${listener.protocol}'`,
      );
    }
    const held = listener.loadBalancer.listeners.flatMap((other) => other.sni);
    const { certificatesPerLoadBalancer } = context.world.settings.quotas;
    const isNew = !listener.sni.includes(certificate);
    if (isNew && held.length >= certificatesPerLoadBalancer) {
      throw new AwsError(
        'TooManyCertificates',
        `The maximum number of certificates on load balancer '${listener.loadBalancer.arn}' has been reached`,
      );
    }
    if (isNew && !context.lost) {
      listener.sni.push(certificate);
      listenerChanged(context.world, listener);
    }
    return { members: { Certificates: [{ CertificateArn: certificate.arn, IsDefault: false }] } };
  },
});

const removeListenerCertificates = elbv2({
  name: 'RemoveListenerCertificates',
  writes: true,
  input: listInput,
  resource: (request) => request.ListenerArn,
  run(request, context) {
    const listener = getListener(context, request.ListenerArn);
    const [first, second] = request.Certificates;
    if (first === undefined || second !== undefined) {
      throw new AwsError('ValidationError', 'You must specify exactly one certificate');
    }
    const { CertificateArn: arn } = first;
    const index = listener.sni.findIndex((certificate) => certificate.arn === arn);
    if (index < 0 && listener.certificate?.arn === arn) {
      throw new AwsError('OperationNotPermitted', 'Default certificate cannot be removed');
    }
    if (index >= 0) {
      listener.sni.splice(index, 1);
      listenerChanged(context.world, listener);
    }
    return { members: {} };
  },
});

export const modifyOperations: readonly Operation[] = [
  modifyListener,
  addListenerCertificates,
  removeListenerCertificates,
];
