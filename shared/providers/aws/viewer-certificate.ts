import { createHash } from 'node:crypto';

import { DeployError } from '../../core/errors.ts';
import { canonical, childrenNamed, escapeXml, parseXml, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** How a distribution names its certificate: an ARN of ACM or an id of IAM. */
export type ViewerRef =
  | { readonly store: 'acm'; readonly ref: string }
  | { readonly store: 'iam'; readonly ref: string };

/** What a distribution's configuration says about its certificate. */
export interface ViewerCertificate {
  /** Null: the certificate of *.cloudfront.net. */
  readonly bound: ViewerRef | null;
  readonly sslSupportMethod: string | null;
  readonly minimumProtocolVersion: string | null;
  /** The element as it stands; null when there is none. */
  readonly xml: string | null;
}

/** A configuration as CloudFront sent it, with what the deployment needs of it. */
export interface DistributionConfig {
  readonly xml: string;
  readonly viewer: ViewerCertificate;
  readonly aliases: readonly string[];
  readonly staging: boolean;
  readonly continuousDeployment: boolean;
  /** Digest of each element but ViewerCertificate, by name: what may not change. */
  readonly fields: Readonly<Record<string, string>>;
}

function rootOf(xml: string): XmlElement {
  const root = parseXml(xml);
  if (root.local !== 'DistributionConfig') {
    throw new DeployError(
      'CLOUD_UNEXPECTED',
      `the reply to cloudfront:GetDistributionConfig is <${root.local}> instead of <DistributionConfig>`,
    );
  }
  return root;
}

function viewerElement(root: XmlElement): XmlElement | undefined {
  const [viewer, second] = childrenNamed(root, 'ViewerCertificate');
  if (second === undefined) return viewer;
  throw new DeployError('CLOUD_UNEXPECTED', 'the distribution has two ViewerCertificate elements');
}

function readViewer(root: XmlElement, xml: string): ViewerCertificate {
  const element = viewerElement(root);
  const value = (name: string) => {
    const [child] = element === undefined ? [] : childrenNamed(element, name);
    const text = child === undefined ? '' : textOf(child, xml);
    return text === '' ? null : text;
  };
  const acm = value('ACMCertificateArn');
  const iam = value('IAMCertificateId');
  let bound: ViewerRef | null = null;
  if (acm !== null) bound = { store: 'acm', ref: acm };
  else if (iam !== null) bound = { store: 'iam', ref: iam };
  return {
    bound,
    sslSupportMethod: value('SSLSupportMethod'),
    minimumProtocolVersion: value('MinimumProtocolVersion'),
    xml: element === undefined ? null : xml.slice(element.start, element.end),
  };
}

export function readDistributionConfig(xml: string): DistributionConfig {
  const root = rootOf(xml);
  const fields: Record<string, string> = {};
  for (const child of root.children) {
    if (child.local === 'ViewerCertificate') continue;
    const text = `${fields[child.local] ?? ''}${canonical(child, xml)}`;
    fields[child.local] = createHash('sha256').update(text).digest('hex').slice(0, 16);
  }
  const text = (name: string) => {
    const [child] = childrenNamed(root, name);
    return child === undefined ? '' : textOf(child, xml);
  };
  const [aliases] = childrenNamed(root, 'Aliases');
  const items = aliases === undefined ? [] : childrenNamed(aliases, 'Items');
  return {
    xml,
    viewer: readViewer(root, xml),
    aliases: items.flatMap((item) => item.children.map((alias) => textOf(alias, xml))),
    staging: text('Staging') === 'true',
    continuousDeployment: text('ContinuousDeploymentPolicyId') !== '',
    fields,
  };
}

/** The configuration with this ViewerCertificate element, or none; every other byte is kept. */
export function withViewerXml(xml: string, viewer: string | null): string {
  const root = rootOf(xml);
  const element = viewerElement(root);
  if (element !== undefined) {
    return xml.slice(0, element.start) + (viewer ?? '') + xml.slice(element.end);
  }
  if (viewer === null) return xml;
  if (root.selfClosing) {
    throw new DeployError('CLOUD_UNEXPECTED', 'the distribution has an empty configuration');
  }
  return xml.slice(0, root.innerEnd) + viewer + xml.slice(root.innerEnd);
}

/**
 * Exactly the children that CloudFront wants next to a certificate: the reference, and how and from
 * which TLS version on it is served, both as before. The deprecated `Certificate` and
 * `CertificateSource` are echoes of the old certificate; sent back, they win or are refused.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html
 */
export function withCertificate(config: DistributionConfig, { store, ref }: ViewerRef): string {
  const { viewer, xml } = config;
  const prefix = /^[^:]+:/u.exec(rootOf(xml).name)?.[0] ?? '';
  const tag = (name: string, inner: string) => `<${prefix}${name}>${inner}</${prefix}${name}>`;
  // Settings of the default certificate (`vip`, TLSv1) mean nothing, so they are not carried over.
  const kept = viewer.bound === null ? undefined : viewer;
  return withViewerXml(
    xml,
    tag(
      'ViewerCertificate',
      [
        tag(store === 'acm' ? 'ACMCertificateArn' : 'IAMCertificateId', escapeXml(ref)),
        tag('SSLSupportMethod', escapeXml(kept?.sslSupportMethod ?? 'sni-only')),
        tag('MinimumProtocolVersion', escapeXml(kept?.minimumProtocolVersion ?? 'TLSv1.2_2021')),
      ].join(''),
    ),
  );
}

/** A ViewerCertificate element without what CloudFront adds to it in replies, to be put back. */
export function withoutEchoes(viewer: string): string {
  const element = parseXml(viewer);
  const isEcho = (child: XmlElement) =>
    child.local === 'Certificate' ||
    child.local === 'CertificateSource' ||
    (child.local === 'CloudFrontDefaultCertificate' && textOf(child, viewer) === 'false');
  return element.children
    .filter(isEcho)
    .toReversed()
    .reduce((xml, { start, end }) => xml.slice(0, start) + xml.slice(end), viewer);
}

/** Names of the elements that differ, ViewerCertificate aside. */
export function changedFields(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}
