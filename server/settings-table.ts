/** One variable of the receiver's environment, as its documentation lists it. */
export interface SettingWords {
  readonly name: string;
  /** What holds without it; `required`, `none`, or a value. */
  readonly otherwise: string;
  /** It may come from the file that `<name>_FILE` names. */
  readonly secret: boolean;
  readonly meaning: string;
}

const plain = (name: string, otherwise: string, meaning: string): SettingWords => ({
  name,
  otherwise,
  secret: false,
  meaning,
});
const secret = (name: string, otherwise: string, meaning: string): SettingWords => ({
  name,
  otherwise,
  secret: true,
  meaning,
});

/** Every variable that the receiver reads; a test compares it with what `readSettings` asks for. */
export const settingsTable: readonly SettingWords[] = [
  plain(
    'CERTFERRY_URL',
    '`http://127.0.0.1:PORT`',
    'Where the world reaches it: https, no path. Also the audience of OIDC tokens, so it has to be what `receiver.url` says in deployment files.',
  ),
  plain('CERTFERRY_DATA', '`data`', 'Folder of the database, for its owner only.'),
  plain('HOST', '`127.0.0.1`', 'Address it listens on.'),
  plain('PORT', '`8080`', 'Port it listens on.'),
  plain(
    'CERTFERRY_TRUSTED_PROXIES',
    'none',
    'Addresses or ranges, with commas between, whose `X-Forwarded-For` counts.',
  ),
  secret(
    'CERTFERRY_MASTER_KEY',
    'required',
    '32 bytes in base64. `id:new,id:old` during a rotation: the first one seals.',
  ),
  secret(
    'CERTFERRY_OPERATOR_TOKEN',
    'required',
    "Bearer token of the operator's API; at least 24 characters.",
  ),
  secret('CERTFERRY_GITHUB_WEBHOOK_SECRET', 'required', 'The secret of the webhook on GitHub.'),
  plain(
    'CERTFERRY_GITHUB_APP_ID',
    'this with the key, or a token',
    'Id of the GitHub App that starts workflow runs.',
  ),
  secret('CERTFERRY_GITHUB_APP_PRIVATE_KEY', 'required with the App', 'Its private key, PEM.'),
  secret(
    'CERTFERRY_GITHUB_TOKEN',
    'none',
    'In place of an App: a fine-grained token with `Actions: write`.',
  ),
  secret(
    'CERTFERRY_METRICS_TOKEN',
    'none',
    'Bearer token of `/metrics`. Without it there is no such page.',
  ),
  secret(
    'CERTFERRY_SMTP_URL',
    'none',
    'Where mail is handed over: `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465`; user and password percent-encoded. Without it no mail is sent.',
  ),
  plain(
    'CERTFERRY_MAIL_FROM',
    'required with SMTP',
    'The sender: `certferry@example.com` or `Certferry <certferry@example.com>`.',
  ),
  plain(
    'CERTFERRY_MAIL_TO',
    'none',
    "The operator's own address: told where a task, or a file, names no contact.",
  ),
  plain(
    'CERTFERRY_WEBHOOK_ADDRESSES',
    '`public`',
    '`any` lets chat webhooks reach private and local addresses.',
  ),
  plain(
    'CERTFERRY_GITHUB_API_URL',
    '`https://api.github.com`',
    'Enterprise Server: `https://HOST/api/v3`.',
  ),
  plain(
    'CERTFERRY_OIDC_ISSUER',
    '`https://token.actions.githubusercontent.com`',
    'Enterprise Server: `https://HOST/_services/token`.',
  ),
  plain('CERTFERRY_LOG_LEVEL', '`info`', '`debug`, `info`, `warn` or `error`.'),
];
