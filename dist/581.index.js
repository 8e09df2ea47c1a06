export const id = 581;
export const ids = [581];
export const modules = {

/***/ 77841:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ parseReply)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/** Parses only the fields that are read. A missing one is `CLOUD_UNEXPECTED` with its path. */
function parseReply(schema, reply, action) {
    const parsed = schema.safeParse(reply);
    if (parsed.success)
        return parsed.data;
    const [issue] = parsed.error.issues;
    const path = issue?.path.map(String).join('.') ?? '';
    throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CLOUD_UNEXPECTED', `the reply to ${action} is not one Certferry knows: ${path === '' ? 'its body' : path}: ${issue?.message ?? 'unreadable'}`);
}


/***/ }),

/***/ 74970:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SQ: () => (/* binding */ factsOfListed),
/* harmony export */   io: () => (/* binding */ beijingTime),
/* harmony export */   pk: () => (/* binding */ factsOfPem)
/* harmony export */ });
/* unused harmony export algorithmOf */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _core_certificate_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(54409);
/* harmony import */ var _core_domain_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(68872);
/* harmony import */ var _certificate_marks_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(40031);




/** The facts of the leaf of a PEM text; undefined where there is none that can be read. */
function factsOfPem(pem) {
    const [leaf] = (0,_core_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .pemCertificates */ .xC)(pem ?? '');
    if (leaf === undefined)
        return undefined;
    try {
        return (0,_core_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .certificateFacts */ .lF)(new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(leaf));
    }
    catch {
        // SM2 pairs and the like: what the list says has to do.
        return undefined;
    }
}
/** `2026-11-23 08:00:00`, of Beijing, which the text does not say. */
function beijingTime(text) {
    const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/u.exec(text ?? '');
    return match === null ? null : new Date(`${match[1] ?? ''}T${match[2] ?? ''}+08:00`);
}
const curves = {
    '256': 'ec-p256',
    '384': 'ec-p384',
    '521': 'ec-p521',
};
/** `RSA 2048`, `ECC 256`. Only the first word is certain. */
function algorithmOf(text) {
    const match = /^(RSA|EC)\w*\D*(\d+)?/iu.exec(text ?? '');
    if (match === null)
        return null;
    const [, kind = '', size = ''] = match;
    if (kind.toUpperCase() === 'EC')
        return curves[size] ?? null;
    switch (size) {
        case '1024':
            return 'rsa-1024';
        case '2048':
            return 'rsa-2048';
        case '3072':
            return 'rsa-3072';
        case '4096':
            return 'rsa-4096';
        default:
            return null;
    }
}
/**
 * What the list of certificates says of one: enough to match its names. Only one that was uploaded
 * with our tag can be known again.
 */
function factsOfListed(listed) {
    const names = [...(listed.SubjectAltName ?? []), ...(listed.CertSANs ?? [])];
    const domains = new Set();
    for (const name of names.length > 0 ? names : [listed.Domain ?? '']) {
        const domain = (0,_core_domain_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDomain */ .gR)(name);
        if (domain !== undefined)
            domains.add(domain);
    }
    return {
        sha256: (0,_certificate_marks_js__WEBPACK_IMPORTED_MODULE_3__/* .markedFingerprint */ .jw)(listed),
        serial: null,
        subject: null,
        issuer: null,
        domains: [...domains],
        ips: [],
        notBefore: beijingTime(listed.CertBeginTime),
        notAfter: beijingTime(listed.CertEndTime),
        keyAlgorithm: algorithmOf(listed.EncryptAlgorithm),
    };
}


/***/ }),

/***/ 40031:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BY: () => (/* binding */ ourMarks),
/* harmony export */   MU: () => (/* binding */ isOurs),
/* harmony export */   jw: () => (/* binding */ markedFingerprint),
/* harmony export */   k0: () => (/* binding */ managedTag)
/* harmony export */ });
/* harmony import */ var _core_certificate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(54409);

const managedTag = 'certferry:managed';
/** Carries the fingerprint of what was uploaded, in the form of `Fingerprint`. */
const fingerprintTag = 'certferry:sha256';
const aliasStart = 'certferry ';
function tagOf({ Tags }, key) {
    return (Tags ?? []).find(({ TagKey }) => TagKey === key)?.TagValue ?? '';
}
/** What an upload says of the new object. One that is there already keeps its own alias and tags. */
function ourMarks({ name, sha256 }) {
    return {
        Alias: `${aliasStart}${name} ${sha256.slice(0, 8)}`,
        Tags: [
            { TagKey: managedTag, TagValue: 'true' },
            { TagKey: fingerprintTag, TagValue: sha256 },
        ],
    };
}
function markedFingerprint(listed) {
    return (0,_core_certificate_js__WEBPACK_IMPORTED_MODULE_0__/* .parseFingerprint */ .sr)(tagOf(listed, fingerprintTag)) ?? null;
}
/**
 * Whether Certferry put it there, by all of its marks: uploaded, both tags, and the alias as it was
 * given. Whoever has taken one of them away, or given it a name, has made it their own.
 */
function isOurs(listed) {
    const fingerprint = markedFingerprint(listed);
    return (listed.From === 'upload' &&
        tagOf(listed, managedTag) === 'true' &&
        fingerprint !== null &&
        (listed.Alias ?? '').startsWith(aliasStart) &&
        (listed.Alias ?? '').endsWith(` ${fingerprint.slice(0, 8)}`));
}


/***/ }),

/***/ 98722:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  JD: () => (/* binding */ isLost),
  RP: () => (/* binding */ roleMissing),
  pH: () => (/* binding */ toDeployError),
  Ll: () => (/* binding */ wireCode),
  Vk: () => (/* binding */ wireDetail)
});

// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/failure.js

