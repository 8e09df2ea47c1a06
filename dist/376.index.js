export const id = 376;
export const ids = [376];
export const modules = {

/***/ 56589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ aside),
/* harmony export */   m: () => (/* binding */ askedOnce)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/** How long a reading may take that only a remark depends on. */
const patienceMs = 3_000;
/** Nothing depends on the answer enough to ask twice. */
const askedOnce = [
    'CLOUD_UNAVAILABLE',
    'RATE_LIMITED',
    'RESOURCE_BUSY',
];
/**
 * A reading that only a remark depends on, begun beside the readings that matter. Never rejects and is
 * never late: a missing permission, a failure, a cloud that does not know the call or takes its time
 * are all undefined, and cost the preview that remark.
 */
async function aside(reading, call) {
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(patienceMs)]);
    try {
        return await reading({ ...call, signal });
    }
    catch (thrown) {
        const { code, message } = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
        // What is a defect of ours must not hide among missing permissions.
        const level = code === 'INTERNAL' ? 'warn' : 'debug';
        call.log[level]('a remark was left out', { code, reason: message });
        return undefined;
    }
}


/***/ }),

/***/ 53673:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ acmCallers)
/* harmony export */ });
/** https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html#api-rate-limits */
function acmCallers(login) {
    return {
        // A little below the documented one a second: requests do not travel equally long.
        slow: login.caller({ concurrency: 1, perSecond: 0.9 }),
        quick: login.caller({ concurrency: 8, perSecond: 9.5, burst: 10 }),
    };
}


/***/ }),

/***/ 92416:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bc: () => (/* binding */ harden),
/* harmony export */   cY: () => (/* binding */ createAsk)
/* harmony export */ });
/* unused harmony export retryAfterMs */
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _endpoint_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(40676);
/* harmony import */ var _reply_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(77841);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(70880);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(86313);





function property(of, key) {
    return typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
}
/** `Retry-After` in seconds or as a date; undefined when the reply has none that can be read. */
function retryAfterMs(header, now) {
    if (typeof header !== 'string' || header === '')
        return undefined;
    if (/^\d{1,6}$/u.test(header))
        return Number(header) * 1000;
    const at = Date.parse(header);
    return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
/**
 * Gives a client of the SDK three habits: plain http never leaves this machine, wherever the address
 * came from; a failed call throws public facts only; and `Retry-After` is kept.
 */
function harden(client, now) {
    const waits = new WeakMap();
    client.middlewareStack.add((next, context) => async (args) => {
        try {
            return await next(args);
        }
        catch (error) {
            throw (0,_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .plainFailure */ .d)(error, waits.get(context));
        }
    }, { step: 'initialize', name: 'certferryPlainFailure', priority: 'high' });
    client.middlewareStack.add((next) => async (args) => {
        const request = property(args, 'request');
        const hostname = String(property(request, 'hostname'));
        if (property(request, 'protocol') !== 'https:' && !(0,_endpoint_js__WEBPACK_IMPORTED_MODULE_1__/* .isLoopback */ .U9)(hostname)) {
            throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CONFIG_INVALID', `the endpoint ${hostname} is not https: private keys travel there, so nothing was sent`);
        }
        return await next(args);
    }, { step: 'build', name: 'certferryOnlyHttps', priority: 'low' });
    client.middlewareStack.add((next, context) => async (args) => {
        const result = await next(args);
        const headers = property(property(result, 'response'), 'headers');
        const waitMs = retryAfterMs(property(headers, 'retry-after'), now());
        if (waitMs !== undefined)
            waits.set(context, waitMs);
        return result;
    }, { step: 'deserialize', name: 'certferryRetryAfter', priority: 'low' });
    return client;
}
/** `Action` is the list of what this product may call: its policy is printed from the same list. */
function createAsk(caller) {
    return async (action, doing, schema, send, call, options = {}) => await caller.run(doing, async (abortSignal) => {
        let reply;
        try {
            reply = await send({ abortSignal });
        }
        catch (thrown) {
            throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .toDeployError */ .p)(thrown, { action, ...options });
        }
        return (0,_reply_js__WEBPACK_IMPORTED_MODULE_2__/* .parseReply */ .U)(schema, reply, action);
    }, call, options);
}


/***/ }),

/***/ 70880:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ wireCode),
/* harmony export */   p: () => (/* binding */ toDeployError)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(86313);


