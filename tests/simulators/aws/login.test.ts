import { generateKeyPairSync, sign } from 'node:crypto';

import {
  DeleteServerCertificateCommand,
  GetServerCertificateCommand,
  IAMClient,
  paginateListServerCertificates,
  UploadServerCertificateCommand,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../../pki.ts';
import { type AccountHandle, type Aws, startAws } from './aws.ts';
import { clientConfig } from './client-config.ts';

const issuer = 'https://token.actions.githubusercontent.com';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const subject = 'repo:org@1/shop@2:environment:production';

function token(claims: Record<string, unknown>): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 300;
  const body = { iss: issuer, aud: 'sts.amazonaws.com', sub: subject, exp, ...claims };
  const signed = `${part({ alg: 'RS256', kid: 'one' })}.${part(body)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

describe('logging in to the simulated AWS', () => {
  let aws: Aws;
  let account: AccountHandle;

  beforeEach(async () => {
    aws = await startAws();
    account = aws.account('111122223333');
  });
  afterEach(() => aws.close());

  const nobody = { accessKeyId: 'none', secretAccessKey: 'none' };

  describe('by OIDC', () => {
    function assume(RoleArn: string, WebIdentityToken: string) {
      const sts = new STSClient(clientConfig(aws, nobody));
      return sts.send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn,
          RoleSessionName: 'run-7',
          WebIdentityToken,
        }),
      );
    }
    function role() {
      const key = { ...publicKey.export({ format: 'jwk' }), kid: 'one' };
      const subjects = [subject, 'repo:org/*:ref:refs/heads/main'];
      const trust = { issuer, audience: 'sts.amazonaws.com', subjects, keys: [key] };
      return account.role({ name: 'deploy', trust });
    }

    it('gives keys that work, to an unsigned request with a trusted token', async () => {
      const { arn } = role();
      for (const sub of [subject, 'repo:org/shop:ref:refs/heads/main']) {
        const { Credentials, Audience } = await assume(arn, token({ sub }));
        expect(Audience).toBe('sts.amazonaws.com');
        const sts = new STSClient(
          clientConfig(aws, {
            accessKeyId: Credentials?.AccessKeyId ?? '',
            secretAccessKey: Credentials?.SecretAccessKey ?? '',
            sessionToken: Credentials?.SessionToken,
          }),
        );
        expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
          Arn: 'arn:aws:sts::111122223333:assumed-role/deploy/run-7',
        });
      }
      expect(JSON.stringify(aws.requests)).not.toContain(token({}).slice(0, 40));
      expect(aws.snapshot()).toEqual({
        '111122223333': { regions: {}, distributions: {}, tenants: {} },
      });
    });

    it('lets nobody in with another subject, audience, issuer, signature or after the end', async () => {
      const { arn } = role();
      const forged = `${token({}).slice(0, -6)}AAAAAA`;
      const cases: readonly (readonly [string, string])[] = [
        [token({ sub: 'repo:evil/shop:ref:refs/heads/main' }), 'AccessDenied'],
        [token({ sub: 'repo:org/shop:ref:refs/heads/main2' }), 'AccessDenied'],
        [token({ aud: 'https://github.com/org' }), 'InvalidIdentityTokenException'],
        [token({ iss: 'https://example.com' }), 'InvalidIdentityTokenException'],
        [token({ exp: 1 }), 'ExpiredTokenException'],
        [forged, 'InvalidIdentityTokenException'],
        ['not a token', 'InvalidIdentityTokenException'],
      ];
      for (const [jwt, name] of cases) {
        await expect(assume(arn, jwt), name).rejects.toMatchObject({ name });
      }
      const missing = arn.replace('deploy', 'missing');
      await expect(assume(missing, token({}))).rejects.toThrow(
        'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      );
    });
  });

  it('lets a role be assumed across accounts with the external id, one hour at most when chained', async () => {
    const user = account.accessKey();
    const other = aws.account('999988887777');
    const target = other.role({
      principals: ['111122223333'],
      externalId: 'shop',
      maxSessionSeconds: 7200,
    });
    const sts = new STSClient(clientConfig(aws, user));
    const ask = (client: STSClient, extra: object) =>
      client.send(new AssumeRoleCommand({ RoleArn: target.arn, RoleSessionName: 'x1', ...extra }));
    await expect(ask(sts, {})).rejects.toMatchObject({ name: 'AccessDenied' });
    const ExternalId = 'shop';
    const first = await ask(sts, { ExternalId, DurationSeconds: 7200 });
    expect(first.AssumedRoleUser?.Arn).toContain('999988887777:assumed-role');
    await expect(ask(sts, { ExternalId, DurationSeconds: 7201 })).rejects.toMatchObject({
      name: 'ValidationError',
    });
    const chained = other.role({ principals: ['999988887777'], maxSessionSeconds: 7200 });
    const session = new STSClient(
      clientConfig(aws, {
        accessKeyId: first.Credentials?.AccessKeyId ?? '',
        secretAccessKey: first.Credentials?.SecretAccessKey ?? '',
        sessionToken: first.Credentials?.SessionToken,
      }),
    );
    const chain = (DurationSeconds: number) =>
      session.send(
        new AssumeRoleCommand({ RoleArn: chained.arn, RoleSessionName: 'x2', DurationSeconds }),
      );
    await expect(chain(7200)).rejects.toThrow(/role chaining/u);
    await chain(3600);
  });

  it('keeps server certificates in IAM by name, path and quota', async () => {
    const root = await createRoot('IAM root');
    const shop = await issue(root, { domains: ['shop.example.com'], key: 'rsa-2048' });
    const other = await issue(root, { domains: ['shop.example.com'] });
    const client = new IAMClient({
      ...clientConfig(aws, account.accessKey()),
      region: 'us-east-1',
    });
    const upload = (name: string, extra: object = {}) =>
      client.send(
        new UploadServerCertificateCommand({
          ServerCertificateName: name,
          Path: '/cloudfront/certferry/',
          CertificateBody: shop.leaf,
          PrivateKey: shop.key,
          ...extra,
        }),
      );
    const { ServerCertificateMetadata: metadata } = await upload('one');
    expect(metadata).toMatchObject({
      Arn: 'arn:aws:iam::111122223333:server-certificate/cloudfront/certferry/one',
      Expiration: shop.notAfter,
    });
    await expect(upload('one')).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' });
    await expect(upload('two', { PrivateKey: other.key })).rejects.toMatchObject({
      name: 'KeyPairMismatchException',
    });
    await expect(upload('two', { CertificateBody: 'x' })).rejects.toMatchObject({
      name: 'MalformedCertificateException',
    });
    await expect(upload('two', { Path: 'cloudfront' })).rejects.toMatchObject({
      name: 'ValidationError',
    });
    await upload('two', { Path: '/elb/' });
    aws.settings.quotas.iamCertificates = 2;
    await expect(upload('three')).rejects.toMatchObject({ name: 'LimitExceededException' });
    aws.settings.pageSizes.iam = 1;
    const names: (string | undefined)[] = [];
    const pages = paginateListServerCertificates({ client }, { PathPrefix: '/' });
    for await (const page of pages) {
      names.push(
        ...(page.ServerCertificateMetadataList ?? []).map((one) => one.ServerCertificateName),
      );
    }
    expect(names).toEqual(['one', 'two']);
    const read = await client.send(
      new GetServerCertificateCommand({ ServerCertificateName: 'one' }),
    );
    expect(read.ServerCertificate?.CertificateBody?.trim()).toBe(shop.leaf.trim());
    const remove = (ServerCertificateName: string) =>
      client.send(new DeleteServerCertificateCommand({ ServerCertificateName }));
    account.addDistribution({
      aliases: ['shop.example.com'],
      certificate: metadata?.ServerCertificateId ?? '',
    });
    await expect(remove('one')).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await remove('two');
    await expect(remove('two')).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    expect(aws.violations).toEqual([]);
  });
});