/** What is told of an error of the SDK: these public facts, in our words where it quotes replies. */
class TencentFailure extends Error {
    name = 'TencentFailure';
    /** The code that the API answered with: `FailedOperation.ResourceInOperating`. */
    code;
    /** Of a reply that is no answer of the API. */
    status;
    requestId;
    /** Something came back that cannot be read. */
    unreadable;
    constructor(facts) {
        super(scrub(facts.message));
        this.code = facts.code;
        this.status = facts.status;
        this.requestId = facts.requestId;
        this.unreadable = facts.unreadable ?? false;
    }
}
/** Some messages quote the value they refuse: PEM, passwords and long base64 are left out. */
function scrub(message) {
    const text = message
        .replace(/-----BEGIN[^]*?(?:-----END[^-]*-----|$)/gu, '<pem>')
        .replace(/(authorization|token|secretkey)\s*[:=]\s*\S+/giu, '$1:<secret>')
        .replace(/:\/\/[^\s/@]+@/gu, '://<secret>@')
        .replace(/[A-Za-z0-9+/=%]{64,}/gu, '<…>')
        .trim();
    return text.length > 600 ? `${text.slice(0, 600)} …` : text;
}
function textOf(error, key) {
    const value = Reflect.get(error, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
}
/**
 * The public facts of whatever the SDK threw. Its own exception stands for an answer of the API
 * (`code`), another status than 200 (`httpCode`) or a broken connection (neither); a body that is no
 * JSON or no answer of the API comes as an error of the parser, which quotes the body.
 */
function plainFailure(thrown) {
    if (thrown instanceof errors/* DeployError */.sH || thrown instanceof TencentFailure)
        return thrown;
    if (!(thrown instanceof Error))
        return new TencentFailure({ message: 'no reason was given' });
    if (!('traceId' in thrown)) {
        const cut = textOf(thrown, 'type') === 'system' || thrown.name === 'AbortError';
        return cut
            ? new TencentFailure({ message: 'the connection broke while the reply came in' })
            : new TencentFailure({ message: 'the reply is no answer of the API', unreadable: true });
    }
    const status = Reflect.get(thrown, 'httpCode');
    return new TencentFailure({
        message: thrown.message,
        code: textOf(thrown, 'code'),
        status: typeof status === 'number' ? status : undefined,
        requestId: textOf(thrown, 'requestId'),
    });
}

;// CONCATENATED MODULE: ./build/shared/providers/tencent/errors.js


/**
 * By whole code, by what stands after the point, or by what stands before it: in this order, because
 * a throttle of CDN is filed under `UnauthorizedOperation`, and a lack of a filing under
 * `ResourceUnavailable`. https://cloud.tencent.com/document/product/1388/114322 has those of all services.
 */
const codes = new Map([
    ...entries('RATE_LIMITED', [
        'RequestLimitExceeded',
        'LimitExceeded.RateLimitExceeded',
        'UnauthorizedOperation.OperationTooOften',
        'LimitExceeded.CdnHostOpTooOften',
        'LimitExceeded.SslCertRequestLimitExceeded',
        'InternalError.ServerBusy',
        'InvalidParameter.OverLimit',
    ]),
    ...entries('RESOURCE_BUSY', [
        'ResourceInUse',
        'FailedOperation.ResourceInOperating',
        'ResourceUnavailable.DomainIpv6InConfigErr',
        'FailedOperation.CertificateDeployHasPendingRecord',
    ]),
    ...entries('CLOUD_UNAVAILABLE', [
        'InternalError',
        'InternalServerError',
        'ServiceUnavailable',
        'FailedOperation.SslCertCannotGetOrder',
        'FailedOperation.MysqlDBOperationFailed',
        'FailedOperation.SystemError',
        'FailedOperation.NetworkError',
    ]),
    ...entries('PERMISSION_MISSING', [
        'UnauthorizedOperation',
        'AuthFailure.UnauthorizedOperation',
        'NoProjectPermission',
        'AuthError',
        'CAMAuthorizedFail',
        'IpInBlacklist',
        'IpNotInWhitelist',
        'RoleNotFoundAuthorization',
    ]),
    ...entries('CREDENTIALS_REJECTED', [
        'AuthFailure',
        'InvalidParameter.WebIdentityTokenError',
        'InternalError.GetRoleError',
    ]),
    ...entries('REFUSED', [
        'CdnHostNoIcp',
        'CdnHostInIcpBlacklist',
        'DomainNotRecord',
        'CdnHostIsLocked',
        'CDNStatusInvalidDomain',
        'CdnHostInvalidStatus',
        'AccessPortOpenedHttps',
        'InvalidLBStatus',
        'CdnUserNotExists',
        'CdnUserIsSuspended',
        'CdnUserIsIsolated',
        'CdnUserAuthFail',
        'CdnUserAuthWait',
        'NoRealNameAuth',
        'SupportTLSConfFailed',
        'BoundResources',
        'CannotBeDeletedIssued',
        'CannotBeDeletedWithinHour',
        'CertificateHostResourceInnerInterrupt',
        'CertificateHostResourceInstanceHugeLimit',
        'DeleteFailedTimeNotUp',
        'DeleteResourceFailed',
    ]),
    ...entries('RESOURCE_GONE', [
        'ResourceNotFound',
        'CdnHostNotExists',
        'EcdnDomainNotExists',
        'LBIdNotFound',
        'ListenerIdNotFound',
        'LocationNotFound',
        'NoListenerInLB',
    ]),
    ...entries('CERTIFICATE_REJECTED', [
        'CertificateNotFound',
        'CertificateParseError',
        'CertificateMatchError',
        'CertificateMismatch',
        'MissMatchPrivateKey',
        'CertificateChainError',
        'CertificateInvalid',
        'CertificateCaError',
        'CertificateEncryptInvalid',
        'CertificateNotAvailable',
        'SslCertNotFound',
        'CdnCertInfoNotFound',
        'SslCertChainError',
        'SslCertMatchError',
        'SslCertParseError',
        'CertificationParameterErr',
        'InvalidCertificate',
        'QueryCertBySSLIDFailed',
        'CertificateCheckErr',
        'SSLCertificateErr',
    ]),
    ...entries('QUOTA_EXHAUSTED', [
        'LimitExceeded',
        'CertificatesNumberExceeded',
        'SpecificationErr',
    ]),
    ...entries('CONFIG_INVALID', ['UnsupportedRegion', 'RegionNotFound']),
]);
function entries(code, names) {
    return names.map((name) => [name, code]);
}
/** `A.B.C` is looked up as such, then as `B.C`, then as `A`. */
function known(wire) {
    const [category = '', ...rest] = wire.split('.');
    return codes.get(wire) ?? codes.get(rest.join('.')) ?? codes.get(category);
}
function codeOf({ code, status, unreadable }) {
    if (unreadable)
        return 'CLOUD_UNEXPECTED';
    if (code !== undefined)
        return known(code) ?? 'CLOUD_UNEXPECTED';
    // Neither an answer nor a status: resets, refused connections, failed look-ups, broken TLS.
    if (status === undefined || status >= 500)
        return 'CLOUD_UNAVAILABLE';
    return status === 429 ? 'RATE_LIMITED' : 'CLOUD_UNEXPECTED';
}
/**
 * The certificate service looks through the account's other products as this role, which the account
 * itself grants once. https://www.tencentcloud.com/document/product/1007/36589
 */
const roleMissing = 'the account has not granted the service role SSL_QCSLinkedRoleInReplaceLoadCertificate, as which the certificate service looks for what uses a certificate: allow it once in the console of SSL certificates';
/** What helps beyond the words of the API, by what stands after the point. */
const hints = new Map([
    [
        'CdnHostNoIcp',
        'the domain has no ICP filing; a new one is known to CDN about two hours after it was made',
    ],
    ['CdnHostInIcpBlacklist', 'the ICP filing of the domain is banned'],
    ['DomainNotRecord', 'the domain has no ICP filing'],
    [
        'CdnUserNotExists',
        'the account has not activated CDN (domains of EdgeOne are not domains of CDN)',
    ],
    ['AccessPortOpenedHttps', 'port 443 is missing among the access ports of the domain'],
    ['NoRealNameAuth', 'the account has not been verified'],
    ['MissMatchPrivateKey', 'the private key does not belong to the leaf'],
    ['CertificateMatchError', 'the private key does not belong to the leaf'],
    ['SignatureExpire', "this machine's clock differs by more than five minutes"],
    ['SignatureFailure', 'the secret key is wrong'],
    ['SecretIdNotFound', 'the secret id is wrong, deleted or disabled, or of the other site'],
    ['InvalidSecretId', 'the secret id is not one of an API key'],
    ['TokenFailure', 'the token is wrong or has expired'],
    ['WebIdentityTokenError', 'CAM does not take the OIDC token of this run'],
    ['GetRoleError', 'the role does not exist, or does not trust the identity provider'],
    ['IpNotInWhitelist', 'the key may not be used from the address of this runner'],
    ['IpInBlacklist', 'the key may not be used from the address of this runner'],
    ['UnsupportedRegion', 'the service is not offered in this region'],
    ['BoundResources', 'something still uses the certificate'],
    ['DeleteResourceFailed', 'something still uses the certificate'],
    ['RoleNotFoundAuthorization', roleMissing],
]);
/** `ssl:UploadCertificate`, as the message names it, else as the call needs it. */
function deniedAction(message, { action }) {
    return /\b([a-z]+:[A-Z][A-Za-z]+)\b/u.exec(message)?.[1] ?? action;
}
function messageOf(code, failure, about) {
    const { code: wire = '', message, status, requestId } = failure;
    const detail = wire.slice(wire.lastIndexOf('.') + 1);
    const hint = hints.get(detail);
    const said = wire === '' ? message : `${wire}: ${message === '' ? 'no reason given' : message}`;
    const helped = hint === undefined ? said : `${hint} (${said})`;
    const id = requestId === undefined ? '' : ` (request ${requestId})`;
    // The text of these may quote what was signed: only our own words and the code are used.
    if (code === 'CREDENTIALS_REJECTED') {
        return `Tencent Cloud does not accept the login: ${hint ?? 'it is wrong or revoked'} (${wire})${id}`;
    }
    if (code === 'PERMISSION_MISSING' && hint === undefined) {
        return `the login lacks the permission ${deniedAction(message, about)} (${said})${id}`;
    }
    if (code === 'CLOUD_UNEXPECTED' && wire === '') {
        const how = status === undefined ? '' : ` with status ${status}`;
        return `the reply to ${about.action} is not one Certferry knows: answered${how}: ${message}`;
    }
    if (code === 'CLOUD_UNAVAILABLE' && status !== undefined) {
        return `Tencent Cloud answered with status ${status}${message === '' ? '' : ` ${message}`}`;
    }
    const where = code === 'CONFIG_INVALID' ? ` in region ${about.region}` : '';
    return `${helped}${where}${id}`;
}
/** Whatever a call threw, in our words. Its cause holds public facts only. */
function toDeployError(thrown, about) {
    const plain = plainFailure(thrown);
    if (plain instanceof errors/* DeployError */.sH)
        return plain;
    if (!(plain instanceof TencentFailure))
        return errors/* DeployError */.sH.from(plain);
    const code = codeOf(plain);
    return new errors/* DeployError */.sH(code, messageOf(code, plain, about), { cause: plain });
}
/** The wire code that an error stems from; undefined for an error of ours or of the network. */
function wireCode(thrown) {
    return thrown instanceof errors/* DeployError */.sH && thrown.cause instanceof TencentFailure
        ? thrown.cause.code
        : undefined;
}
/** What stands after the point of the wire code: `CertificateNotFound`. */
function wireDetail(thrown) {
    const code = wireCode(thrown);
    return code?.slice(code.indexOf('.') + 1);
}
/** Nobody can say whether what was asked was done: no answer, or one that cannot be read. */
function isLost(error) {
    if (error.code === 'CANCELLED' || error.code === 'CLOUD_UNAVAILABLE')
        return true;
    return error.code === 'CLOUD_UNEXPECTED' && wireCode(error) === undefined;
}


/***/ }),

