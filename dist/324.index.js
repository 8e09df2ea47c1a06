export const id = 324;
export const ids = [324];
export const modules = {

/***/ 21057:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ll: () => (/* binding */ wireCode),
/* harmony export */   Qk: () => (/* binding */ HuaweiFailure)
/* harmony export */ });
/* unused harmony export scrub */
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/** What is told of a call that failed: public facts only. No request and no reply is kept. */
class HuaweiFailure extends Error {
    name = 'HuaweiFailure';
    /** The cloud's own code, `ELB.8902`, or that of a broken connection, `ECONNRESET`. */
    wireCode;
    /** Undefined: there was no reply. */
    status;
    requestId;
    retryAfterMs;
    constructor(facts) {
        super(scrub(facts.message));
        this.wireCode = facts.wireCode;
        this.status = facts.status;
        this.requestId = facts.requestId;
        this.retryAfterMs = facts.retryAfterMs;
    }
}
/** Services may quote what they refuse: PEM, tokens and other long texts are left out. */
function scrub(message) {
    const text = message
        // The gateway quotes the request as it would have signed it, headers and tokens included.
        .replace(/canonical_?request\s*[:=][^]*$/iu, '')
        .replace(/-----BEGIN[^]*?(?:-----END[^-]*-----|$)/gu, '<pem>')
        .replace(/\b(authorization|x-(?:security|auth|subject)-token)["']?\s*[:=]\s*\S+/giu, '$1:<secret>')
        .replace(/\b(Access|Signature)=[\w+/=-]+/gu, '$1=<…>')
        .replace(/:\/\/[^\s/@]+@/gu, '://<secret>@')
        .replace(/[A-Za-z0-9+/=%_-]{64,}/gu, '<…>')
        .trim();
    return text.length > 600 ? `${text.slice(0, 600)} …` : text;
}
/** The cloud's code that an error stems from; undefined for an error of ours. */
function wireCode(thrown) {
    return thrown instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH && thrown.cause instanceof HuaweiFailure
        ? thrown.cause.wireCode
        : undefined;
}


/***/ }),

/***/ 99324:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createHuaweiProvider: () => (/* binding */ createHuaweiProvider)
});

// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
// EXTERNAL MODULE: ./build/shared/runtime/caller.js
var runtime_caller = __webpack_require__(94996);
// EXTERNAL MODULE: ./build/shared/runtime/proxy.js
var proxy = __webpack_require__(19047);
// EXTERNAL MODULE: ./build/shared/providers/reply.js
var providers_reply = __webpack_require__(77841);
// EXTERNAL MODULE: ./build/shared/providers/huawei/failure.js
var failure = __webpack_require__(21057);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/errors.js


/**
 * https://support.huaweicloud.com/intl/en-us/api-cdn/
 * https://support.huaweicloud.com/intl/en-us/api-elb/
 * https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html
 */
