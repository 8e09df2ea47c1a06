import { describe, expect, it } from 'vitest';

import {
  changedFields,
  readDistributionConfig,
  withCertificate,
  withoutEchoes,
  withViewerXml,
} from './viewer-certificate.ts';

const head = `<?xml version="1.0" encoding="UTF-8"?>
<!-- <ViewerCertificate>in a comment</ViewerCertificate> -->
<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">`;
const viewer =
  '<ViewerCertificate><ACMCertificateArn>arn:old</ACMCertificateArn><SSLSupportMethod>vip</SSLSupportMethod>' +
  '<MinimumProtocolVersion>TLSv1.1_2016</MinimumProtocolVersion><Certificate>arn:old</Certificate>' +
  '<CertificateSource>acm</CertificateSource></ViewerCertificate>';
const before = `
  <CallerReference>a &amp; b</CallerReference>
  <Aliases><Quantity>2</Quantity><Items><CNAME>www.example.com</CNAME><CNAME>*.example.com</CNAME></Items></Aliases>
  <Origins><Items><Origin><Id><![CDATA[<ViewerCertificate>]]></Id><Nested><ViewerCertificate>not this one</ViewerCertificate></Nested></Origin></Items></Origins>
  <FromTheFuture attribute="a > b" other='</DistributionConfig>'><Deep/>text</FromTheFuture>
  `;
const after = `
  <ViewerMtlsConfig><Mode>required</Mode></ViewerMtlsConfig>
  <Staging>false</Staging><ContinuousDeploymentPolicyId></ContinuousDeploymentPolicyId>
</DistributionConfig>
`;
const acm = { store: 'acm', ref: 'arn:new' } as const;

describe('the raw edit of a distribution', () => {
  it('replaces one element and keeps every other byte', () => {
    const xml = head + before + viewer + after;
    const edited = withCertificate(readDistributionConfig(xml), acm);
    expect(edited).toBe(
      `${head}${before}<ViewerCertificate><ACMCertificateArn>arn:new</ACMCertificateArn>` +
        '<SSLSupportMethod>vip</SSLSupportMethod><MinimumProtocolVersion>TLSv1.1_2016</MinimumProtocolVersion>' +
        `</ViewerCertificate>${after}`,
    );
  });

  it('inserts the element where there is none', () => {
    const edited = withCertificate(readDistributionConfig(head + before + after), {
      store: 'iam',
      ref: 'ASCA<1>&',
    });
    expect(edited).toContain(
      '<ViewerCertificate><IAMCertificateId>ASCA&lt;1&gt;&amp;</IAMCertificateId>' +
        '<SSLSupportMethod>sni-only</SSLSupportMethod><MinimumProtocolVersion>TLSv1.2_2021</MinimumProtocolVersion>' +
        '</ViewerCertificate></DistributionConfig>',
    );
    expect(withViewerXml(edited, null)).toBe(head + before + after);
  });

  it('does not carry the settings of the default certificate over', () => {
    const byDefault =
      '<ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>' +
      '<SSLSupportMethod>vip</SSLSupportMethod><MinimumProtocolVersion>TLSv1</MinimumProtocolVersion></ViewerCertificate>';
    const config = readDistributionConfig(head + byDefault + after);
    expect(config.viewer.bound).toBeNull();
    expect(withCertificate(config, acm)).toContain(
      '<SSLSupportMethod>sni-only</SSLSupportMethod><MinimumProtocolVersion>TLSv1.2_2021</MinimumProtocolVersion>',
    );
  });

  it('uses the prefix of the document', () => {
    const xml =
      '<cf:DistributionConfig xmlns:cf="urn:x"><cf:ViewerCertificate><cf:ACMCertificateArn>arn:old' +
      '</cf:ACMCertificateArn></cf:ViewerCertificate><cf:Comment/></cf:DistributionConfig>';
    const config = readDistributionConfig(xml);
    expect(config.viewer.bound).toEqual({ store: 'acm', ref: 'arn:old' });
    const edited = withCertificate(config, acm);
    expect(edited).toContain('<cf:ViewerCertificate><cf:ACMCertificateArn>arn:new<');
    expect(edited).toContain('</cf:ViewerCertificate><cf:Comment/></cf:DistributionConfig>');
  });

  it('is undone byte for byte by the element that was there, echoes aside', () => {
    const xml = head + before + viewer + after;
    const config = readDistributionConfig(xml);
    const edited = withCertificate(config, acm);
    expect(withViewerXml(edited, config.viewer.xml)).toBe(xml);
    expect(withoutEchoes(config.viewer.xml ?? '')).toBe(
      '<ViewerCertificate><ACMCertificateArn>arn:old</ACMCertificateArn><SSLSupportMethod>vip</SSLSupportMethod>' +
        '<MinimumProtocolVersion>TLSv1.1_2016</MinimumProtocolVersion></ViewerCertificate>',
    );
  });
});

describe('reading a distribution', () => {
  it('reads certificate, aliases and flags', () => {
    const config = readDistributionConfig(head + before + viewer + after);
    expect(config.viewer).toMatchObject({
      bound: { store: 'acm', ref: 'arn:old' },
      sslSupportMethod: 'vip',
      minimumProtocolVersion: 'TLSv1.1_2016',
    });
    expect(config.aliases).toEqual(['www.example.com', '*.example.com']);
    expect([config.staging, config.continuousDeployment]).toEqual([false, false]);
  });

  it('names the fields that differ, whatever the layout and the certificate', () => {
    const one = readDistributionConfig(head + before + viewer + after).fields;
    const other = readDistributionConfig(
      `<DistributionConfig>${before
        .replaceAll('\n', '')
        .replace('text', 'TEXT')}<!-- new -->${after.replace('required', 'optional')}`,
    ).fields;
    expect(changedFields(one, other)).toEqual(['FromTheFuture', 'ViewerMtlsConfig']);
    const less = readDistributionConfig(head + after).fields;
    expect(changedFields(one, less)).toEqual([
      'Aliases',
      'CallerReference',
      'FromTheFuture',
      'Origins',
    ]);
  });

  it.each([
    ['not closed', '<DistributionConfig><A></DistributionConfig>'],
    ['not opened', '<DistributionConfig></A></DistributionConfig>'],
    ['no element', 'plain text'],
    ['two roots', '<DistributionConfig/><DistributionConfig/>'],
    ['a doctype', '<!DOCTYPE x [<!ENTITY e "">]><DistributionConfig/>'],
    ['an open comment', '<DistributionConfig><!-- <A/></DistributionConfig>'],
    ['another document', '<ErrorResponse/>'],
    [
      'two certificates',
      '<DistributionConfig><ViewerCertificate/><ViewerCertificate/></DistributionConfig>',
    ],
  ])('refuses a reply with %s', (_, xml) => {
    expect(() => readDistributionConfig(xml)).toThrowError(
      expect.objectContaining({ code: 'CLOUD_UNEXPECTED' }),
    );
  });
});