/***/ 33851:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  w: () => (/* binding */ homeRegion),
  E: () => (/* binding */ logIn)
});

// EXTERNAL MODULE: ./node_modules/tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client.js
var sts_client = __webpack_require__(28684);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
// EXTERNAL MODULE: ./build/shared/runtime/caller.js
var runtime_caller = __webpack_require__(94996);
// EXTERNAL MODULE: ./build/shared/runtime/log.js
var log = __webpack_require__(81229);
// EXTERNAL MODULE: ./build/shared/providers/reply.js
var reply = __webpack_require__(77841);
// EXTERNAL MODULE: ./build/shared/providers/tencent/errors.js + 1 modules
var tencent_errors = __webpack_require__(98722);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/strip.js
/** Members of replies that hold a private key: of certificates, of WAF domains, of SM2 pairs. */
const secret = /PrivateKey$|^CertKey$/u;
/**
 * A reply without any private key, at every depth. Several calls return the key of a certificate
 * beside what they are asked for; nothing after this line has ever seen one.
 */
function withoutKeys(reply) {
    if (Array.isArray(reply))
        return reply.map(withoutKeys);
    if (typeof reply !== 'object' || reply === null)
        return reply;
    return Object.fromEntries(Object.entries(reply)
        .filter(([name]) => !secret.test(name))
        .map(([name, value]) => [name, withoutKeys(value)]));
}

;// CONCATENATED MODULE: ./build/shared/providers/tencent/client.js



/** `Action` is the list of what this product may call: its policy is printed from the same list. */
function createAsk(parts) {
    const { client, region, caller, ready, renew, unsigned = false } = parts;
    return async ({ action, doing, schema, body }, call, options) => {
        const name = action.slice(action.indexOf(':') + 1);
        let renewed = false;
        const send = async (signal) => {
            try {
                return await client.request(name, body, { signal, ...(unsigned && { skipSign: true }) });
            }
            catch (thrown) {
                const error = (0,tencent_errors/* toDeployError */.pH)(thrown, { action, region });
                // A token may end before its time, once.
                if (renewed || (0,tencent_errors/* wireCode */.Ll)(error) !== 'AuthFailure.TokenFailure' || !renew())
                    throw error;
                renewed = true;
                await ready({ ...call, signal });
                return await send(signal);
            }
        };
        await ready(call);
        return await caller(action).run(doing, async (signal) => (0,reply/* parseReply */.U)(schema, withoutKeys(await send(signal)), action), call, options);
    };
}

// EXTERNAL MODULE: ./build/shared/providers/tencent/wiring.js + 1 modules
var tencent_wiring = __webpack_require__(8554);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/credentials.js






const Issued = schemas/* object */.Ikc({
    ExpiredTime: schemas/* number */.aig(),
    Credentials: schemas/* object */.Ikc({
        Token: schemas/* string */.YjP(),
        TmpSecretId: schemas/* string */.YjP(),
        TmpSecretKey: schemas/* string */.YjP(),
    }),
});
const defaultAudience = 'sts.tencentcloudapi.com';
/** Seconds. What a deployment may take; a token that ends earlier is renewed. */
const sessionSeconds = 7200;
const renewAheadMs = 300_000;
/** Asks once, then again shortly before the answer ends. A failure is not kept. */
function remembered(find, clock) {
    let known;
    let pending;
    return {
        async get(call) {
            const endsAt = known?.endsAt?.getTime() ?? Number.POSITIVE_INFINITY;
            if (known !== undefined && endsAt - renewAheadMs > clock.now().getTime())
                return known;
            pending ??= find(call).finally(() => {
                pending = undefined;
            });
            known = await pending;
            return known;
        },
        renew() {
            known = undefined;
            return true;
        },
    };
}
/** A key with a blank or a line end around it is not found by its id, or signs wrongly. */
function trimmed(value, mask) {
    const bare = value.trim();
    if (bare !== value && bare !== '')
        mask(bare);
    return bare;
}
function fromSecrets({ settings, connection }) {
    const { credentials } = settings;
    if (credentials === undefined)
        return undefined;
    const { secret, mask } = connection;
    return {
        async get() {
            const reveal = (ref) => trimmed(secret(ref).reveal(), mask);
            const identity = {
                secretId: reveal(credentials.secret_id),
                secretKey: reveal(credentials.secret_key),
                endsAt: null,
            };
            // Without them the SDK signs as "null" all the same.
            if (identity.secretId === '' || identity.secretKey === '') {
                throw new errors/* DeployError */.sH('CREDENTIALS_REJECTED', 'the secret id or the secret key is empty');
            }
            const { token } = credentials;
            return token === undefined ? identity : { ...identity, token: reveal(token) };
        },
        renew: () => false,
    };
}
function fromReply(reply, mask) {
    const { Token, TmpSecretId, TmpSecretKey } = reply.Credentials;
    mask(TmpSecretKey);
    mask(Token);
    return {
        secretId: TmpSecretId,
        secretKey: TmpSecretKey,
        token: Token,
        endsAt: new Date(reply.ExpiredTime * 1000),
    };
}
/** The calls that bring credentials; `source` signs them, where they are signed at all. */
function sts({ wiring, region, caller }, source) {
    // Asked for in spite of "skipSign": the token of a real one would go along.
    const nobody = { secretId: '', secretKey: '', endsAt: null };
    const patience = () => AbortSignal.timeout(wiring.timing.deadlineMs);
    const identity = async () => source === undefined ? nobody : await source.get({ signal: patience(), log: log/* silentLog */.a });
    return createAsk({
        client: (0,tencent_wiring/* createClient */.UU)(sts_client/* Client */.K, wiring, { service: 'sts', region, identity }),
        region,
        caller,
        ready: async (call) => {
            await source?.get(call);
        },
        renew: () => source?.renew() ?? false,
        unsigned: source === undefined,
    });
}
function fromOidc(means) {
    const { connection, wiring } = means;
    const { oidc } = means.settings;
    if (oidc === undefined)
        return undefined;
    const ask = sts(means, undefined);
    return remembered(async (call) => {
        if (connection.idToken === undefined) {
            throw new errors/* DeployError */.sH('CREDENTIALS_REJECTED', 'oidc works only in a GitHub Actions job with "permissions: id-token: write"');
        }
        // A new one each time: GitHub's tokens live for minutes only.
        const token = await connection.idToken(oidc.audience ?? defaultAudience, call.signal);
        const reply = await ask({
            action: 'sts:AssumeRoleWithWebIdentity',
            doing: `taking on role ${oidc.role} with the OIDC token of this run`,
            schema: Issued,
            body: {
                ProviderId: oidc.provider_id,
                WebIdentityToken: token.reveal(),
                RoleArn: oidc.role,
                RoleSessionName: connection.session,
                DurationSeconds: sessionSeconds,
            },
        }, call);
        return fromReply(reply, connection.mask);
    }, wiring.clock);
}
function assuming(source, means) {
    const { role, external_id: externalId } = means.settings;
    if (role === undefined)
        return source;
    const { connection, wiring } = means;
    const ask = sts(means, source);
    return remembered(async (call) => {
        const reply = await ask({
            action: 'sts:AssumeRole',
            doing: `assuming role ${role}`,
            schema: Issued,
            body: {
                RoleArn: role,
                RoleSessionName: connection.session,
                DurationSeconds: sessionSeconds,
                ...(externalId !== undefined && { ExternalId: externalId }),
            },
        }, call);
        return fromReply(reply, connection.mask);
    }, wiring.clock);
}
/** The login that the account's settings describe. */
function credentialSource(means) {
    const first = fromSecrets(means) ?? fromOidc(means);
    // The schema of the settings says so first.
    if (first === undefined)
        throw new errors/* DeployError */.sH('CONFIG_INVALID', 'no way to log in is given');
    return assuming(first, means);
}