/** Names without the ending that the SDK adds to some wire codes. */
const codes = {
    AccessDenied: 'PERMISSION_MISSING',
    UnauthorizedOperation: 'PERMISSION_MISSING',
    NotAuthorized: 'PERMISSION_MISSING',
    CredentialsProviderError: 'CREDENTIALS_REJECTED',
    TokenProviderError: 'CREDENTIALS_REJECTED',
    InvalidClientTokenId: 'CREDENTIALS_REJECTED',
    UnrecognizedClient: 'CREDENTIALS_REJECTED',
    AuthFailure: 'CREDENTIALS_REJECTED',
    SignatureDoesNotMatch: 'CREDENTIALS_REJECTED',
    InvalidSignature: 'CREDENTIALS_REJECTED',
    IncompleteSignature: 'CREDENTIALS_REJECTED',
    MissingAuthenticationToken: 'CREDENTIALS_REJECTED',
    ExpiredToken: 'CREDENTIALS_REJECTED',
    RequestExpired: 'CREDENTIALS_REJECTED',
    InvalidIdentityToken: 'CREDENTIALS_REJECTED',
    IDPRejectedClaim: 'CREDENTIALS_REJECTED',
    IDPCommunicationError: 'CLOUD_UNAVAILABLE',
    OptInRequired: 'CREDENTIALS_REJECTED',
    Throttling: 'RATE_LIMITED',
    Throttled: 'RATE_LIMITED',
    TooManyRequests: 'RATE_LIMITED',
    RequestLimitExceeded: 'RATE_LIMITED',
    RequestThrottled: 'RATE_LIMITED',
    SlowDown: 'RATE_LIMITED',
    // The SDK takes this for throttling; at ACM and IAM it is a quota.
    // https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html
    LimitExceeded: 'QUOTA_EXHAUSTED',
    TooManyCertificates: 'QUOTA_EXHAUSTED',
    TooManyTags: 'QUOTA_EXHAUSTED',
    PreconditionFailed: 'RESOURCE_BUSY',
    InvalidIfMatchVersion: 'RESOURCE_BUSY',
    Conflict: 'RESOURCE_BUSY',
    RequestInProgress: 'RESOURCE_BUSY',
    PriorRequestNotComplete: 'RESOURCE_BUSY',
    NoSuchDistribution: 'RESOURCE_GONE',
    NoSuchResource: 'RESOURCE_GONE',
    NoSuchEntity: 'RESOURCE_GONE',
    EntityNotFound: 'RESOURCE_GONE',
    ResourceNotFound: 'RESOURCE_GONE',
    LoadBalancerNotFound: 'RESOURCE_GONE',
    AccessPointNotFound: 'RESOURCE_GONE',
    ListenerNotFound: 'RESOURCE_GONE',
    UnsupportedCertificate: 'CERTIFICATE_REJECTED',
    CertificateNotFound: 'CERTIFICATE_REJECTED',
    InvalidViewerCertificate: 'CERTIFICATE_REJECTED',
    InvalidMinimumProtocolVersion: 'CERTIFICATE_REJECTED',
    KeyPairMismatch: 'CERTIFICATE_REJECTED',
    MalformedCertificate: 'CERTIFICATE_REJECTED',
    IllegalUpdate: 'REFUSED',
    OperationNotPermitted: 'REFUSED',
    // An attempt to remove a certificate that something uses, at ACM and at IAM.
    ResourceInUse: 'REFUSED',
    DeleteConflict: 'REFUSED',
    TagPolicy: 'REFUSED',
    TimeoutError: 'CLOUD_UNAVAILABLE',
    ServiceUnavailable: 'CLOUD_UNAVAILABLE',
    InternalFailure: 'CLOUD_UNAVAILABLE',
    InternalError: 'CLOUD_UNAVAILABLE',
    RequestTimeout: 'CLOUD_UNAVAILABLE',
};
const bareName = (name) => name.replace(/(?:Exception|Fault)$/u, '');
function codeOf(failure, about) {
    const { status = 0, name, code, message } = failure;
    const known = codes[bareName(name)];
    if (known !== undefined)
        return known;
    if (about.importing === true && /^(?:Validation|InvalidParameter)/u.test(name)) {
        return 'CERTIFICATE_REJECTED';
    }
    if (status === 429)
        return 'RATE_LIMITED';
    if (status >= 500)
        return 'CLOUD_UNAVAILABLE';
    // Before any status: resets, refused connections, failed look-ups, broken TLS.
    if (status === 0 && code !== undefined)
        return 'CLOUD_UNAVAILABLE';
    if (message.startsWith('Region not accepted'))
        return 'CONFIG_INVALID';
    return 'CLOUD_UNEXPECTED';
}
/** `acm:ImportCertificate`, as the message names it, else as the call needs it. */
function deniedAction(message, about) {
    return /\b([a-z][a-z0-9-]*:[A-Z][A-Za-z]+)\b/u.exec(message)?.[1] ?? about.action;
}
const tokenRefused = 'check the trust policy of the role: repositories made or renamed since July 2026 present ' +
    '"repo:ORG@ORGID/REPO@REPOID:…" as their subject';
function credentialsMessage(failure, about) {
    const name = bareName(failure.name);
    // The text of these errors quotes the signed request: only our own words are used.
    if (name === 'ExpiredToken' || name === 'RequestExpired') {
        return `the credentials have expired (${name})`;
    }
    if (/^(?:InvalidIdentityToken|IDPRejectedClaim)$/u.test(name)) {
        return `AWS does not take the OIDC token of this run (${name}): ${tokenRefused}`;
    }
    if (name === 'SignatureDoesNotMatch' || name === 'InvalidSignature') {
        return `AWS does not accept the signature (${name}): the secret access key is wrong, or this machine's clock is`;
    }
    if (name === 'CredentialsProviderError' || name === 'TokenProviderError')
        return failure.message;
    const region = about.action.startsWith('sts:') ? '' : ', or the region is not enabled for it';
    return `AWS does not know these credentials (${name}): they are wrong, deleted or of another partition${region}`;
}
function messageOf(code, failure, about) {
    const { message, status, name } = failure;
    const said = message === '' || message === name ? name : `${name}: ${message}`;
    const id = failure.requestId === undefined ? '' : ` (request ${failure.requestId})`;
    switch (code) {
        case 'PERMISSION_MISSING': {
            const action = deniedAction(message, about);
            const hint = action === 'sts:AssumeRoleWithWebIdentity' ? `; ${tokenRefused}` : '';
            return `the credentials lack the permission ${action}${hint}${id}`;
        }
        case 'CREDENTIALS_REJECTED':
            return credentialsMessage(failure, about);
        case 'CERTIFICATE_REJECTED':
            return `AWS refuses the certificate: ${said}${about.keyTypes === undefined ? '' : `; ${about.keyTypes}`}${id}`;
        case 'CLOUD_UNAVAILABLE':
            if (failure.code === 'ENOTFOUND') {
                return `${message}: there is no such address; is the region or the endpoint right?`;
            }
            return status === undefined ? said : `HTTP ${status} ${said}${id}`;
        case 'CLOUD_UNEXPECTED':
            if (/SyntaxError/u.test(name) || /XML parse error/u.test(message) || name === 'Unknown') {
                return `the endpoint is not an AWS API: HTTP ${status ?? '?'} with a body that is none of its replies`;
            }
            return `${said}${id}`;
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
    const plain = (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .plainFailure */ .d)(thrown);
    if (plain instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH)
        return plain;
    if (!(plain instanceof _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .AwsFailure */ .O))
        return _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(plain);
    const code = codeOf(plain, about);
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH(code, messageOf(code, plain, about), {
        cause: plain,
        retryAfterMs: plain.retryAfterMs,
    });
}
/** The wire code that an error stems from, without the SDK's ending; undefined for an error of ours. */
function wireCode(thrown) {
    return thrown instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH && thrown.cause instanceof _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .AwsFailure */ .O
        ? bareName(thrown.cause.name)
        : undefined;
}


/***/ }),