const codes = {
    'APIGW.0101': 'CONFIG_INVALID',
    'APIGW.0301': 'CREDENTIALS_REJECTED',
    'APIGW.0303': 'CREDENTIALS_REJECTED',
    'APIGW.0307': 'CREDENTIALS_REJECTED',
    'APIGW.0308': 'RATE_LIMITED',
    'APIG.0308': 'RATE_LIMITED',
    'APIGW.0310': 'REFUSED',
    'SYS.0401': 'CREDENTIALS_REJECTED',
    'PAP5.0001': 'PERMISSION_MISSING',
    'CDN.0000': 'CLOUD_UNAVAILABLE',
    'CDN.0002': 'CREDENTIALS_REJECTED',
    'CDN.0003': 'RESOURCE_GONE',
    'CDN.0004': 'PERMISSION_MISSING',
    'CDN.0020': 'PERMISSION_MISSING',
    'CDN.0021': 'PERMISSION_MISSING',
    'CDN.00010182': 'PERMISSION_MISSING',
    'CDN.00010198': 'PERMISSION_MISSING',
    'CDN.0102': 'REFUSED',
    'CDN.0105': 'RESOURCE_GONE',
    'CDN.0106': 'RESOURCE_BUSY',
    'CDN.0108': 'RESOURCE_GONE',
    'CDN.0114': 'REFUSED',
    'CDN.0115': 'REFUSED',
    'CDN.0116': 'REFUSED',
    'CDN.0141': 'REFUSED',
    'CDN.0142': 'REFUSED',
    'CDN.0143': 'REFUSED',
    'CDN.0145': 'RESOURCE_BUSY',
    'CDN.0163': 'REFUSED',
    'CDN.0170': 'RESOURCE_GONE',
    'CDN.0171': 'RESOURCE_GONE',
    'CDN.0402': 'CERTIFICATE_REJECTED',
    'CDN.0403': 'CERTIFICATE_REJECTED',
    'CDN.0404': 'CERTIFICATE_REJECTED',
    'CDN.0405': 'CERTIFICATE_REJECTED',
    'CDN.0406': 'CERTIFICATE_REJECTED',
    'CDN.0407': 'CERTIFICATE_REJECTED',
    'CDN.0408': 'CERTIFICATE_REJECTED',
    'CDN.0409': 'CERTIFICATE_REJECTED',
    'CDN.0410': 'CERTIFICATE_REJECTED',
    'CDN.0411': 'CERTIFICATE_REJECTED',
    'CDN.0412': 'CERTIFICATE_REJECTED',
    'CDN.0413': 'CERTIFICATE_REJECTED',
    'CDN.0414': 'CERTIFICATE_REJECTED',
    'ELB.1011': 'CERTIFICATE_REJECTED',
    'ELB.1103': 'CREDENTIALS_REJECTED',
    'ELB.5013': 'CERTIFICATE_REJECTED',
    'ELB.5020': 'RESOURCE_GONE',
    'ELB.5040': 'RESOURCE_GONE',
    'ELB.5151': 'QUOTA_EXHAUSTED',
    'ELB.6015': 'REFUSED',
    'ELB.8904': 'RESOURCE_GONE',
    'ELB.8905': 'QUOTA_EXHAUSTED',
    'ELB.8906': 'CLOUD_UNAVAILABLE',
    'ELB.8907': 'RESOURCE_BUSY',
    'ELB.8909': 'CERTIFICATE_REJECTED',
    'ELB.9801': 'PERMISSION_MISSING',
    'ELB.9802': 'PERMISSION_MISSING',
    'ELB.9803': 'PERMISSION_MISSING',
    'ELB.9804': 'PERMISSION_MISSING',
    'ELB.9807': 'QUOTA_EXHAUSTED',
};
/** What to do about it, where the cloud's own words do not say. */
const hints = {
    'CDN.00010182': 'the domain belongs to an enterprise project that these credentials do not reach: grant them the actions there too',
    'CDN.0102': 'the domain has no valid ICP filing, which its service area demands',
    'CDN.0141': 'the domain has no valid ICP filing, which its service area demands',
    'CDN.0163': 'Huawei has put special settings on this domain by hand, under which no change is possible; only a support ticket helps',
    'CDN.0410': 'the chain is incomplete: give all intermediates',
    'ELB.9802': 'is the project id that of this region and account?',
};
/** A plain "invalid parameter", by what the call brought. */
function invalid({ brings }) {
    if (brings === 'certificate')
        return 'CERTIFICATE_REJECTED';
    return brings === 'binding' ? 'REFUSED' : 'CLOUD_UNEXPECTED';
}
function codeOf(failure, about) {
    const { status, wireCode = '' } = failure;
    if (about.action === 'sts:agencies:assumeWithOIDC' && isRefusal(status)) {
        return 'CREDENTIALS_REJECTED';
    }
    const known = codes[wireCode];
    if (known !== undefined)
        return known;
    if (wireCode === 'CDN.0001' || wireCode === 'ELB.8902')
        return invalid(about);
    // Before any status: resets, refused connections, failed look-ups, broken TLS.
    if (status === undefined)
        return 'CLOUD_UNAVAILABLE';
    if (status === 429)
        return 'RATE_LIMITED';
    if (status >= 500)
        return 'CLOUD_UNAVAILABLE';
    if (status === 401)
        return 'CREDENTIALS_REJECTED';
    // A proxy that blocks the address answers 403 too, but not in the cloud's form.
    if (status === 403 && wireCode !== '')
        return 'PERMISSION_MISSING';
    if (status === 409 && wireCode !== '')
        return 'RESOURCE_BUSY';
    if (status === 404 && wireCode !== '')
        return 'RESOURCE_GONE';
    return 'CLOUD_UNEXPECTED';
}
const isRefusal = (status = 0) => status >= 400 && status < 500 && status !== 429;
/** `elb:listeners:put`, as the message names it, else as the call needs it. */
function deniedAction(message, about) {
    return /\b([a-z][a-z0-9-]*:[\w-]+:[\w-]+)\b/u.exec(message)?.[1] ?? about.action;
}
/** Their text may quote what was signed: only our own words are used. */
function credentialsMessage({ wireCode = '', status }, about) {
    const code = wireCode === '' ? `HTTP ${status ?? '?'}` : wireCode;
    if (about.action === 'sts:agencies:assumeWithOIDC') {
        return `Huawei Cloud does not take the OIDC token of this run (${code}): check the URNs, the provider's audience and the trust policy of the agency`;
    }
    if (wireCode === 'APIGW.0307')
        return `the security token has expired or is unknown (${code})`;
    const project = about.action.startsWith('elb:')
        ? 'the project id is not one of the account, '
        : '';
    return `Huawei Cloud does not accept the signature (${code}): ${project}the access key or the secret key is wrong or disabled, this machine's clock is off by more than 15 minutes, or a proxy changes the requests. Five wrong signatures in a row lock an access key for five minutes`;
}
function messageOf(code, failure, about) {
    const { message, status, wireCode = '' } = failure;
    const hint = hints[wireCode] === undefined ? '' : `; ${hints[wireCode]}`;
    const said = [wireCode, message].filter((text) => text !== '').join(': ') + hint;
    const id = failure.requestId === undefined ? '' : ` (request ${failure.requestId})`;
    switch (code) {
        case 'PERMISSION_MISSING':
            return `the credentials lack the permission ${deniedAction(message, about)} (${wireCode})${hint}${id}`;
        case 'CREDENTIALS_REJECTED':
            return credentialsMessage(failure, about);
        case 'CERTIFICATE_REJECTED':
            return `Huawei Cloud refuses the certificate: ${said}${id}`;
        case 'CLOUD_UNAVAILABLE':
            if (wireCode === 'ENOTFOUND') {
                return `${message}: there is no such address; is the region or the endpoint right?`;
            }
            return status === undefined ? said : `HTTP ${status} ${said}${id}`;
        case 'CLOUD_UNEXPECTED':
            if (wireCode !== '')
                return `${said}${id}`;
            return `the endpoint is not a Huawei Cloud API: HTTP ${status ?? '?'} with a body that is none of its replies${id}`;
        case 'CONFIG_INVALID':
        case 'RESOURCE_GONE':
        case 'QUOTA_EXHAUSTED':
        case 'REFUSED':
        case 'PLAN_STALE':
        case 'CANCELLED':
        case 'RESOURCE_BUSY':
        case 'RATE_LIMITED':
        case 'VERIFY_FAILED':
        case 'DRIFTED':
        case 'OUTCOME_UNKNOWN':
        case 'INTERNAL':
            return `${said}${id}`;
    }
}
/** Whatever a call threw, in our words. Its cause holds public facts only. */
function toDeployError(thrown, about) {
    if (!(thrown instanceof failure/* HuaweiFailure */.Qk))
        return errors/* DeployError */.sH.from(thrown);
    const code = codeOf(thrown, about);
    const { wireCode, status, requestId, retryAfterMs } = thrown;
    // What is said of a login names the access key, or what was signed.
    const cause = code === 'CREDENTIALS_REJECTED'
        ? new failure/* HuaweiFailure */.Qk({ message: '', wireCode, status, requestId, retryAfterMs })
        : thrown;
    return new errors/* DeployError */.sH(code, messageOf(code, thrown, about), { cause, retryAfterMs });
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(44708);
// EXTERNAL MODULE: ./build/shared/providers/endpoint.js
var endpoint = __webpack_require__(40676);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/http.js





/** More than any documented page holds; a body without end must not fill the memory. */
const largestBody = 64 * 1024 * 1024;
function property(of, key) {
    const value = typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
    return typeof value === 'string' ? value : undefined;
}
/** A connection that failed. Node's own message names hosts and ports, never what was sent. */
function broken(thrown) {
    const message = property(thrown, 'message') ?? '';
    const wireCode = property(thrown, 'code') ?? 'ECONNRESET';
    return new failure/* HuaweiFailure */.Qk({ wireCode, message: message === '' ? wireCode : message });
}
async function readBody(response) {
    const chunks = [];
    let size = 0;
    // Without an encoding the stream gives bytes.
    for await (const chunk of response) {
        size += chunk.byteLength;
        if (size > largestBody) {
            response.destroy();
            throw new errors/* DeployError */.sH('CLOUD_UNEXPECTED', `a reply of more than ${largestBody} bytes`);
        }
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
}
/**
 * One exchange over the connections that are kept alive. Ends when the signal is aborted. Plain http
 * never leaves this machine, and a redirection is a reply like any other: signed requests are not
 * sent on to whoever asks for them.
 */
async function exchange({ method, url, headers, body }, agents, signal) {
    const { protocol, hostname } = new URL(url);
    if (protocol !== 'https:' && !(0,endpoint/* isLoopback */.U9)(hostname)) {
        throw new errors/* DeployError */.sH('CONFIG_INVALID', `the endpoint ${hostname} is not https: private keys travel there, so nothing was sent`);
    }
    const { promise, resolve, reject } = Promise.withResolvers();
    const options = {
        method,
        signal,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    };
    const request = protocol === 'https:'
        ? external_node_https_.request(url, { ...options, agent: agents.https })
        : external_node_http_.request(url, { ...options, agent: agents.http });
    request.on('response', resolve);
    request.on('error', reject);
    request.end(body);
    try {
        const response = await promise;
        const text = await readBody(response);
        return { status: response.statusCode ?? 0, headers: response.headers, text };
    }
    catch (thrown) {
        if (signal.aborted)
            throw signal.reason;
        throw thrown instanceof errors/* DeployError */.sH ? thrown : broken(thrown);
    }
}

;// CONCATENATED MODULE: ./build/shared/providers/huawei/reply.js
/** A reply's JSON without any private key; undefined when it is no JSON. An empty body is `{}`. */
function reply_readBody(text) {
    if (text.trim() === '')
        return {};
    try {
        // ELB shows private keys in every reply about certificates, unless told not to: they end here.
        // https://support.huaweicloud.com/intl/en-us/api-elb/
        return JSON.parse(text, (key, value) => /^(?:enc_)?private_?key$/iu.test(key) ? undefined : value);
    }
    catch {
        return undefined;
    }
}
function member(of, key) {
    return typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
}
function reply_text(value) {
    if (typeof value === 'number')
        return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function complaintIn(of, keys) {
    const code = reply_text(member(of, keys[0]));
    return code === undefined ? undefined : { code, message: reply_text(member(of, keys[1])) ?? '' };
}
/**
 * The error of a reply. CDN answers business errors with HTTP 200 and `{"error":{"error_code"…}}`, ELB
 * and the gateway with `{"error_code"…}`, older IAM calls with `{"error":{"code":401,"message"…}}`.
 */
function complaintOf(status, body) {
    const inside = member(body, 'error');
    const named = complaintIn(body, ['error_code', 'error_msg']) ??
        complaintIn(inside, ['error_code', 'error_msg']) ??
        complaintIn(inside, ['code', 'message']);
    if (named !== undefined || (status >= 200 && status < 300))
        return named;
    return (complaintIn(body, ['code', 'message']) ?? {
        code: '',
        message: reply_text(member(body, 'message')) ?? '',
    });
}
/** `Retry-After` in seconds or as a date; undefined when the reply has none that can be read. */
function retryAfterMs(header, now) {
    if (header === undefined || header === '')
        return undefined;
    if (/^\d{1,6}$/u.test(header))
        return Number(header) * 1000;
    const at = Date.parse(header);
    return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
function requestIdOf({ headers }, body) {
    const header = headers['x-request-id'];
    return reply_text(member(body, 'request_id')) ?? (typeof header === 'string' ? header : undefined);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/signer.js

const sha256 = (text) => (0,external_node_crypto_.createHash)('sha256').update(text, 'utf8').digest('hex');
/** RFC 3986: unreserved characters stay, every other byte becomes `%XX`. */
function encode(text) {
    return encodeURIComponent(text).replace(/[!'()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
/** `20261123T080000Z` */
function stamp(now) {
    return now.toISOString().replaceAll(/[-:]|\.\d{3}/gu, '');
}
function canonicalQuery(query) {
    return Object.entries(query)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([key, value]) => {
        const values = typeof value === 'string' ? [value] : [...value].sort();
        return values.map((one) => `${encode(key)}=${encode(one)}`);
    })
        .join('&');
}
/** The address without a signature. `*` stays as it is on the wire, as in the vendor's own SDK. */
function urlOf({ origin, path, query }) {
    const wire = path.split('/').map(encodeURIComponent).join('/');
    const search = canonicalQuery(query);
    return `${origin}${wire}${search === '' ? '' : `?${search}`}`;
}
/**
 * SDK-HMAC-SHA256. Like AWS Signature 4 without scope and key derivation, and with a slash at the end of
 * the canonical path, which is not sent. Signed anew for each attempt: the gateway bears 15 minutes.
 * https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm-001.html
 */
function sign(request, identity, now) {
    const { method, origin, path, query, body } = request;
    const date = stamp(now);
    const signed = {
        ...request.headers,
        'content-type': 'application/json',
        host: new URL(origin).host,
        'x-sdk-date': date,
    };
    if (identity.securityToken !== undefined) {
        signed['x-security-token'] = identity.securityToken.reveal();
    }
    const names = Object.keys(signed).sort();
    const encoded = path.split('/').map(encode).join('/');
    const canonical = [
        method,
        encoded.endsWith('/') ? encoded : `${encoded}/`,
        canonicalQuery(query),
        names.map((name) => `${name}:${signed[name]?.trim() ?? ''}\n`).join(''),
        names.join(';'),
        sha256(body),
    ].join('\n');
    const signature = (0,external_node_crypto_.createHmac)('sha256', identity.secretKey.reveal())
        .update(['SDK-HMAC-SHA256', date, sha256(canonical)].join('\n'), 'utf8')
        .digest('hex');
    const authorization = `SDK-HMAC-SHA256 Access=${identity.accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
    return {
        method,
        url: urlOf(request),
        headers: { ...signed, accept: 'application/json', authorization },
        body,
    };
}

;// CONCATENATED MODULE: ./build/shared/providers/huawei/client.js






/** `Action` is the list of what this product may call: its policy is printed from the same list. */
function createAsk(wire, { origin, headers }, caller) {
    async function signed(unsigned, call) {
        if (wire.identity === undefined) {
            const plain = { ...unsigned.headers, 'content-type': 'application/json' };
            const accept = { accept: 'application/json' };
            const { method, body } = unsigned;
            return { method, url: urlOf(unsigned), headers: { ...plain, ...accept }, body };
        }
        return sign(unsigned, await wire.identity(call), wire.clock.now());
    }
    async function send(unsigned, about, call) {
        try {
            const reply = await exchange(await signed(unsigned, call), wire.agents, call.signal);
            const { status } = reply;
            const body = reply_readBody(reply.text);
            const complaint = complaintOf(status, body);
            if (body !== undefined && complaint === undefined)
                return body;
            throw new failure/* HuaweiFailure */.Qk({
                status,
                message: complaint?.message ?? '',
                wireCode: complaint?.code === '' ? undefined : complaint?.code,
                requestId: requestIdOf(reply, body),
                retryAfterMs: retryAfterMs(reply.headers['retry-after'], wire.clock.now()),
            });
        }
        catch (thrown) {
            throw toDeployError(thrown, about);
        }
    }
    return async ({ action, doing, method, path, query = {}, body }, schema, call, options = {}) => {
        const text = body === undefined ? '' : JSON.stringify(body);
        const unsigned = { method, origin, path, query, headers, body: text };
        const about = { action, brings: options.brings };
        return await caller.run(doing, async (signal) => {
            const reply = await wire.gate.pass(() => send(unsigned, about, { ...call, signal }));
            return (0,providers_reply/* parseReply */.U)(schema, reply, action);
        }, call, options);
    };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/shared/core/secret.js
var secret = __webpack_require__(54636);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/credentials.js



const Issued = schemas/* object */.Ikc({
    credentials: schemas/* object */.Ikc({
        access_key_id: schemas/* string */.YjP().min(1),
        secret_access_key: schemas/* string */.YjP().min(1),
        security_token: schemas/* string */.YjP().min(1),
        expiration: schemas/* string */.YjP(),
    }),
});
/** The least that every agency allows for a session is an hour. */
const sessionSeconds = 3600;
const renewAheadMs = 300_000;
/** `2026-11-23T09:00:00.123000Z`: microseconds are more than a Date takes everywhere. */
function readTime(text) {
    const at = new Date(text.replace(/(\.\d{3})\d*Z$/u, '$1Z'));
    if (!Number.isNaN(at.getTime()))
        return at;
    throw new errors/* DeployError */.sH('CLOUD_UNEXPECTED', 'the session ends at a time that cannot be read');
}
/** Asks once, then again shortly before the answer expires. A failure is not kept. */
function remembered(source, clock) {
    let known;
    let pending;
    return async (call) => {
        const endsAt = known?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
        if (known !== undefined && endsAt - renewAheadMs > clock.now().getTime())
            return known;
        pending ??= source(call).finally(() => {
            pending = undefined;
        });
        known = await pending;
        return known;
    };
}
function fromSecrets({ access_key, secret_key, security_token }, connection) {
    const identity = {
        accessKey: connection.secret(access_key).reveal().trim(),
        secretKey: new secret/* Secret */.z(connection.secret(secret_key).reveal().trim()),
        ...(security_token === undefined ? {} : { securityToken: connection.secret(security_token) }),
    };
    return () => Promise.resolve(identity);
}
/** https://support.huaweicloud.com/intl/en-us/api-iam5/AssumeAgencyWithOIDC.html */
function fromOidc({ provider_urn, agency_urn, audience }, connection, ask) {
    const { idToken } = connection;
    if (idToken === undefined) {
        throw new errors/* DeployError */.sH('CREDENTIALS_REJECTED', 'oidc works only in a GitHub Actions job with "permissions: id-token: write"');
    }
    return remembered(async (call) => {
        const token = await idToken(audience ?? 'sts.myhuaweicloud.com', call.signal);
        const { credentials } = await ask({
            action: 'sts:agencies:assumeWithOIDC',
            doing: `taking on agency ${agency_urn} with the OIDC token of this run`,
            method: 'POST',
            path: '/v5/agencies/assume-with-oidc',
            body: {
                provider_urn,
                agency_urn,
                agency_session_name: connection.session,
                duration_seconds: sessionSeconds,
                id_token: token.reveal(),
            },
        }, Issued, call);
        connection.mask(credentials.secret_access_key);
        connection.mask(credentials.security_token);
        return {
            accessKey: credentials.access_key_id,
            secretKey: new secret/* Secret */.z(credentials.secret_access_key),
            securityToken: new secret/* Secret */.z(credentials.security_token),
            expiresAt: readTime(credentials.expiration),
        };
    }, connection.clock);
}
/** The login that the account's settings describe, renewed before it expires. */
function credentialSource({ credentials, oidc }, connection, ask) {
    if (credentials !== undefined)
        return fromSecrets(credentials, connection);
    if (oidc !== undefined)
        return fromOidc(oidc, connection, ask);
    throw new errors/* DeployError */.sH('INTERNAL', 'the settings were accepted without any way to log in');
}

;// CONCATENATED MODULE: ./build/shared/providers/huawei/endpoint.js
/** The European site is a cloud of its own, with accounts, hosts and a top-level domain of its own. */
const isEuropean = (region) => /^eu-west-1\d\d$/u.test(region);
/**
 * Where a service is called. CDN and IAM are global; `region` then only says which site is meant.
 * https://console.huaweicloud.com/apiexplorer/#/endpoint
 */
function originOf(service, region) {
    const european = isEuropean(region);
    const regional = service === 'elb' || service === 'sts' || (service === 'iam' && european);
    const cloud = european ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
    return regional ? `https://${service}.${region}.${cloud}` : `https://${service}.${cloud}`;
}

;// CONCATENATED MODULE: ./build/shared/providers/huawei/gate.js

/**
 * Guards an access key against being locked: five wrong signatures in a row close it for five minutes.
 * After a rejection one call at a time goes out on trial; those that wait fail with it, unsent, or all
 * go on when it is accepted.
 * https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html
 */
function createGate() {
    let suspect = false;
    let trial;
    async function attempt(send) {
        try {
            const reply = await send();
            suspect = false;
            return reply;
        }
        catch (thrown) {
            // Any other refusal came after the signature had been accepted, or never got that far.
            if (errors/* DeployError */.sH.from(thrown).code === 'CREDENTIALS_REJECTED')
                suspect = true;
            throw thrown;
        }
    }
    async function pass(send) {
        if (!suspect)
            return await attempt(send);
        if (trial !== undefined) {
            await trial;
            return await pass(send);
        }
        const outcome = attempt(send);
        trial = outcome.then(() => { }, (thrown) => {
            if (errors/* DeployError */.sH.from(thrown).code === 'CREDENTIALS_REJECTED')
                throw thrown;
        });
        // It may be that nobody waits for it.
        trial.catch(() => { });
        try {
            return await outcome;
        }
        finally {
            trial = undefined;
        }
    }
    return { pass };
}

;// CONCATENATED MODULE: ./build/shared/providers/huawei/projects.js

const Projects = schemas/* object */.Ikc({
    projects: schemas/* array */.YOg(schemas/* object */.Ikc({ id: schemas/* string */.YjP().min(1), name: schemas/* string */.YjP(), enabled: schemas/* boolean */.zMY().nullish() })),
});
/**
 * Every region in which the account has a project. Needs no permission, so it also proves the login.
 * Projects below a region's main one (`cn-north-4_shop`) and `MOS`, which belongs to object storage,
 * are left out; the former can be named under `project_ids`. Never asks for a project to be made.
 * https://support.huaweicloud.com/intl/en-us/api-iam/iam_06_0003.html
 */
async function listProjects(ask, call) {
    const { projects } = await ask({
        action: 'GET /v3/auth/projects',
        doing: 'asking Huawei Cloud for the projects of this login',
        method: 'GET',
        path: '/v3/auth/projects',
    }, Projects, call);
    const byRegion = new Map();
    for (const { id, name, enabled } of projects) {
        const isMain = /^[a-z]{2}-[a-z]+(?:-[a-z]+)*-\d+$/u.test(name);
        if (isMain && enabled !== false && !byRegion.has(name))
            byRegion.set(name, id);
        else if (name.includes('_'))
            call.log.debug('project below a region not read', { name });
    }
    return byRegion;
}

;// CONCATENATED MODULE: ./build/shared/providers/huawei/login.js








/** Says which site the account belongs to, and where its session begins. */
function homeRegion(settings, { account }) {
    return account.regions?.[0] ?? Object.keys(settings.project_ids ?? {})[0] ?? 'cn-north-4';
}
/**
 * Logs in, and proves the login with one call that needs no permission. What is refused as a whole is
 * `CREDENTIALS_REJECTED`: exactly one wrong signature has been sent by then.
 */
async function logIn(settings, connection, timing, call) {
    const { clock, account } = connection;
    const home = homeRegion(settings, connection);
    const agents = (0,proxy/* createAgents */.j)(connection.proxy);
    const endpoint = settings.endpoint?.replace(/\/$/u, '');
    const caller = (limits) => (0,runtime_caller/* createCaller */.u)({ clock, limits, ...timing });
    const few = caller({ concurrency: 2, perSecond: 5, burst: 5 });
    const unsigned = { agents, clock, gate: createGate(), identity: undefined };
    const address = (service, region) => ({
        origin: endpoint ?? originOf(service, region),
        headers: {},
    });
    try {
        const toSts = createAsk(unsigned, address('sts', home), few);
        const identity = credentialSource(settings, connection, toSts);
        const wire = { agents, clock, gate: createGate(), identity };
        // First, so that a login that fails is not taken for a call that does.
        await identity(call);
        const projects = await listProjects(createAsk(wire, address('iam', home), few), call).catch((thrown) => {
            const error = errors/* DeployError */.sH.from(thrown);
            if (['CREDENTIALS_REJECTED', 'CANCELLED'].includes(error.code))
                throw error;
            call.log.warn('projects not read', { account: account.name, reason: error.message });
            return error;
        });
        return {
            name: account.name,
            clock,
            mask: connection.mask,
            projects,
            caller,
            ask: (service, project, limited) => createAsk(wire, project === null
                ? address(service, home)
                : {
                    ...address(service, project.region),
                    headers: { 'x-project-id': project.projectId },
                }, limited),
        };
    }
    catch (thrown) {
        throw errors/* DeployError */.sH.from(thrown).during(`logging in to account "${account.name}"`);
    }
}

// EXTERNAL MODULE: ./build/shared/providers/huawei/spec.js
var spec = __webpack_require__(37692);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/wiring.js
const defaultTiming = { deadlineMs: 15_000, attempts: 6 };

;// CONCATENATED MODULE: ./build/shared/providers/huawei/provider.js




const named = 'name the regions of the account under "regions:" and their projects under "project_ids:"';
/** Regions to read: those of the file, else every one that the account has a project in. */
function regionsOf({ project_ids = {} }, regions, { projects }) {
    if (regions !== undefined)
        return [...new Set(regions)];
    if (projects instanceof errors/* DeployError */.sH) {
        return { code: projects.code, message: `${projects.message}; ${named}` };
    }
    const found = [...new Set([...projects.keys(), ...Object.keys(project_ids)])].sort();
    return found.length > 0
        ? found
        : { code: 'CONFIG_INVALID', message: `this login has no project in any region; ${named}` };
}
function projectOf(region, { project_ids }, { projects }) {
    const given = project_ids?.[region];
    if (given !== undefined)
        return given;
    if (projects instanceof errors/* DeployError */.sH)
        return (0,errors/* errorFacts */.u2)(projects);
    return (projects.get(region) ?? {
        code: 'CONFIG_INVALID',
        message: `this login has no project called "${region}": is that the region's name, and is it in use? Else name its project under "project_ids:"`,
    });
}
/** Huawei Cloud, without any package of its own. `timing` is shortened by tests. */
function createHuaweiProvider(timing = defaultTiming) {
    return {
        async connect(connection, call) {
            const { account } = connection;
            const settings = spec/* HuaweiSettings */.V.parse(account.settings);
            const login = await logIn(settings, connection, timing, call);
            const products = [];
            const gaps = [];
            // CDN keeps certificates in its domains only.
            const stores = [];
            if (connection.targets.includes('huawei/cdn')) {
                products.push((await __webpack_require__.e(/* import() */ 140).then(__webpack_require__.bind(__webpack_require__, 46140))).createCdn(login));
            }
            if (connection.targets.includes('huawei/elb')) {
                const target = 'huawei/elb';
                const { createElb } = await __webpack_require__.e(/* import() */ 717).then(__webpack_require__.bind(__webpack_require__, 7717));
                const { createElbApi } = await __webpack_require__.e(/* import() */ 95).then(__webpack_require__.bind(__webpack_require__, 52095));
                const { createElbStore } = await __webpack_require__.e(/* import() */ 706).then(__webpack_require__.bind(__webpack_require__, 10706));
                const regions = regionsOf(settings, account.regions, login);
                if ('code' in regions)
                    gaps.push({ target, region: null, error: regions });
                else {
                    for (const region of regions) {
                        const projectId = projectOf(region, settings, login);
                        if (typeof projectId !== 'string') {
                            gaps.push({ target, region, error: projectId });
                            continue;
                        }
                        const project = { region, projectId };
                        const api = createElbApi(login, project);
                        products.push(createElb(login, project, api));
                        stores.push(createElbStore(login, project, api));
                    }
                }
            }
            return { products, gaps, stores };
        },
    };
}


/***/ }),

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