;// CONCATENATED MODULE: ./build/shared/providers/tencent/limits.js
/**
 * Most actions take 20 calls a second of one account, in all regions together; a margin is left for
 * others. A second is counted by the clock, so nothing is sent in bursts.
 * https://www.tencentcloud.com/document/product/228/34020
 */
const usual = { concurrency: 16, perSecond: 19 };
const others = new Map([
    // https://cloud.tencent.com/document/product/400/41665
    ['ssl:UploadCertificate', { concurrency: 4, perSecond: 9 }],
    ['ssl:CheckCertificateExist', { concurrency: 4, perSecond: 9 }],
    ['ssl:DescribeCertificateDetail', { concurrency: 8, perSecond: 9 }],
    ['ssl:DescribeCertificates', { concurrency: 8, perSecond: 9 }],
    // https://www.tencentcloud.com/document/product/1007/36589
    ['ssl:DeleteCertificate', { concurrency: 4, perSecond: 9 }],
    ['ssl:DescribeDeleteCertificatesTaskResult', { concurrency: 4, perSecond: 9 }],
    // https://cloud.tencent.com/document/api/400/97758
    ['ssl:CreateCertificateBindResourceSyncTask', { concurrency: 4, perSecond: 9 }],
    ['ssl:DescribeCertificateBindResourceTaskDetail', { concurrency: 8, perSecond: 9 }],
    // Two a second. https://www.tencentcloud.com/zh/document/api/627/64558
    ['waf:ModifySpartaProtection', { concurrency: 1, perSecond: 1 }],
]);
function limitsOf(action) {
    return others.get(action) ?? usual;
}

;// CONCATENATED MODULE: ./build/shared/providers/tencent/login.js









/** Where services without regions are called, and the one that the login names. */
const homeRegion = 'ap-guangzhou';
const CallerIdentity = schemas/* object */.Ikc({ AccountId: schemas/* string */.YjP().nullish(), Arn: schemas/* string */.YjP().nullish() });
/** Rates are of the account: one line per action, whatever the region. */
function callersOf({ clock, timing }) {
    const known = new Map();
    return (action) => {
        const caller = known.get(action) ?? (0,runtime_caller/* createCaller */.u)({ clock, limits: limitsOf(action), ...timing });
        known.set(action, caller);
        return caller;
    };
}
/** Logs in, and asks whose login it is. What cannot be used as a whole is `CREDENTIALS_REJECTED`. */
async function logIn(settings, connection, wiring, call) {
    const { name } = connection.account;
    const caller = callersOf(wiring);
    const region = homeRegion;
    const source = credentialSource({ settings, connection, wiring, region, caller });
    // The SDK asks for credentials without a signal; they were found a moment before.
    const identity = () => source.get({ signal: AbortSignal.timeout(wiring.timing.deadlineMs), log: log/* silentLog */.a });
    const ask = (Client, service, at) => createAsk({
        client: (0,tencent_wiring/* createClient */.UU)(Client, wiring, { service, region: at, identity }),
        region: at,
        caller,
        ready: async (to) => {
            await source.get(to);
        },
        renew: () => source.renew(),
    });
    const failed = (error, code = error.code) => new errors/* DeployError */.sH(code, `logging in to account "${name}": ${error.message}`, {
        cause: error.cause ?? error,
    });
    try {
        await source.get(call);
    }
    catch (thrown) {
        const error = errors/* DeployError */.sH.from(thrown);
        // Without a login there is nothing to grant a permission to.
        throw failed(error, error.code === 'PERMISSION_MISSING' ? 'CREDENTIALS_REJECTED' : error.code);
    }
    try {
        const { AccountId } = await ask(sts_client/* Client */.K, 'sts', region)({
            action: 'sts:GetCallerIdentity',
            doing: 'asking Tencent Cloud whose login this is',
            schema: CallerIdentity,
            body: {},
        }, call);
        call.log.debug('logged in', { account: name, uin: AccountId ?? null });
    }
    catch (thrown) {
        const error = errors/* DeployError */.sH.from(thrown);
        // The login is known; it only may not ask for its own name. The products say what else it lacks.
        if (error.code !== 'PERMISSION_MISSING')
            throw failed(error);
        call.log.debug('the login may not ask for its own name', { account: name });
    }
    return { name, clock: wiring.clock, ask };
}


/***/ }),

/***/ 83943:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ pages),
/* harmony export */   f: () => (/* binding */ onceEach)
/* harmony export */ });
/* harmony import */ var p_map__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(606);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);


/** Pages that are read at the same time, once the first has said how many there are. */
const ahead = 4;
/**
 * Every page of a list that is counted from an offset, in order. The step is what the first page
 * held, whatever was asked for: a cloud may allow less than it documents. A page that is shorter
 * than it must be is read on from its end, and one that holds nothing is an error, not an end.
 */
async function* pages(doing, read) {
    async function range(from, size) {
        const items = [];
        for (;;) {
            const page = await read(from + items.length);
            items.push(...page.items);
            if (items.length >= size || from + items.length >= page.total)
                return items.slice(0, size);
            if (page.items.length === 0) {
                throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CLOUD_UNEXPECTED', `${doing}: there are ${page.total}, and the page from ${from + items.length} on is empty`);
            }
        }
    }
    const first = await read(0);
    yield first.items;
    const step = first.items.length;
    if (step >= first.total)
        return;
    if (step === 0) {
        const message = `${doing}: there are ${first.total}, and the first page is empty`;
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CLOUD_UNEXPECTED', message);
    }
    const offsets = [];
    for (let offset = step; offset < first.total; offset += step)
        offsets.push(offset);
    yield* (0,p_map__WEBPACK_IMPORTED_MODULE_1__/* .pMapIterable */ .R_)(offsets, async (offset) => await range(offset, step), {
        concurrency: ahead,
    });
}
/** A list that grows or shrinks while it is read may show an item twice. */
async function* onceEach(lists, keyOf) {
    const seen = new Set();
    for await (const list of lists) {
        yield list.filter((item) => {
            const key = keyOf(item);
            if (seen.has(key))
                return false;
            seen.add(key);
            return true;
        });
    }
}


/***/ }),

/***/ 49581:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createTencentProvider: () => (/* binding */ createTencentProvider)
});

// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
// EXTERNAL MODULE: ./build/shared/runtime/proxy.js
var proxy = __webpack_require__(19047);
// EXTERNAL MODULE: ./node_modules/tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js
var ssl_client = __webpack_require__(94701);
// EXTERNAL MODULE: ./build/shared/runtime/pause.js
var pause = __webpack_require__(42885);
// EXTERNAL MODULE: ./build/shared/providers/tencent/certificate-facts.js
var certificate_facts = __webpack_require__(74970);
// EXTERNAL MODULE: ./build/shared/providers/tencent/certificate-marks.js
var certificate_marks = __webpack_require__(40031);
// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./build/shared/providers/tencent/errors.js + 1 modules
var tencent_errors = __webpack_require__(98722);
// EXTERNAL MODULE: ./build/shared/providers/tencent/login.js + 4 modules
var tencent_login = __webpack_require__(33851);
// EXTERNAL MODULE: ./build/shared/providers/tencent/schema.js
var schema = __webpack_require__(78180);
// EXTERNAL MODULE: ./build/shared/providers/tencent/settings.js
var settings = __webpack_require__(78274);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/use-report.js