/***/ 86313:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ AwsFailure),
/* harmony export */   d: () => (/* binding */ plainFailure)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/**
 * What is told of an error of the SDK: only these public facts. The SDK's own object carries the
 * request, with its signature and body, in hidden properties; it never leaves this file.
 */
class AwsFailure extends Error {
    /** The wire code, such as `AccessDenied`, or the SDK's name for it. */
    name;
    status;
    /** Of a broken connection: `ECONNRESET`. */
    code;
    requestId;
    retryAfterMs;
    constructor(facts) {
        super(scrub(facts.message));
        this.name = facts.name;
        this.status = facts.status;
        this.code = facts.code;
        this.requestId = facts.requestId;
        this.retryAfterMs = facts.retryAfterMs;
    }
}
/** Some services quote the value they refuse: PEM, signed headers and long base64 are left out. */
function scrub(message) {
    const text = message
        .replace(/\s*Deserialization error: to see the raw response[^]*$/u, '')
        .replace(/-----BEGIN[^]*?(?:-----END[^-]*-----|$)/gu, '<pem>')
        .replace(/The Canonical String for this request should have been[^]*$/u, '')
        .replace(/(x-amz-security-token|authorization)\s*:\s*\S+/giu, '$1:<secret>')
        .replace(/:\/\/[^\s/@]+@/gu, '://<secret>@')
        .replace(/[A-Za-z0-9+/=%]{64,}/gu, '<…>')
        .trim();
    return text.length > 600 ? `${text.slice(0, 600)} …` : text;
}
function field(of, key) {
    // Own enumerable properties only: everything hidden stays hidden.
    return Object.entries(of).find(([name]) => name === key)?.[1];
}
function textField(of, key) {
    const value = field(of, key);
    return typeof value === 'string' ? value : undefined;
}
/** The public facts of whatever the SDK threw. */
function plainFailure(thrown, retryAfterMs) {
    if (thrown instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH || thrown instanceof AwsFailure)
        return thrown;
    if (!(thrown instanceof Error))
        return new AwsFailure({ name: 'Error', message: 'no reason' });
    const metadata = field(thrown, '$metadata');
    const meta = typeof metadata === 'object' && metadata !== null ? metadata : {};
    const status = field(meta, 'httpStatusCode');
    return new AwsFailure({
        name: thrown.name,
        message: thrown.message,
        status: typeof status === 'number' ? status : undefined,
        code: textField(thrown, 'code'),
        requestId: textField(meta, 'requestId') ?? textField(thrown, 'RequestId'),
        retryAfterMs,
    });
}


/***/ }),

/***/ 33376:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createAwsProvider: () => (/* binding */ createAwsProvider)
});

// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
// EXTERNAL MODULE: ./build/shared/runtime/proxy.js
var proxy = __webpack_require__(19047);
// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./build/shared/providers/places.js
var places = __webpack_require__(22797);
;// CONCATENATED MODULE: ./build/shared/providers/aws/uses.js


