import { resolve } from 'node:path';

import { Secret } from '../shared/core/secret.ts';
import type { MasterKey } from './keyring.ts';
import { createSettingsReader } from './settings-reader.ts';
import type { Environment, SettingsReader } from './settings-reader.ts';
import * as values from './settings-values.ts';
import { hashToken } from './tokens.ts';
import type { TokenHash } from './tokens.ts';

export type { Environment } from './settings-reader.ts';

/** How the receiver logs in to GitHub. */
export type GitHubLogin =
  | { readonly kind: 'app'; readonly appId: number; readonly privateKey: Secret }
  | { readonly kind: 'token'; readonly token: Secret };

/** How contacts are told. */
export interface NoticeSettings {
  /** Undefined: no mail is sent. */
  readonly mail: { readonly url: Secret; readonly from: string } | undefined;
  /** The operator's own address: told where a file names no contact. */
  readonly operator: string | undefined;
  /** Which machines webhooks are sent to. */
  readonly webhooks: 'public' | 'any';
}

/** What the operator decided, read once from the environment. Holds no default for any secret. */
export interface Settings {
  /** Origin that the world reaches the receiver at, without a slash: the audience of OIDC tokens. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Folder of the database; absolute. */
  readonly dataFolder: string;
  readonly masterKeys: readonly MasterKey[];
  readonly github: {
    readonly login: GitHubLogin;
    readonly webhookSecret: Secret;
    /** Without a slash at its end. */
    readonly apiUrl: string;
  };
  readonly oidcIssuer: string;
  readonly operatorToken: TokenHash;
  /** Undefined: `/metrics` is not there. */
  readonly metricsToken: TokenHash | undefined;
  /** Addresses and ranges whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly notices?: NoticeSettings;
  /** Every secret text of the environment, for the log to look out for. */
  readonly secrets: readonly Secret[];
}

/** Everything that is wrong with the environment, one line each; never a value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const makeOne = 'make one with: openssl rand -base64 32';

/** Reads everything, then throws one `SettingsError` that names all that is wrong. */
export function readSettings(environment: Environment): Settings {
  const reader = createSettingsReader(environment);
  const { given, problems, read, secret, secrets } = reader;

  const port = read('PORT', values.port, '8080');
  const url = read('CERTFERRY_URL', values.origin, `http://127.0.0.1:${port ?? 8080}`);
  const masterKeys = secret('CERTFERRY_MASTER_KEY', values.masterKeys, makeOne);
  const operatorToken = secret('CERTFERRY_OPERATOR_TOKEN', values.token, makeOne);
  const metricsToken = secret('CERTFERRY_METRICS_TOKEN', values.token);
  const webhookSecret = secret(
    'CERTFERRY_GITHUB_WEBHOOK_SECRET',
    values.token,
    'it is the secret of the webhook on GitHub',
  );
  const login = readLogin(reader);
  const apiUrl = read('CERTFERRY_GITHUB_API_URL', values.address, 'https://api.github.com');
  const issuer = 'https://token.actions.githubusercontent.com';
  const oidcIssuer = read('CERTFERRY_OIDC_ISSUER', values.address, issuer);
  const trustedProxies = read('CERTFERRY_TRUSTED_PROXIES', values.proxies, '');
  const logLevel = read('CERTFERRY_LOG_LEVEL', values.logLevel, 'info');
  const notices = readNotices(reader);
  if (new Set(secrets.map((one) => one.reveal())).size < secrets.length) {
    problems.push('two secrets have the same value: every one needs its own');
  }

  if (
    problems.length > 0 ||
    port === undefined ||
    url === undefined ||
    masterKeys === undefined ||
    operatorToken === undefined ||
    webhookSecret === undefined ||
    login === undefined ||
    apiUrl === undefined ||
    oidcIssuer === undefined ||
    trustedProxies === undefined ||
    logLevel === undefined ||
    notices === undefined
  ) {
    throw new SettingsError(problems);
  }
  return {
    url,
    host: given('HOST') ?? '127.0.0.1',
    port,
    dataFolder: readDataFolder(environment),
    masterKeys,
    github: { login, webhookSecret: new Secret(webhookSecret), apiUrl },
    oidcIssuer,
    operatorToken: hashToken(operatorToken),
    metricsToken: metricsToken === undefined ? undefined : hashToken(metricsToken),
    trustedProxies,
    logLevel,
    notices,
    secrets: [...secrets, ...masterKeys.map(({ key }) => key)],
  };
}

/** The data folder alone: all that most commands of the operator need. */
export function readDataFolder(environment: Environment): string {
  return resolve(createSettingsReader(environment).given('CERTFERRY_DATA') ?? 'data');
}

/** The master keys alone, for commands that seal or open. Throws a `SettingsError`. */
export function readMasterKeys(environment: Environment): readonly MasterKey[] {
  const { problems, secret } = createSettingsReader(environment);
  const keys = secret('CERTFERRY_MASTER_KEY', values.masterKeys, makeOne);
  if (keys === undefined) throw new SettingsError(problems);
  return keys;
}

/** A GitHub App or a token: one of the two. */
function readLogin({ given, problems, read, secret }: SettingsReader): GitHubLogin | undefined {
  const appName = 'CERTFERRY_GITHUB_APP_ID';
  const keyName = 'CERTFERRY_GITHUB_APP_PRIVATE_KEY';
  const tokenName = 'CERTFERRY_GITHUB_TOKEN';
  const before = problems.length;
  const isApp = given(appName) !== undefined;
  const appId = isApp ? read(appName, values.integer, '') : undefined;
  const privateKey = secret(keyName, values.pem, isApp ? `${appName} needs it` : undefined);
  const token = secret(tokenName, values.token);
  if (isApp && token !== undefined) {
    problems.push(`${appName} and ${tokenName} are both set: set one`);
  } else if (token !== undefined) {
    return { kind: 'token', token: new Secret(token) };
  } else if (appId !== undefined && privateKey !== undefined) {
    return { kind: 'app', appId, privateKey: new Secret(privateKey) };
  } else if (privateKey !== undefined) {
    problems.push(`${appName} is missing; ${keyName} belongs to an App`);
  } else if (problems.length === before) {
    const words = 'is missing: workflow runs are started with it';
    problems.push(`${appName} with ${keyName}, or ${tokenName}, ${words}`);
  }
  return undefined;
}

/** Mail is sent with all that it takes, or not at all. */
function readNotices({
  given,
  problems,
  read,
  secret,
}: SettingsReader): NoticeSettings | undefined {
  const [urlName, fromName, toName] = [
    'CERTFERRY_SMTP_URL',
    'CERTFERRY_MAIL_FROM',
    'CERTFERRY_MAIL_TO',
  ] as const;
  const before = problems.length;
  const url = secret(urlName, values.smtpUrl);
  const from = given(fromName) === undefined ? undefined : read(fromName, values.sender, '');
  const operator = given(toName) === undefined ? undefined : read(toName, values.mailbox, '');
  const webhooks = read('CERTFERRY_WEBHOOK_ADDRESSES', values.webhookAddresses, 'public');
  if (webhooks === undefined || problems.length > before) return undefined;
  if (url === undefined) {
    const needless = from === undefined ? toName : fromName;
    if (from === undefined && operator === undefined) {
      return { mail: undefined, operator: undefined, webhooks };
    }
    problems.push(`${urlName} (or ${urlName}_FILE) is missing; ${needless} needs it`);
    return undefined;
  }
  if (from === undefined) {
    problems.push(`${fromName} is missing; ${urlName} needs it`);
    return undefined;
  }
  return { mail: { url: new Secret(url), from }, operator, webhooks };
}