const untold = (why) => ({ kind: 'untold', why });
/** Each answers even when it finds nothing; one that is missing has not been looked at. */
const required = ['CDN', 'CLB', 'WAF'];
/** Lists of resource types are called by it: `CLB`, `APIGATEWAY`. The other members are text and numbers. */
const typeName = /^[A-Z][A-Z\d]+$/u;
/** What an instance is called, by type: the first of these that it has. */
const names = [
    'Domain',
    'LoadBalancerId',
    'InstanceId',
    'ClusterId',
    'GatewayId',
    'Name',
    'Bucket',
];
function nameOf(instance) {
    if (!(0,settings/* isRecord */.u4)(instance))
        return undefined;
    return names.map((name) => instance[name]).find((value) => typeof value === 'string');
}
const listOf = (value) => (Array.isArray(value) ? value : []);
/** How many resources this part of the answer counts; undefined where it counts none at all. */
function countOf({ TotalCount, InstanceList }) {
    if (typeof TotalCount !== 'number')
        return undefined;
    return Math.max(TotalCount, listOf(InstanceList).length);
}
/** Of one type in one region. CloudBase counts per service of each environment, every other at the top. */
function countIn(place) {
    if (!('Environments' in place))
        return countOf(place);
    const services = listOf(place['Environments']).flatMap((environment) => (0,settings/* isRecord */.u4)(environment) ? Object.values(environment).filter(settings/* isRecord */.u4) : [undefined]);
    let total = 0;
    for (const service of services) {
        if (service === undefined)
            return undefined;
        if ('TotalCount' in service || 'InstanceList' in service) {
            const count = countOf(service);
            if (count === undefined)
                return undefined;
            total += count;
        }
    }
    return total;
}
function useWords(type, place, count) {
    const region = typeof place['Region'] === 'string' ? place['Region'] : '';
    const where = region === '' ? type : `${type} in ${region}`;
    const named = listOf(place['InstanceList']).map(nameOf);
    const known = named.filter((name) => name !== undefined);
    const rest = count - known.length;
    if (known.length === 0)
        return `${where}: ${count}`;
    return `${where}: ${known.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
/**
 * Reads the answer of `DescribeCertificateBindResourceTaskDetail`: one list per type of resource, with
 * one entry per region. Only when every entry of every list counts its resources, and none says that it
 * failed, can it be told that nothing uses the certificate. Types that are new are read as well.
 * https://cloud.tencent.com/document/api/400/97758
 */
function readUseReport(report) {
    const by = [];
    const types = Object.entries(report).filter(([name, value]) => Array.isArray(value) || (value === null && typeName.test(name)));
    let why;
    for (const [type, places] of types) {
        if (places === null)
            why ??= `nothing is said of ${type}`;
        for (const place of listOf(places)) {
            const count = (0,settings/* isRecord */.u4)(place) ? countIn(place) : undefined;
            const failed = (0,settings/* isRecord */.u4)(place) && typeof place['Error'] === 'string' && place['Error'] !== '';
            if (!(0,settings/* isRecord */.u4)(place) || count === undefined || failed) {
                why ??= `${type} could not be looked at`;
            }
            else if (count > 0)
                by.push(useWords(type, place, count));
        }
    }
    // What is known to use it is worth more than what is not known.
    if (by.length > 0)
        return { kind: 'told', by };
    const missing = required.filter((type) => listOf(report[type]).length === 0);
    if (why !== undefined)
        return untold(why);
    if (missing.length > 0)
        return untold(`nothing is said of ${missing.join(', ')}`);
    return { kind: 'told', by };
}

;// CONCATENATED MODULE: ./build/shared/providers/tencent/certificate-uses.js








/** Certificates that one task looks for. */
const most = 100;
/** Tasks go through every product and region of the account. */
const patienceMs = 5 * 60_000;
const running = 0;
const ended = 1;
/**
 * What uses each of these certificates, in whatever product, looked up now: an answer of half an hour
 * ago would do for the cloud unless it is told otherwise.
 * https://www.tencentcloud.com/document/product/1007/56823
 */
function createReadUses(login) {
    const ask = login.ask(ssl_client/* Client */.K, 'ssl', tencent_login/* homeRegion */.w);
    async function begin(refs, call) {
        const { CertTaskIds } = await ask({
            action: 'ssl:CreateCertificateBindResourceSyncTask',
            doing: `asking what uses ${refs.length === 1 ? `certificate ${refs[0] ?? ''}` : 'certificates'}`,
            schema: schema/* UseTasks */.Uo,
            body: { CertificateIds: refs, IsCache: 0 },
        }, call);
        return new Map(CertTaskIds.map(({ CertId, TaskId }) => [CertId, TaskId]));
    }
    async function end(ref, task, call) {
        const startedAt = login.clock.now().getTime();
        for (let waitMs = 1000;; waitMs = Math.min(waitMs * 1.5, 10_000)) {
            const report = await ask({
                action: 'ssl:DescribeCertificateBindResourceTaskDetail',
                doing: `reading what uses certificate ${ref}`,
                schema: schema/* UseReport */.Sz,
                // As text, unlike in every other call.
                body: { TaskId: task, Limit: '10', Offset: '0' },
            }, call);
            // One that has just begun may call itself ended, and hold nothing yet.
            const holdsLists = Object.values(report).some(Array.isArray);
            if (report.Status === ended && holdsLists)
                return readUseReport(report);
            if (report.Status !== running && report.Status !== ended) {
                return { kind: 'untold', why: `the cloud failed to look (status ${report.Status})` };
            }
            if (login.clock.now().getTime() - startedAt >= patienceMs) {
                return { kind: 'untold', why: 'the cloud has not ended looking for minutes' };
            }
            await (0,pause/* pause */.v)(login.clock, waitMs, call);
        }
    }
    /** Too many resources for the cloud to look through, or one that has gone meanwhile: no failure of ours. */
    async function beginOrWhy(refs, call) {
        try {
            return await begin(refs, call);
        }
        catch (thrown) {
            const error = errors/* DeployError */.sH.from(thrown);
            if (error.code !== 'REFUSED' && (0,tencent_errors/* wireDetail */.Vk)(error) !== 'CertificateNotFound')
                throw thrown;
            return error.message;
        }
    }
    return async (refs, call) => {
        const found = new Map();
        for (let from = 0; from < refs.length; from += most) {
            const some = refs.slice(from, from + most);
            const tasks = await beginOrWhy(some, call);
            await (0,p_map/* default */.Ay)(some, async (ref) => {
                if (typeof tasks === 'string') {
                    found.set(ref, { kind: 'untold', why: tasks });
                    return;
                }
                const task = tasks.get(ref);
                const uses = task === undefined
                    ? { kind: 'untold', why: 'the cloud did not say that it looks for it' }
                    : await end(ref, task, call);
                found.set(ref, uses);
            }, { concurrency: 8 });
        }
        return found;
    };
}

// EXTERNAL MODULE: ./build/shared/providers/tencent/paging.js
var paging = __webpack_require__(83943);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/certificate-store.js










const pageSize = 100;
/** Before it deletes, the cloud looks once more through every product and region. */
const certificate_store_patienceMs = 5 * 60_000;
const doingList = 'listing the certificates that Certferry uploaded';
const doingRemove = (ref) => `removing certificate ${ref}`;
/**
 * The certificates of the SSL service that carry all of our marks. It knows no regions, and what uses
 * one it looks up in every product of the account. Each is deleted with the cloud's own check, which
 * refuses what has come into use meanwhile.
 */
function createCertificateStore(login) {
    const ask = login.ask(ssl_client/* Client */.K, 'ssl', tencent_login/* homeRegion */.w);
    const readUses = createReadUses(login);
    async function* ours(call) {
        const lists = (0,paging/* pages */.B)(doingList, async (offset) => {
            const { Certificates, TotalCount } = await ask({
                action: 'ssl:DescribeCertificates',
                doing: doingList,
                schema: schema/* CertificatePage */.dv,
                body: {
                    Offset: offset,
                    Limit: pageSize,
                    CertificateType: 'SVR',
                    Tags: [{ TagKey: certificate_marks/* managedTag */.k0, TagValue: 'true' }],
                },
            }, call);
            return { items: Certificates, total: TotalCount };
        });
        for await (const list of (0,paging/* onceEach */.f)(lists, ({ CertificateId }) => CertificateId)) {
            yield list.filter(certificate_marks/* isOurs */.MU);
        }
    }
    async function find(ref, call) {
        const { Certificates } = await ask({
            action: 'ssl:DescribeCertificates',
            doing: doingRemove(ref),
            schema: schema/* CertificateList */.oF,
            body: { CertIds: [ref], Limit: 10 },
        }, call);
        return Certificates.find(({ CertificateId }) => CertificateId === ref);
    }
    /** False: it is gone already. Otherwise the task to wait for, if there is one. */
    async function begin(ref, call) {
        try {
            const { DeleteResult, TaskId } = await ask({
                action: 'ssl:DeleteCertificate',
                doing: doingRemove(ref),
                schema: schema/* Deletion */.Vv,
                // Without the check anything is deleted, in use or not.
                body: { CertificateId: ref, IsCheckResource: true },
            }, call);
            if (typeof TaskId === 'string')
                return TaskId;
            if (DeleteResult === true)
                return null;
            const message = `${doingRemove(ref)}: the reply says neither that it is deleted nor what to wait for`;
            throw new errors/* DeployError */.sH('CLOUD_UNEXPECTED', message);
        }
        catch (thrown) {
            if ((0,tencent_errors/* wireDetail */.Vk)(thrown) === 'CertificateNotFound')
                return false;
            throw thrown;
        }
    }
    async function end(ref, task, call) {
        const startedAt = login.clock.now().getTime();
        for (let waitMs = 1000;; waitMs = Math.min(waitMs * 1.5, 10_000)) {
            const { DeleteTaskResult } = await ask({
                action: 'ssl:DescribeDeleteCertificatesTaskResult',
                doing: doingRemove(ref),
                schema: schema/* DeletionTasks */.L0,
                body: { TaskIds: [task] },
            }, call);
            const mine = DeleteTaskResult.find(({ TaskId }) => TaskId === task);
            if (hasEnded(ref, mine))
                return;
            if (login.clock.now().getTime() - startedAt >= certificate_store_patienceMs) {
                throw unknown(ref, 'the cloud has not ended it for minutes');
            }
            await (0,pause/* pause */.v)(login.clock, waitMs, call);
        }
    }
    return {
        account: login.name,
        label: 'SSL certificates',
        region: null,
        async list(call) {
            const found = [];
            for await (const list of ours(call))
                found.push(...list);
            const uses = await readUses(found.map(({ CertificateId }) => CertificateId), call);
            return found.map((listed) => {
                const { CertificateId: ref } = listed;
                const used = uses.get(ref) ?? notLooked;
                if (used.kind === 'untold') {
                    call.log.warn('it cannot be told what uses a certificate', { ref, reason: used.why });
                }
                return {
                    ref,
                    sha256: (0,certificate_marks/* markedFingerprint */.jw)(listed),
                    storedAt: (0,certificate_facts/* beijingTime */.io)(listed.InsertTime),
                    usedBy: used.kind === 'told' ? used.by : null,
                };
            });
        },
        async remove(ref, call) {
            const listed = await find(ref, call);
            if (listed === undefined)
                return;
            if (!(0,certificate_marks/* isOurs */.MU)(listed))
                throw refused(ref, 'it does not carry the marks of Certferry');
            const used = (await readUses([ref], call)).get(ref) ?? notLooked;
            if (used.kind === 'untold') {
                throw refused(ref, `it cannot be told what uses it: ${used.why}`);
            }
            if (used.by.length > 0)
                throw refused(ref, `it is used by ${used.by.join('; ')}`);
            try {
                const task = await begin(ref, call);
                if (task === false)
                    return;
                if (task !== null)
                    await end(ref, task, call);
            }
            catch (thrown) {
                const error = errors/* DeployError */.sH.from(thrown);
                if ((0,tencent_errors/* isLost */.JD)(error))
                    throw unknown(ref, error.message, error);
                throw error;
            }
            call.log.info('certificate removed', { ref, name: listed.Alias ?? '' });
        },
    };
}
const notLooked = { kind: 'untold', why: 'nothing was said of it' };
const refused = (ref, why) => new errors/* DeployError */.sH('REFUSED', `${doingRemove(ref)}: ${why}`);
function unknown(ref, why, cause) {
    const message = `${doingRemove(ref)}: it was asked for, and what came of it is not known: ${why}`;
    return new errors/* DeployError */.sH('OUTCOME_UNKNOWN', message, { cause });
}
/** False: it goes on. https://cloud.tencent.com/document/product/400/105464 */
function hasEnded(ref, task) {
    const said = task?.Error ?? '';
    switch (task?.Status) {
        case undefined:
        case 0:
            return false;
        case 1:
            return true;
        case 3:
            throw new errors/* DeployError */.sH('PERMISSION_MISSING', `${doingRemove(ref)}: ${tencent_errors/* roleMissing */.RP}`);
        case 4:
            throw refused(ref, 'the cloud found something that uses it');
        case 5:
            throw refused(ref, 'the cloud did not find out in time what uses it');
        default:
            throw refused(ref, `the cloud did not delete it${said === '' ? '' : ` (${said})`}`);
    }
}

// EXTERNAL MODULE: ./build/shared/runtime/memo.js
var memo = __webpack_require__(62613);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/certificates.js








/** Leaf first, then the intermediates; no blank line, blank or carriage return between them. */
function chainOf({ leaf, intermediates }) {
    return [leaf, ...intermediates].map((pem) => `${pem.replaceAll('\r', '').trim()}\n`).join('');
}
/** How often a certificate that was uploaded a moment ago is looked for. */
const looks = 8;
function createCertificates(login) {
    const ask = login.ask(ssl_client/* Client */.K, 'ssl', tencent_login/* homeRegion */.w);
    const known = (0,memo/* memo */.p)();
    const ensured = (0,memo/* memo */.p)();
    /** Shows the private key beside the certificate; it is dropped before the reply is looked at. */
    async function detail(ref, call) {
        const reply = await ask({
            action: 'ssl:DescribeCertificateDetail',
            doing: `reading certificate ${ref}`,
            schema: schema/* CertificateDetail */.Xd,
            body: { CertificateId: ref },
        }, call);
        return (0,certificate_facts/* factsOfPem */.pk)(reply.CertificatePublicKey);
    }
    async function listed(ref, call) {
        const { Certificates } = await ask({
            action: 'ssl:DescribeCertificates',
            doing: `looking up certificate ${ref}`,
            schema: schema/* CertificateList */.oF,
            body: { CertIds: [ref], Limit: 10 },
        }, call);
        const found = Certificates.find(({ CertificateId }) => CertificateId === ref);
        return found === undefined ? null : (0,certificate_facts/* factsOfListed */.SQ)(found);
    }
    async function read(ref, call) {
        try {
            return (await detail(ref, call)) ?? (await listed(ref, call));
        }
        catch (thrown) {
            const error = errors/* DeployError */.sH.from(thrown);
            if ((0,tencent_errors/* wireDetail */.Vk)(error) === 'CertificateNotFound')
                return null;
            if (error.code !== 'PERMISSION_MISSING')
                throw thrown;
            try {
                return await listed(ref, call);
            }
            catch (second) {
                // Neither is granted: the one that would tell everything is the one to name.
                throw errors/* DeployError */.sH.from(second).code === 'PERMISSION_MISSING' ? error : second;
            }
        }
    }
    async function existing(chain, name, call) {
        const { RepeatCertId } = await ask({
            action: 'ssl:CheckCertificateExist',
            doing: `looking for certificate "${name}" among those uploaded before`,
            schema: schema/* Existing */.aw,
            body: { CertificatePublicKey: chain },
        }, call);
        return RepeatCertId ?? '';
    }
    /** `Repeatable: false` makes this safe to send twice: the same content gets the same id. */
    async function upload(material, call) {
        const { certificate } = material;
        const chain = chainOf(material);
        try {
            const { CertificateId, RepeatCertId } = await ask({
                action: 'ssl:UploadCertificate',
                doing: `uploading certificate "${certificate.name}"`,
                schema: schema/* Uploaded */.RA,
                body: {
                    CertificatePublicKey: chain,
                    CertificatePrivateKey: material.key.reveal(),
                    CertificateType: 'SVR',
                    Repeatable: false,
                    ...(0,certificate_marks/* ourMarks */.BY)(certificate),
                },
            }, call);
            const repeated = RepeatCertId ?? '';
            return { ref: (CertificateId ?? '') || repeated, fresh: repeated === '' };
        }
        catch (thrown) {
            if ((0,tencent_errors/* wireDetail */.Vk)(thrown) !== 'CertificateExists')
                throw thrown;
            return { ref: await existing(chain, certificate.name, call), fresh: false };
        }
    }
    /** What will be bound is this leaf, whatever the service takes for "the same". */
    async function proven({ ref, fresh }, material, call) {
        const { name, sha256 } = material.certificate;
        const wrong = (what) => new errors/* DeployError */.sH('CLOUD_UNEXPECTED', `uploading certificate "${name}": ${what}`);
        if (ref === '')
            throw wrong('the reply to ssl:UploadCertificate names no certificate');
        for (let look = 1;; look += 1) {
            const facts = await known.get(ref, () => read(ref, call));
            if (facts !== null) {
                if (facts.sha256 === null || facts.sha256 === sha256)
                    return { ref, fresh };
                throw wrong(`Tencent Cloud takes it for certificate ${ref}, which is another one`);
            }
            if (look === looks)
                throw wrong(`certificate ${ref} is not there after it was uploaded`);
            await login.clock.sleep(1000 * look, call.signal);
        }
    }
    return {
        facts: async (ref, call) => await known.get(ref, () => read(ref, call)),
        ensure: async (material, call) => await ensured.get(material.certificate.sha256, async () => {
            const uploaded = await proven(await upload(material, call), material, call);
            const facts = { certificate: material.certificate.name, id: uploaded.ref };
            call.log.info(uploaded.fresh ? 'certificate uploaded' : 'certificate found', facts);
            return uploaded;
        }),
    };
}

// EXTERNAL MODULE: ./build/shared/providers/tencent/spec.js
var spec = __webpack_require__(79108);
// EXTERNAL MODULE: ./build/shared/providers/tencent/wiring.js + 1 modules
var tencent_wiring = __webpack_require__(8554);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/provider.js







const regional = 'tencent/clb';
async function cdn(login, certificates) {
    const { createCdn } = await __webpack_require__.e(/* import() */ 736).then(__webpack_require__.bind(__webpack_require__, 76736));
    return [createCdn(login, certificates)];
}
/** One product per region of WAF, so that one that cannot be read hides nothing of the other. */
async function waf(login, certificates) {
    const { createWaf, wafRegions } = await Promise.all(/* import() */[__webpack_require__.e(138), __webpack_require__.e(638)]).then(__webpack_require__.bind(__webpack_require__, 68638));
    return wafRegions.map((region) => createWaf(login, { region, certificates }));
}
async function clb(login, { account }, certificates, call) {
    let regions = account.regions;
    if (regions === undefined) {
        try {
            regions = await (await __webpack_require__.e(/* import() */ 618).then(__webpack_require__.bind(__webpack_require__, 48618))).listRegions(login, call);
        }
        catch (thrown) {
            const error = errors/* DeployError */.sH.from(thrown);
            if (error.code === 'CANCELLED')
                throw error;
            const gap = { target: regional, region: null, error: (0,errors/* errorFacts */.u2)(error) };
            return { products: [], gaps: [gap] };
        }
    }
    const { createClb } = await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(813)]).then(__webpack_require__.bind(__webpack_require__, 19813));
    const products = [...new Set(regions)].map((region) => createClb(login, { region, certificates }));
    return { products, gaps: [] };
}
/** Tencent Cloud. Retries, rates and deadlines are ours; `timing` is shortened by tests. */
function createTencentProvider(timing = tencent_wiring/* defaultTiming */.QP) {
    return {
        async connect(connection, call) {
            const settings = spec/* TencentSettings */.n.parse(connection.account.settings);
            const endpoint = settings.endpoint === undefined ? undefined : new URL(settings.endpoint);
            const wiring = {
                clock: connection.clock,
                timing,
                site: settings.site,
                agents: (0,tencent_wiring/* confine */.Do)((0,proxy/* createAgents */.j)(connection.proxy), endpoint),
                endpoint,
            };
            const login = await (0,tencent_login/* logIn */.E)(settings, connection, wiring, call);
            const certificates = createCertificates(login);
            const targets = new Set(connection.targets);
            const products = [];
            const gaps = [];
            if (targets.has('tencent/cdn'))
                products.push(...(await cdn(login, certificates)));
            if (targets.has(regional)) {
                const connected = await clb(login, connection, certificates, call);
                products.push(...connected.products);
                gaps.push(...connected.gaps);
            }
            if (targets.has('tencent/waf'))
                products.push(...(await waf(login, certificates)));
            // Every product binds certificates of the one store.
            return { products, gaps, stores: [createCertificateStore(login)] };
        },
    };
}


/***/ }),

/***/ 78180:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EB: () => (/* binding */ ClbProtections),
/* harmony export */   GL: () => (/* binding */ Regions),
/* harmony export */   Jm: () => (/* binding */ CdnDomains),
/* harmony export */   L0: () => (/* binding */ DeletionTasks),
/* harmony export */   L5: () => (/* binding */ ClbListeners),
/* harmony export */   LW: () => (/* binding */ ClbLoadBalancers),
/* harmony export */   RA: () => (/* binding */ Uploaded),
/* harmony export */   RS: () => (/* binding */ Done),
/* harmony export */   Sz: () => (/* binding */ UseReport),
/* harmony export */   Uo: () => (/* binding */ UseTasks),
/* harmony export */   Vv: () => (/* binding */ Deletion),
/* harmony export */   XE: () => (/* binding */ ClbTaskStatus),
/* harmony export */   Xb: () => (/* binding */ ClbTask),
/* harmony export */   Xd: () => (/* binding */ CertificateDetail),
/* harmony export */   a0: () => (/* binding */ WafDetail),
/* harmony export */   aw: () => (/* binding */ Existing),
/* harmony export */   dv: () => (/* binding */ CertificatePage),
/* harmony export */   o8: () => (/* binding */ WafDomains),
/* harmony export */   oF: () => (/* binding */ CertificateList)
/* harmony export */ });
/* unused harmony exports ListedCertificate, CdnDomain, ClbLoadBalancer, ClbListener, WafDomain, WafRecord */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(92857);

// Only the fields that are read, and only as much as is believed of them. Almost any member of a
// reply may be null, "when no valid value is obtained".
const text = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().nullish();
const flag = zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().nullish();
const texts = zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).nullish();
/** A list that is there and empty may come as null. */
const list = (item) => zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(item)
    .nullable()
    .transform((items) => items ?? []);
const Uploaded = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ CertificateId: text, RepeatCertId: text });
const Existing = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ RepeatCertId: text });
const CertificateDetail = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    CertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    CertificatePublicKey: text,
});
const ListedCertificate = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    CertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    Domain: text,
    SubjectAltName: texts,
    CertSANs: texts,
    CertBeginTime: text,
    CertEndTime: text,
    EncryptAlgorithm: text,
    Alias: text,
    From: text,
    InsertTime: text,
    Tags: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ TagKey: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), TagValue: text })).nullish(),
});
const CertificateList = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Certificates: list(ListedCertificate) });
const CertificatePage = CertificateList.extend({ TotalCount: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig() });
/** Task ids are documented as text, and have been seen as numbers elsewhere. */
const taskId = zod__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1), zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().transform(String)]);
const UseTasks = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    CertTaskIds: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ CertId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), TaskId: taskId })),
});
/** Besides these: one list for each type of resource. */
const UseReport = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig() });
const Deletion = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ DeleteResult: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().nullish(), TaskId: taskId.nullish() });
const DeletionTasks = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    DeleteTaskResult: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ TaskId: taskId, Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), Error: text })),
});
const Regions = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    RegionSet: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Region: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), RegionState: text })),
});
const Https = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    Switch: text,
    SslStatus: text,
    VerifyClient: text,
    CertInfo: zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ CertId: text, Certificate: text }).nullish(),
    ClientCertInfo: zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ Certificate: text }).nullish(),
});
/** The whole record: whatever it holds is compared after a change. */
const CdnDomain = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    Domain: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    Cname: text,
    Status: text,
    Disable: text,
    Readonly: text,
    Area: text,
    Https: Https.nullish(),
    HttpsBilling: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Switch: text }).nullish(),
    SpecificConfig: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        Mainland: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Https: Https.nullish() }).nullish(),
        Overseas: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Https: Https.nullish() }).nullish(),
    })
        .nullish(),
});
const CdnDomains = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Domains: list(CdnDomain), TotalNumber: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig() });
const ClbLoadBalancer = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    LoadBalancerId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    LoadBalancerName: text,
    LoadBalancerType: text,
    Forward: flag,
    LoadBalancerVips: texts,
    AddressIPv6: text,
    LoadBalancerDomain: text,
    Domain: text,
    Status: flag,
    Isolation: flag,
    IsBlock: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().nullish(),
});
const ClbLoadBalancers = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    LoadBalancerSet: list(ClbLoadBalancer),
    TotalCount: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
});
const ClbCertificate = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    SSLMode: text,
    SSLVerifyClient: text,
    CertId: text,
    CertCaId: text,
    ExtCertIds: texts,
});
const ClbRule = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    LocationId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    Domain: text,
    Domains: texts,
    Certificate: ClbCertificate.nullish(),
});
const ClbListener = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    ListenerId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    ListenerName: text,
    Protocol: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    Port: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
    SniSwitch: flag,
    Certificate: ClbCertificate.nullish(),
    Rules: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(ClbRule).nullish(),
});
const ClbListeners = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Listeners: list(ClbListener) });
/** The id of the request is the id of the task that carries it out. */
const ClbTask = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ RequestId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });
const ClbTaskStatus = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), Message: text });
const ClbProtections = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    LoadBalancerSet: list(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        LoadBalancerId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        ProtectState: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().nullish(),
        Description: text,
    })),
});
const WafListener = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ LoadBalancerId: text, ListenerId: text });
const WafDomain = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    Domain: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    DomainId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    InstanceId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    Edition: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    LoadBalancerSet: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(WafListener).nullish(),
});
const WafDomains = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Domains: list(WafDomain), Total: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig() });
const WafPort = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ Port: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Protocol: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });
/** The whole record: it is written back as a whole, and compared after a change. */
const WafRecord = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    Domain: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    DomainId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    InstanceId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    CertType: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
    SSLId: text,
    Cert: text,
    GmType: flag,
    GmCertType: flag,
    State: flag,
    Cname: text,
    Ports: list(WafPort),
});
const WafDetail = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ DomainsPartInfo: WafRecord });
/** Of a write whose answer holds nothing else; without it, it is none. */
const Done = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ RequestId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });


/***/ }),

/***/ 78274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Sb: () => (/* binding */ changedSettings),
/* harmony export */   Up: () => (/* binding */ pick),
/* harmony export */   cJ: () => (/* binding */ omit),
/* harmony export */   nw: () => (/* binding */ digestsOf),
/* harmony export */   u4: () => (/* binding */ isRecord)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/**
 * A value in one form. What means "not set" is nothing, however it is written: the API answers null
 * before a switch is first written and "off" afterwards, "" for no text, 0 for a feature that is off.
 */
function settled(value) {
    if (value === null || value === '' || value === 'off' || value === 0 || value === false) {
        return undefined;
    }
    if (Array.isArray(value)) {
        return value.length === 0 ? undefined : value.map((one) => settled(one) ?? null);
    }
    if (typeof value !== 'object' || value === undefined)
        return value;
    const entries = Object.entries(value)
        .map(([key, member]) => [key, settled(member)])
        .filter(([, member]) => member !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    const isOff = 'Switch' in value && settled(value.Switch) === undefined;
    return entries.length === 0 || isOff ? undefined : Object.fromEntries(entries);
}
function digestOf(value) {
    const form = settled(value);
    if (form === undefined)
        return undefined;
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(form)).digest('hex').slice(0, 12);
}
function digestsOf(fields) {
    const digests = {};
    for (const [name, value] of Object.entries(fields)) {
        const digest = digestOf(value);
        if (digest !== undefined)
            digests[name] = digest;
    }
    return digests;
}
/**
 * Names of the settings that differ. A setting that had no value before and has now one of its
 * `defaults` is the same: the API fills them in when a record is written for the first time.
 */
function changedSettings(before, after, defaults = {}) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names]
        .filter((name) => {
        if (before[name] === after[name])
            return false;
        return before[name] !== undefined || after[name] !== digestOf(defaults[name]);
    })
        .sort();
}
/** The record without these members. */
function omit(fields, names) {
    return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
/** The record with these members only, as far as they have a value. */
function pick(fields, names) {
    return Object.fromEntries(names.flatMap((name) => {
        const value = fields[name];
        return value === null || value === undefined ? [] : [[name, value]];
    }));
}


/***/ }),

/***/ 8554:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Do: () => (/* binding */ confine),
  UU: () => (/* binding */ createClient),
  QP: () => (/* binding */ defaultTiming)
});

;// CONCATENATED MODULE: ./build/shared/providers/tencent/hosts.js
const base = 'tencentcloudapi.com';
/** Finance regions answer under a host of their own only. https://intl.cloud.tencent.com/document/product/214/33818 */
const pinned = /-fsi$/u;
/** The host that the signature names: its first label says which service is called. */
function hostOf(service, { site, region }) {
    const account = site === 'international' ? '.intl' : '';
    const place = service === 'clb' && pinned.test(region) ? `.${region}` : '';
    return `${service}${account}${place}.${base}`;
}
function isServiceHost(hostname) {
    return hostname.endsWith(`.${base}`);
}

;// CONCATENATED MODULE: ./build/shared/providers/tencent/wiring.js

const defaultTiming = { deadlineMs: 30_000, attempts: 6 };
/**
 * The SDK signs the host of the request, and names the service by its first label. So the host stays
 * the service's own, and an endpoint of the account changes where the connection goes, no more.
 * Without one, connections go to Tencent Cloud only: the SDK would follow a redirect with the whole
 * request, private key included.
 */
function confine(agents, endpoint) {
    for (const agent of [agents.http, agents.https]) {
        const connect = agent.createConnection.bind(agent);
        agent.createConnection = (options, callback) => {
            const host = options.host ?? '';
            if (!isServiceHost(host))
                throw new Error(`a reply leads to ${host}, which is not followed`);
            if (endpoint === undefined)
                return connect(options, callback);
            const hostname = endpoint.hostname.replace(/^\[|\]$/gu, '');
            return connect({ ...options, host: hostname, ...nameFor(hostname) }, callback);
        };
    }
    return agents;
}
/** What the certificate of an https endpoint must be made out to. */
function nameFor(hostname) {
    return { servername: /^[\d.]+$|:/u.test(hostname) ? '' : hostname };
}
function createClient(Client, wiring, { service, region, identity, }) {
    const { agents, endpoint, site, timing } = wiring;
    const plain = endpoint?.protocol === 'http:';
    const port = endpoint === undefined || endpoint.port === '' ? '' : `:${endpoint.port}`;
    return new Client({
        credential: { getCredential: identity },
        region,
        profile: {
            language: 'en-US',
            httpProfile: {
                endpoint: `${hostOf(service, { site, region })}${port}`,
                protocol: plain ? 'http://' : 'https://',
                reqTimeout: timing.deadlineMs / 1000,
                agent: plain ? agents.http : agents.https,
            },
        },
    });
}


/***/ }),

/***/ 81229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ silentLog)
/* harmony export */ });
const silentLog = { debug() { }, info() { }, warn() { }, error() { } };


/***/ }),

/***/ 62613:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ memo)
/* harmony export */ });
/** Remembers answers by key, also while they are under way. A failure, or nothing, is asked again. */
function memo() {
    const known = new Map();
    return {
        async get(key, make) {
            const current = known.get(key);
            if (current !== undefined)
                return await current;
            const made = make();
            known.set(key, made);
            const forget = () => known.delete(key);
            made.then((value) => value === null && forget(), forget);
            return await made;
        },
    };
}


/***/ }),

/***/ 42885:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ pause)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/** Waits, and ends with `CANCELLED` as soon as the run is told to stop. */
async function pause(clock, ms, { signal }) {
    try {
        await clock.sleep(ms, signal);
    }
    catch (thrown) {
        throw signal.aborted ? new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CANCELLED', 'the run was cancelled') : thrown;
    }
}


/***/ }),

/***/ 19047:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ createAgents)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(44708);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9115);



/**
 * The variables with every address in the form that Node understands: it ignores others, so that
 * traffic meant for a proxy would go out directly. curl's form without `http://` is completed.
 */
function readProxy(proxy) {
    const read = {};
    for (const [name, value] of Object.entries(proxy)) {
        const address = value.trim();
        if (address === '')
            continue;
        if (!/_proxy$/iu.test(name) || /^no_proxy$/iu.test(name)) {
            read[name] = address;
            continue;
        }
        const complete = address.includes('://') ? address : `http://${address}`;
        // The value is never quoted: it may hold a password.
        if (!URL.canParse(complete) || !/^https?:\/\//iu.test(complete)) {
            throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .DeployError */ .sH('CONFIG_INVALID', `${name} is not the address of an HTTP proxy: http://host:port is expected`);
        }
        read[name] = complete;
    }
    return read;
}
/**
 * Agents that keep connections alive. The one for https goes through the proxy that HTTPS_PROXY and
 * NO_PROXY (in either case) name; the SDKs ignore these variables by themselves. Plain http is only
 * ever spoken with this machine, so its agent knows no proxy: keys would leave the machine in clear.
 */
function createAgents(proxy) {
    const options = { keepAlive: true, maxSockets: 64 };
    return {
        http: new node_http__WEBPACK_IMPORTED_MODULE_0__.Agent(options),
        https: new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent({ ...options, proxyEnv: readProxy(proxy) }),
    };
}


/***/ })

};