/** Load balancers, and regions, that are read at the same time. */
const reading = 16;
/** Protocols that end no TLS; of any other the certificates are read. */
const plain = new Set(['HTTP', 'TCP', 'UDP', 'TCP_UDP', 'GENEVE', 'QUIC', 'TCP_QUIC']);
const mayEndTls = ({ Protocol }) => !plain.has(Protocol);
async function noteLoadBalancers(services, region, note, call) {
    const api = await services.loadBalancers(region);
    for await (const page of api.list(call)) {
        await (0,p_map/* default */.Ay)(page.filter(({ Type }) => Type !== 'gateway'), async (balancer) => {
            const listeners = await (0,places/* unlessGone */.Wi)(api.listeners(balancer, call));
            if (typeof listeners === 'symbol')
                return;
            for (const { ListenerArn } of listeners.filter(mayEndTls)) {
                const slots = await (0,places/* unlessGone */.Wi)(api.slots(ListenerArn, call));
                if (typeof slots === 'symbol')
                    continue;
                for (const ref of [slots.fallback, ...slots.sni])
                    note(ref ?? undefined, ListenerArn);
            }
        }, { concurrency: reading });
    }
}
async function noteClassic(services, region, note, call) {
    const api = await services.classic(region);
    for await (const page of api.list(call)) {
        for (const { LoadBalancerName, ListenerDescriptions } of page) {
            for (const { Listener } of ListenerDescriptions) {
                const user = `${region}/${LoadBalancerName}:${Listener.LoadBalancerPort}`;
                note(Listener.SSLCertificateId, user);
            }
        }
    }
}
async function noteCloudFront(services, note, call) {
    const api = await services.distributions();
    let tenants = false;
    for await (const { Id, ConnectionMode, ViewerCertificate } of api.list(call)) {
        tenants ||= ConnectionMode === 'tenant-only';
        note(ViewerCertificate?.ACMCertificateArn, `distribution ${Id}`);
        note(ViewerCertificate?.IAMCertificateId, `distribution ${Id}`);
    }
    if (!tenants)
        return;
    for await (const { Id, Customizations } of api.tenants(call)) {
        note(Customizations?.Certificate?.Arn, `distribution tenant ${Id}`);
    }
}
/**
 * Reads every listener and distribution that could bind a certificate of a store. Throws when any of
 * them cannot be read: it might be the one.
 */
async function readUses(services, places, call) {
    const users = new Map();
    const note = (ref, user) => {
        if (ref === undefined || ref === '')
            return;
        users.set(ref, (users.get(ref) ?? new Set()).add(user));
    };
    await (0,p_map/* default */.Ay)([
        ...(places.cloudFront ? [() => noteCloudFront(services, note, call)] : []),
        ...places.regions.flatMap((region) => [
            () => noteLoadBalancers(services, region, note, call),
            () => noteClassic(services, region, note, call),
        ]),
    ], async (look) => {
        await look();
    }, { concurrency: reading });
    return {
        of: (refs) => [...new Set(refs.flatMap((ref) => [...(users.get(ref) ?? [])]))],
    };
}
/**
 * Many ask at once what is the case *after* they asked. A reading that has begun before is too old for
 * them, so they wait for the next one and share it. It is read with the call of the first of them.
 */
function joined(read) {
    let running = Promise.resolve();
    let waiting;
    return async (call) => {
        if (waiting === undefined) {
            waiting = running.then(async () => {
                waiting = undefined;
                return await read(call);
            });
            // Whoever waits for it is told of its failure; the next reading starts regardless.
            running = waiting.catch(() => { });
        }
        return await waiting;
    };
}

;// CONCATENATED MODULE: ./build/shared/providers/aws/clean-up.js

/** Loads its client when it is first used. */
function lazy(about, load) {
    let loaded;
    const objects = async () => await (loaded ??= load());
    return {
        ...about,
        list: async (call) => await (await objects()).list(call),
        remove: async (ref, call) => {
            await (await objects()).remove(ref, call);
        },
    };
}
/**
 * The stores that these targets put certificate objects into: ACM of every region in use and of the
 * one that CloudFront reads, and IAM where it is used in place of ACM.
 */
function cleanUpStores(login, { targets, regions, stores, services, }) {
    const { globalRegion, cloudFront } = login.partition;
    const account = login.name;
    const usesIn = (places) => joined(async (call) => await readUses(services, await places(call), call));
    const acm = (region) => lazy({ account, label: 'ACM', region }, async () => {
        const { createAcmObjects } = await Promise.all(/* import() */[__webpack_require__.e(490), __webpack_require__.e(841)]).then(__webpack_require__.bind(__webpack_require__, 83841));
        const places = {
            regions: [region],
            cloudFront: cloudFront === 'acm' && region === globalRegion,
        };
        return createAcmObjects(login, {
            region,
            callers: stores.acmCallers(region),
            facts: async (ref, call) => await stores.acm(region).facts(ref, call),
            uses: usesIn(async () => await Promise.resolve(places)),
        });
    });
    const iam = () => lazy({ account, label: 'IAM server certificates', region: null }, async () => {
        const { createIamObjects } = await Promise.all(/* import() */[__webpack_require__.e(490), __webpack_require__.e(764), __webpack_require__.e(3)]).then(__webpack_require__.bind(__webpack_require__, 97003));
        const { enabledRegions } = await Promise.all(/* import() */[__webpack_require__.e(990), __webpack_require__.e(890)]).then(__webpack_require__.bind(__webpack_require__, 890));
        const uses = usesIn(async (call) => ({
            regions: await enabledRegions(login, call),
            cloudFront: cloudFront !== null,
        }));
        return createIamObjects(login, { uses });
    });
    const forCloudFront = targets.includes('aws/cloudfront') ? cloudFront : null;
    const acmRegions = new Set([...regions, ...(forCloudFront === 'acm' ? [globalRegion] : [])]);
    const inIam = forCloudFront === 'iam' || targets.includes('aws/clb');
    return [...[...acmRegions].map(acm), ...(inIam ? [iam()] : [])];
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-cjs/index.js
var dist_cjs = __webpack_require__(71695);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/shared/runtime/caller.js
var caller = __webpack_require__(94996);
// EXTERNAL MODULE: ./build/shared/providers/aws/client.js
var client = __webpack_require__(92416);
// EXTERNAL MODULE: ./build/shared/runtime/log.js
var log = __webpack_require__(81229);
// EXTERNAL MODULE: ./build/shared/providers/aws/failure.js
var failure = __webpack_require__(86313);
;// CONCATENATED MODULE: ./build/shared/providers/aws/partition.js
const commercial = {
    id: 'aws',
    // CloudFront reads ACM certificates of us-east-1 only.
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
    globalRegion: 'us-east-1',
    iamRegion: 'us-east-1',
    audience: 'sts.amazonaws.com',
    cloudFront: 'acm',
};
const partitions = [
    commercial,
    // https://docs.amazonaws.cn/en_us/aws/latest/userguide/cloudfront.html
    {
        id: 'aws-cn',
        globalRegion: 'cn-northwest-1',
        iamRegion: 'cn-north-1',
        audience: 'sts.amazonaws.com.cn',
        cloudFront: 'iam',
    },
    // https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/setting-up-cloudfront.html
    {
        id: 'aws-us-gov',
        globalRegion: 'us-gov-west-1',
        iamRegion: 'us-gov-west-1',
        audience: 'sts.amazonaws.com',
        cloudFront: null,
    },
    {
        id: 'aws-eusc',
        globalRegion: 'eusc-de-east-1',
        iamRegion: 'eusc-de-east-1',
        audience: 'sts.amazonaws.com',
        cloudFront: 'acm',
    },
];
/** The partition of an ARN. One that is not listed works like the commercial one, CloudFront aside. */
function partitionOf(arn) {
    const id = arn.split(':')[1] ?? '';
    return (partitions.find((partition) => partition.id === id) ?? { ...commercial, id, cloudFront: null });
}
function partitionIdOfRegion(region) {
    if (region.startsWith('cn-'))
        return 'aws-cn';
    if (region.startsWith('us-gov-'))
        return 'aws-us-gov';
    if (region.startsWith('eusc-'))
        return 'aws-eusc';
    const isolated = /^(?:us|eu)-(iso[a-z]?)-/u.exec(region)?.[1];
    return isolated === undefined ? 'aws' : `aws-${isolated}`;
}
/** A region that the account's partition does not have, said before a call fails on its address. */
function foreignRegion(region, partition) {
    const id = partitionIdOfRegion(region);
    if (id === partition.id)
        return undefined;
    return {
        code: 'CONFIG_INVALID',
        message: `region ${region} belongs to the partition "${id}", this account to "${partition.id}"`,
    };
}
/** Where the global services of a region's partition are called. */
function homeRegion(region) {
    return partitionOf(`arn:${partitionIdOfRegion(region)}:`).globalRegion;
}

;// CONCATENATED MODULE: ./build/shared/providers/aws/wiring.js

const defaultTiming = { deadlineMs: 30_000, attempts: 6, credentialsMs: 20_000 };
function requestHandler({ agents, timing }) {
    return {
        httpAgent: agents.http,
        httpsAgent: agents.https,
        connectionTimeout: Math.min(5000, timing.deadlineMs),
        requestTimeout: timing.deadlineMs,
        // Without it the SDK only prints a warning and waits for ever.
        throwOnRequestTimeout: true,
    };
}
function clientMaker(wiring, credentials) {
    const { clock, endpoint } = wiring;
    return (Client, region) => (0,client/* harden */.bc)(new Client({
        region,
        credentials,
        maxAttempts: 1,
        requestHandler: requestHandler(wiring),
        ...(endpoint === undefined ? {} : { endpoint }),
    }), () => clock.now());
}

;// CONCATENATED MODULE: ./build/shared/providers/aws/credentials.js







const Issued = schemas/* object */.Ikc({
    Credentials: schemas/* object */.Ikc({
        AccessKeyId: schemas/* string */.YjP(),
        SecretAccessKey: schemas/* string */.YjP(),
        SessionToken: schemas/* string */.YjP(),
        Expiration: schemas/* date */.p6U(),
    }),
});
const howToLogIn = 'run aws-actions/configure-aws-credentials in an earlier step, or give the account "oidc" or "credentials"';
/** Session length. A role that was assumed by a role may not ask for more. */
const sessionSeconds = 3600;
const renewAheadMs = 300_000;
/** Asks once, then again shortly before the answer expires. A failure is not kept. */
function remembered(source, clock) {
    let known;
    let pending;
    return async (call) => {
        const endsAt = known?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
        if (known !== undefined && endsAt - renewAheadMs > clock.now().getTime())
            return known;
        pending ??= source(call).finally(() => {
            pending = undefined;
        });
        known = await pending;
        return known;
    };
}
function fromReply(reply, mask) {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = reply.Credentials;
    mask(SecretAccessKey);
    mask(SessionToken);
    return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
    };
}
function fromSecrets({ settings, connection }) {
    const { credentials } = settings;
    if (credentials === undefined)
        return undefined;
    const reveal = (ref) => connection.secret(ref).reveal();
    return async () => ({
        accessKeyId: reveal(credentials.access_key_id),
        secretAccessKey: reveal(credentials.secret_access_key),
        ...(credentials.session_token === undefined
            ? {}
            : { sessionToken: reveal(credentials.session_token) }),
    });
}
function fromOidc({ settings, connection, wiring, region, ask }) {
    const { oidc } = settings;
    if (oidc === undefined)
        return undefined;
    const nobody = () => Promise.reject(new errors/* DeployError */.sH('INTERNAL', 'the OIDC login is sent without a signature'));
    const client = clientMaker(wiring, nobody)(dist_cjs/* STSClient */.iM, region);
    return async (call) => {
        if (connection.idToken === undefined) {
            throw new errors/* DeployError */.sH('CREDENTIALS_REJECTED', 'oidc works only in a GitHub Actions job with "permissions: id-token: write"');
        }
        const audience = oidc.audience ?? partitionOf(oidc.role).audience;
        const token = await connection.idToken(audience, call.signal);
        const reply = await ask('sts:AssumeRoleWithWebIdentity', `taking on role ${oidc.role} with the OIDC token of this run`, Issued, (options) => client.send(new dist_cjs/* AssumeRoleWithWebIdentityCommand */.WH({
            RoleArn: oidc.role,
            RoleSessionName: connection.session,
            WebIdentityToken: token.reveal(),
            DurationSeconds: sessionSeconds,
        }), options), call);
        return fromReply(reply, connection.mask);
    };
}
/** The SDK's own search: environment, web identity file, profiles, container, instance. */
function fromChain({ connection, wiring, region }) {
    const { credentialsMs } = wiring.timing;
    return async (call) => {
        const { fromNodeProviderChain } = await __webpack_require__.e(/* import() */ 719).then(__webpack_require__.t.bind(__webpack_require__, 29719, 19));
        // A runner that is no EC2 instance answers nothing at the metadata address: ask shortly.
        const find = fromNodeProviderChain({
            timeout: 1000,
            maxRetries: 0,
            clientConfig: { region, requestHandler: requestHandler(wiring) },
        });
        const limit = AbortSignal.any([call.signal, AbortSignal.timeout(credentialsMs)]);
        const tooLong = Promise.withResolvers();
        const give = () => tooLong.reject(new Error(`not found within ${credentialsMs / 1000} s`));
        limit.addEventListener('abort', give, { once: true });
        try {
            const found = await Promise.race([find(), tooLong.promise]);
            connection.mask(found.secretAccessKey);
            if (found.sessionToken !== undefined)
                connection.mask(found.sessionToken);
            const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
            return {
                accessKeyId,
                secretAccessKey,
                ...(sessionToken === undefined ? {} : { sessionToken }),
                ...(expiration === undefined ? {} : { expiration }),
            };
        }
        catch (thrown) {
            if (call.signal.aborted)
                throw new errors/* DeployError */.sH('CANCELLED', 'the run was cancelled');
            const { message } = (0,failure/* plainFailure */.d)(thrown);
            throw new errors/* DeployError */.sH('CREDENTIALS_REJECTED', `no AWS credentials (${message}): ${howToLogIn}`);
        }
        finally {
            limit.removeEventListener('abort', give);
        }
    };
}
function assuming(source, { settings, connection, wiring, region, ask }) {
    const { role, external_id: externalId } = settings;
    if (role === undefined)
        return source;
    const client = clientMaker(wiring, async () => await source(unwatched(wiring)))(dist_cjs/* STSClient */.iM, region);
    return async (call) => {
        // First, so that a missing login is named as such and not as a failed role.
        await source(call);
        const reply = await ask('sts:AssumeRole', `assuming role ${role}`, Issued, (options) => client.send(new dist_cjs/* AssumeRoleCommand */.QL({
            RoleArn: role,
            RoleSessionName: connection.session,
            DurationSeconds: sessionSeconds,
            ...(externalId === undefined ? {} : { ExternalId: externalId }),
        }), options), call);
        return fromReply(reply, connection.mask);
    };
}
/** The SDK asks for renewed credentials without a signal; this bounds the answer. */
function unwatched({ timing }) {
    return { signal: AbortSignal.timeout(timing.credentialsMs), log: log/* silentLog */.a };
}
/** The login that the account's settings describe, renewed before it expires. */
function credentialSource(means) {
    const { clock } = means.wiring;
    const first = fromSecrets(means) ?? fromOidc(means) ?? fromChain(means);
    return remembered(assuming(remembered(first, clock), means), clock);
}

;// CONCATENATED MODULE: ./build/shared/providers/aws/login.js








/** More would only make a wait longer that ends in the same words. */
const mostLoginRegions = 3;
const CallerIdentity = schemas/* object */.Ikc({ Account: schemas/* string */.YjP(), Arn: schemas/* string */.YjP() });
/**
 * Regions whose STS may know the login, in the order to ask: those of the file, the home of the role's
 * partition, that of the environment. One region that is down must not cost the others.
 */
async function loginRegions(settings, connection) {
    const { regions = [] } = connection.account;
    const role = settings.oidc?.role ?? settings.role;
    if (role !== undefined)
        return unique([...regions, partitionOf(role).globalRegion]);
    // AWS_REGION or the profile's region, as the SDK itself finds them; it throws when there is none.
    const ambient = await new dist_cjs/* STSClient */.iM({}).config.region().catch(() => 'us-east-1');
    return unique([...regions, regions[0] === undefined ? ambient : homeRegion(regions[0])]);
}
const unique = (regions) => [...new Set(regions)].slice(0, mostLoginRegions);
/** Logs in, and asks AWS whose login it is. What cannot be used as a whole is `CREDENTIALS_REJECTED`. */
async function logIn(settings, connection, wiring, call) {
    const regions = await loginRegions(settings, connection);
    for (const region of regions.slice(0, -1)) {
        try {
            return await logInAt(region, settings, connection, wiring, call);
        }
        catch (thrown) {
            const error = errors/* DeployError */.sH.from(thrown);
            if (error.code !== 'CLOUD_UNAVAILABLE')
                throw error;
            call.log.warn('a region does not answer the login', { region, reason: error.message });
        }
    }
    return await logInAt(regions.at(-1) ?? 'us-east-1', settings, connection, wiring, call);
}
async function logInAt(region, settings, connection, wiring, call) {
    const { name } = connection.account;
    const { clock, timing } = wiring;
    const callerOf = (limits) => (0,caller/* createCaller */.u)({ clock, limits, ...timing });
    const ask = (0,client/* createAsk */.cY)(callerOf({ concurrency: 2, perSecond: 5, burst: 5 }));
    const means = { settings, connection, wiring, region, ask };
    try {
        const source = credentialSource(means);
        await source(call);
        const client = clientMaker(wiring, async () => await source(unwatched(wiring)));
        const sts = client(dist_cjs/* STSClient */.iM, region);
        const { Account, Arn } = await ask('sts:GetCallerIdentity', 'asking AWS whose login this is', CallerIdentity, (options) => sts.send(new dist_cjs/* GetCallerIdentityCommand */.zI({}), options), call);
        if (settings.account_id !== undefined && settings.account_id !== Account) {
            throw new errors/* DeployError */.sH('CREDENTIALS_REJECTED', `the login belongs to AWS account ${Account}, the file says ${settings.account_id}`);
        }
        return {
            name,
            accountId: Account,
            partition: partitionOf(Arn),
            clock,
            client,
            caller: callerOf,
        };
    }
    catch (thrown) {
        const error = errors/* DeployError */.sH.from(thrown);
        // Without a login there is nothing to grant a permission to.
        const code = error.code === 'PERMISSION_MISSING' ? 'CREDENTIALS_REJECTED' : error.code;
        throw new errors/* DeployError */.sH(code, `logging in to account "${name}": ${error.message}`, {
            cause: error.cause ?? error,
        });
    }
}

;// CONCATENATED MODULE: ./build/shared/providers/aws/services.js
function once(make) {
    const known = new Map();
    return async (region) => {
        const made = known.get(region) ?? make(region);
        known.set(region, made);
        return await made;
    };
}
function createServices(login) {
    const distributions = once(async () => (await Promise.all(/* import() */[__webpack_require__.e(169), __webpack_require__.e(806)]).then(__webpack_require__.bind(__webpack_require__, 20806))).createDistributions(login));
    return {
        loadBalancers: once(async (region) => (await Promise.all(/* import() */[__webpack_require__.e(586), __webpack_require__.e(389)]).then(__webpack_require__.bind(__webpack_require__, 57389))).createLoadBalancers(login, region)),
        classic: once(async (region) => (await Promise.all(/* import() */[__webpack_require__.e(165), __webpack_require__.e(538)]).then(__webpack_require__.bind(__webpack_require__, 97538))).createClassicApi(login, region)),
        distributions: async () => await distributions(login.partition.globalRegion),
    };
}

// EXTERNAL MODULE: ./build/shared/providers/aws/spec.js
var spec = __webpack_require__(13044);
// EXTERNAL MODULE: ./build/shared/providers/aws/stores.js
var aws_stores = __webpack_require__(88565);
;// CONCATENATED MODULE: ./build/shared/providers/aws/provider.js









const global = 'aws/cloudfront';
async function cloudFront(login, { stores, services }) {
    if (login.partition.cloudFront === null) {
        const message = `CloudFront is not run from the partition "${login.partition.id}": name an account of the commercial partition for it`;
        return {
            products: [],
            gaps: [{ target: global, region: null, error: { code: 'CONFIG_INVALID', message } }],
        };
    }
    const { createCloudFront } = await __webpack_require__.e(/* import() */ 4).then(__webpack_require__.bind(__webpack_require__, 69004));
    const distributions = await services.distributions();
    return { products: [createCloudFront(login, { stores, distributions })], gaps: [] };
}
/** The regional products of one region; each loads its client only when it is asked for. */
async function regional(login, { targets, region, stores, services, }) {
    const products = [];
    const error = foreignRegion(region, login.partition);
    if (error !== undefined) {
        return { products, gaps: targets.map((target) => ({ target, region, error })) };
    }
    const newer = targets.filter((target) => target === 'aws/alb' || target === 'aws/nlb');
    if (newer.length > 0) {
        const [{ createElbv2 }, api] = await Promise.all([
            Promise.all(/* import() */[__webpack_require__.e(137), __webpack_require__.e(201)]).then(__webpack_require__.bind(__webpack_require__, 6201)),
            services.loadBalancers(region),
        ]);
        products.push(...newer.map((target) => createElbv2(login, { target, region, api, stores })));
    }
    if (targets.includes('aws/clb')) {
        const [{ createClassic }, api] = await Promise.all([
            Promise.all(/* import() */[__webpack_require__.e(137), __webpack_require__.e(587)]).then(__webpack_require__.bind(__webpack_require__, 99587)),
            services.classic(region),
        ]);
        products.push(createClassic(login, { region, api, stores }));
    }
    return { products, gaps: [] };
}
async function regionsOf({ account }, login, call) {
    if (account.regions !== undefined)
        return account.regions;
    try {
        return await (await Promise.all(/* import() */[__webpack_require__.e(990), __webpack_require__.e(890)]).then(__webpack_require__.bind(__webpack_require__, 890))).listRegions(login, call);
    }
    catch (thrown) {
        const error = errors/* DeployError */.sH.from(thrown);
        if (error.code === 'CANCELLED')
            throw error;
        return (0,errors/* errorFacts */.u2)(error);
    }
}
/** AWS. Retries, rates and deadlines are ours; `timing` is shortened by tests. */
function createAwsProvider(timing = defaultTiming) {
    return {
        async connect(connection, call) {
            const settings = spec/* AwsSettings */.n.parse(connection.account.settings);
            const wiring = {
                clock: connection.clock,
                timing,
                agents: (0,proxy/* createAgents */.j)(connection.proxy),
                // With a slash at the end the SDK would ask for //2020-05-31/distribution.
                endpoint: settings.endpoint?.replace(/\/+$/u, ''),
            };
            const login = await logIn(settings, connection, wiring, call);
            const shared = { stores: (0,aws_stores/* createStores */.v)(login), services: createServices(login) };
            const targets = [...new Set(connection.targets)];
            const inRegions = targets.filter((target) => target !== global);
            const products = [];
            const gaps = [];
            const connected = [];
            const take = (part) => {
                products.push(...part.products);
                gaps.push(...part.gaps);
            };
            if (targets.includes(global))
                take(await cloudFront(login, shared));
            if (inRegions.length > 0) {
                const regions = await regionsOf(connection, login, call);
                if ('code' in regions) {
                    gaps.push(...inRegions.map((target) => ({ target, region: null, error: regions })));
                }
                else {
                    for (const region of new Set(regions)) {
                        const part = await regional(login, { ...shared, targets: inRegions, region });
                        if (part.products.length > 0)
                            connected.push(region);
                        take(part);
                    }
                }
            }
            const stores = cleanUpStores(login, { ...shared, targets, regions: connected });
            return { products, gaps, stores };
        },
    };
}


/***/ }),

/***/ 88565:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ boundFacts),
/* harmony export */   v: () => (/* binding */ createStores)
/* harmony export */ });
/* harmony import */ var _aside_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(56589);
/* harmony import */ var _acm_callers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(53673);


function lazy(load) {
    let loaded;
    const store = async () => await (loaded ??= load());
    return {
        ensure: async (material, call) => await (await store()).ensure(material, call),
        facts: async (ref, call) => await (await store()).facts(ref, call),
        managedBy: async (ref, call) => await (await store()).managedBy(ref, call),
    };
}
function createStores(login) {
    const known = new Map();
    const once = (key, load) => {
        const store = known.get(key) ?? lazy(load);
        known.set(key, store);
        return store;
    };
    const callers = new Map();
    const callersOf = (region) => {
        const found = callers.get(region) ?? (0,_acm_callers_js__WEBPACK_IMPORTED_MODULE_1__/* .acmCallers */ .y)(login);
        callers.set(region, found);
        return found;
    };
    let room;
    return {
        iamRoom: async (call) => await (room ??= (0,_aside_js__WEBPACK_IMPORTED_MODULE_0__/* .aside */ .H)(async (within) => await (await Promise.all(/* import() */[__webpack_require__.e(764), __webpack_require__.e(216)]).then(__webpack_require__.bind(__webpack_require__, 8216))).serverCertificateRoom(login, within), call)),
        acmCallers: callersOf,
        acm: (region) => once(`acm ${region}`, async () => (await Promise.all(/* import() */[__webpack_require__.e(490), __webpack_require__.e(975)]).then(__webpack_require__.bind(__webpack_require__, 80356))).createAcmStore(login, region, callersOf(region))),
        iam: (use) => once(`iam ${use}`, async () => (await Promise.all(/* import() */[__webpack_require__.e(490), __webpack_require__.e(764), __webpack_require__.e(377)]).then(__webpack_require__.bind(__webpack_require__, 43377))).createIamStore(login, use)),
    };
}
/** The facts of whatever a resource of this region binds: an ARN of ACM or IAM, an id of IAM. */
async function boundFacts(stores, { ref, region, use }, call) {
    const inAcm = /^arn:[^:]+:acm:/u.test(ref);
    return await (inAcm ? stores.acm(region) : stores.iam(use)).facts(ref, call);
}


/***/ }),

/***/ 22797:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $e: () => (/* binding */ warning),
/* harmony export */   Wi: () => (/* binding */ unlessGone),
/* harmony export */   X5: () => (/* binding */ endpointOf),
/* harmony export */   cw: () => (/* binding */ domainsAmong),
/* harmony export */   lm: () => (/* binding */ notice)
/* harmony export */ });
/* harmony import */ var p_map__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(606);
/* harmony import */ var _core_domain_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(68872);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9115);



/** `host` or `host:port`: clouds give names and addresses only, what is behind a tunnel may carry a port. */
function endpointOf(address, port) {
    const match = /^([^:]+):(\d{1,5})$/u.exec(address);
    return match === null
        ? { host: address, port }
        : { host: match[1] ?? address, port: Number(match[2]) };
}
/** Domains among names that a cloud sent, each once, and the names that are none. */
function domainsAmong(names) {
    const domains = new Set();
    const others = new Set();
    for (const name of names) {
        const domain = (0,_core_domain_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDomain */ .gR)(name);
        if (domain === undefined)
            others.add(name);
        else
            domains.add(domain);
    }
    return { domains: [...domains], others: [...others] };
}
function notice(code, subject, message) {
    return { code, level: 'notice', subject, message };
}
function warning(code, subject, message) {
    return { code, level: 'warning', subject, message };
}
/** What vanishes between listing and reading was never there. */
async function unlessGone(reading) {
    try {
        return await reading;
    }
    catch (thrown) {
        if (_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH.from(thrown).code === 'RESOURCE_GONE')
            return p_map__WEBPACK_IMPORTED_MODULE_2__/* .pMapSkip */ .QJ;
        throw thrown;
    }
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

/***/ 81229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ silentLog)
/* harmony export */ });
const silentLog = { debug() { }, info() { }, warn() { }, error() { } };


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
