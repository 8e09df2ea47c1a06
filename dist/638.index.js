export const id = 638;
export const ids = [638];
export const modules = {

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

/***/ 71917:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ receiptFor),
/* harmony export */   u: () => (/* binding */ readState)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

function receiptFor(edit, state) {
    const { id, account, target, region } = edit.resource;
    return { change: edit.id, resource: id, target, account, region, state };
}
/** A product's own record, when it comes back: perhaps from a file, perhaps from an older version. */
function readState(schema, receipt) {
    const parsed = schema.safeParse(receipt.state);
    if (parsed.success)
        return parsed.data;
    throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('REFUSED', `the receipt of ${receipt.resource} is not one that this version of Certferry wrote: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
}


/***/ }),

/***/ 70779:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Oo: () => (/* binding */ once),
/* harmony export */   TG: () => (/* binding */ until),
/* harmony export */   Zg: () => (/* binding */ change)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(98722);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(16627);



/** A write of ours says by itself when to send it again. */
const once = { final: ['CLOUD_UNAVAILABLE', 'RESOURCE_BUSY'] };
/**
 * How long a product may not find a certificate that was uploaded a moment ago, and what it answers
 * then: CLB has no code of its own for it.
 */
const unknownMs = 30_000;
const unknownCertificate = /^InvalidParameterValue$|\.(?:SslCertNotFound|CdnCertInfoNotFound|CertificateNotFound|QueryCertBySSLIDFailed)$/u;
/** How often a write without an answer is looked for, and how often it is sent at most. */
const looks = 3;
const sendings = 3;
/**
 * Reads, decides, writes; later again while the resource is busy. The outcome is known in the end: as
 * wanted (`before` is the reading that was written over, null when nothing was), or an error with
 * everything as it was, or `OUTCOME_UNKNOWN`.
 */
async function change(thing, { clock, busyMs, fresh = false, random = Math.random }, call) {
    const startedAt = clock.now().getTime();
    const waited = () => clock.now().getTime() - startedAt;
    let before = null;
    let sent = 0;
    for (let round = 1;; round += 1) {
        const current = await thing.read(call);
        const wanted = thing.decide(current);
        if (wanted === undefined)
            return { now: current, before };
        let error;
        if (thing.busy?.(current) === true) {
            const message = `${thing.name} is still being changed by somebody else`;
            error = new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('RESOURCE_BUSY', message);
        }
        else {
            before = current;
            sent += 1;
            try {
                await thing.write(current, wanted, call);
                return { now: current, before };
            }
            catch (thrown) {
                error = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
            }
            if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .isLost */ .JD)(error)) {
                const arrived = await look(thing, error, clock, call);
                if (arrived !== undefined)
                    return { now: arrived, before };
                if (error.code !== 'CLOUD_UNAVAILABLE' || sent === sendings)
                    throw error;
            }
        }
        const passes = (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .isLost */ .JD)(error) ||
            (error.code === 'RESOURCE_BUSY' && waited() < busyMs) ||
            (fresh && unknownCertificate.test((0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .wireCode */ .Ll)(error) ?? '') && waited() < unknownMs);
        if (!passes)
            throw error;
        call.log.info('waiting until it can be changed', { thing: thing.name, reason: error.message });
        const longestMs = Math.min(10_000, 1500 * round);
        await clock.sleep(longestMs * (0.5 + random() / 2), call.signal);
    }
}
/** The answer to a write was lost: only new readings tell whether it was carried out. */
async function look(thing, lost, clock, call) {
    const later = (0,_places_js__WEBPACK_IMPORTED_MODULE_2__/* .aftermath */ .x7)(call);
    try {
        for (let round = 1;; round += 1) {
            const current = await thing.read(later);
            if (thing.decide(current) === undefined)
                return current;
            if (round === looks)
                return undefined;
            await clock.sleep(2000, later.signal);
        }
    }
    catch (thrown) {
        const { message } = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('OUTCOME_UNKNOWN', `${thing.name} may or may not have been changed (${lost.message}), and it cannot be read (${message})`, { cause: lost.cause ?? lost });
    }
}
/** Polls until nothing more is to be waited for: soon at first, then less and less often. */
async function until(done, { clock, withinMs, everyMs, late, }, call) {
    const endsAt = clock.now().getTime() + withinMs;
    for (let waitMs = 1000;; waitMs = Math.min(waitMs * 1.5, everyMs)) {
        if (await done())
            return;
        if (clock.now().getTime() >= endsAt)
            throw late();
        await clock.sleep(waitMs, call.signal);
    }
}


/***/ }),

/***/ 85744:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ keyAlgorithms)
/* harmony export */ });
/**
 * Keys that the certificate service takes for all three products.
 * https://cloud.tencent.com/document/product/400/41665
 */
const keyAlgorithms = [
    'rsa-2048',
    'rsa-3072',
    'rsa-4096',
    'ec-p256',
    'ec-p384',
];


/***/ }),

/***/ 16627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $v: () => (/* binding */ pastedFinding),
/* harmony export */   SA: () => (/* binding */ demandPlanned),
/* harmony export */   iR: () => (/* binding */ edgeHost),
/* harmony export */   mO: () => (/* binding */ demandCovered),
/* harmony export */   x7: () => (/* binding */ aftermath),
/* harmony export */   yw: () => (/* binding */ pasted)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(22797);


/** The alias of a wildcard domain is a wildcard itself: any label below it can be looked up. */
function edgeHost(cname) {
    return cname.replace(/^\*\./u, 'certferry.');
}
/** The certificate of a resource that was set as PEM and is no object of the certificate service. */
const pasted = 'pasted';
/** There is no way back from a certificate that the cloud keeps without an id. */
function pastedFinding(bindings, subject) {
    if (!bindings.some(({ ref }) => ref === pasted))
        return [];
    return [
        (0,_places_js__WEBPACK_IMPORTED_MODULE_1__/* .warning */ .$e)('no-undo', subject, 'no undo here: its certificate was set as text, and Tencent Cloud gives back no private key to set it again'),
    ];
}
/** The bindings that the plan saw must still be there: anything else nobody has previewed. */
function demandPlanned(name, edit, bound) {
    const planned = edit.resource.bindings.map(({ ref }) => ref);
    const same = planned.length === bound.length && planned.every((ref) => bound.includes(ref));
    if (same)
        return;
    const words = (refs) => (refs.length === 0 ? 'none' : refs.join(' and '));
    throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('PLAN_STALE', `${name} now has certificate ${words(bound)}, the plan says ${words(planned)}; preview again`);
}
/** The names that the certificate must cover are those of now, not those that the plan saw. */
function demandCovered(name, serves, covered) {
    const open = (0,_places_js__WEBPACK_IMPORTED_MODULE_1__/* .domainsAmong */ .cw)(serves).domains.filter((domain) => !covered(domain));
    if (open.length === 0)
        return;
    throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('PLAN_STALE', `${name} also serves ${open.join(', ')}, which the certificate does not cover; preview again`);
}
/** What putting things right is given: the run's own signal may be the very reason for it. */
function aftermath(call) {
    return { signal: AbortSignal.timeout(120_000), log: call.log };
}


/***/ }),

/***/ 68638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createWaf: () => (/* binding */ createWaf),
  wafRegions: () => (/* binding */ wafRegions)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./build/shared/providers/places.js
var places = __webpack_require__(22797);
// EXTERNAL MODULE: ./build/shared/providers/tencent/certificate-facts.js
var certificate_facts = __webpack_require__(74970);
// EXTERNAL MODULE: ./build/shared/providers/tencent/key-types.js
var key_types = __webpack_require__(85744);
// EXTERNAL MODULE: ./build/shared/providers/tencent/places.js
var tencent_places = __webpack_require__(16627);
// EXTERNAL MODULE: ./node_modules/tencentcloud-sdk-nodejs/tencentcloud/services/waf/v20180125/waf_client.js
var waf_client = __webpack_require__(57138);
// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
// EXTERNAL MODULE: ./build/shared/providers/tencent/change.js
var change = __webpack_require__(70779);
// EXTERNAL MODULE: ./build/shared/providers/tencent/schema.js
var schema = __webpack_require__(78180);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/waf-api.js




const pageSize = 100;
/** The calls of WAF in one of its two regions. */
function createWafApi(login, region) {
    const ask = login.ask(waf_client/* Client */.K, 'waf', region);
    const doing = `listing WAF domains in ${region}`;
    async function read(offset, call) {
        return await ask({
            action: 'waf:DescribeDomains',
            doing,
            schema: schema/* WafDomains */.o8,
            body: { Offset: offset, Limit: pageSize },
        }, call);
    }
    return {
        /**
         * Every domain in WAF, of both kinds, each once. What `Offset` counts is told in two ways, domains
         * or pages: the second is tried where the first does not come to the number that there are.
         */
        async *list(call) {
            const seen = new Set();
            let total = 0;
            const unseen = ({ InstanceId, DomainId }) => {
                const key = `${InstanceId}/${DomainId}`;
                return !seen.has(key) && seen.add(key);
            };
            for (const counts of ['domains', 'pages']) {
                let offset = counts === 'domains' ? 0 : 1;
                for (let length = -1; length !== 0 && offset <= total;) {
                    const page = await read(offset, call);
                    ({ length } = page.Domains);
                    total = page.Total;
                    yield page.Domains.filter(unseen);
                    if (seen.size >= total)
                        return;
                    offset += counts === 'domains' ? length : 1;
                }
            }
            throw new errors/* DeployError */.sH('CLOUD_UNEXPECTED', `${doing}: there are ${total}, and the pages hold ${seen.size}`);
        },
        /** The record without the private keys that the reply holds. */
        async record({ Domain, DomainId, InstanceId }, call) {
            const { DomainsPartInfo } = await ask({
                action: 'waf:DescribeDomainDetailsSaas',
                doing: `reading WAF domain ${Domain}`,
                schema: schema/* WafDetail */.a0,
                body: { Domain, DomainId, InstanceId },
            }, call);
            return DomainsPartInfo;
        },
        async write(domain, record, call) {
            await ask({
                action: 'waf:ModifySpartaProtection',
                doing: `changing WAF domain ${domain}`,
                schema: schema/* Done */.RS,
                body: record,
            }, call, change/* once */.Oo);
        },
    };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/shared/providers/receipt.js
var providers_receipt = __webpack_require__(71917);
// EXTERNAL MODULE: ./build/shared/providers/tencent/settings.js
var tencent_settings = __webpack_require__(78274);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/waf-record.js


/** Where the certificate of a domain comes from, as `CertType` says it. */
const withoutCertificate = 0;
const fromText = 1;
const fromStore = 2;
/** The last push of the configuration is under way, or went wrong. */
const pushing = -1;
const pushFailed = -2;
/** The certificate that a domain serves; undefined: none. */
function boundTo({ CertType, SSLId }) {
    if (CertType === fromText)
        return tencent_places/* pasted */.yw;
    const id = SSLId ?? '';
    return CertType === fromStore && id !== '' ? id : undefined;
}
const httpsPorts = ({ Ports }) => Ports.filter(({ Protocol }) => Protocol === 'https').map(({ Port }) => Number(Port));
/** An SM2 certificate that was set as text: its key is not given back, so it cannot be sent again. */
const hasPastedSm2 = ({ GmType, GmCertType }) => (GmType ?? 0) !== 0 && GmCertType === fromText;
/** What the write takes under the name that the reading gives it. */
const same = [
    'Domain',
    'DomainId',
    'ActiveCheck',
    'CipherTemplate',
    'Ciphers',
    'Edition',
    'Gzip',
    'HttpsRewrite',
    'HttpsUpstreamPort',
    'IpHeaders',
    'IsCdn',
    'IsHttp2',
    'IsWebsocket',
    'LoadBalance',
    'Note',
    'ProbeStatus',
    'ProxyBuffer',
    'ProxyConnectTimeout',
    'ProxyReadTimeout',
    'ProxySendTimeout',
    'SniHost',
    'SniType',
    'SrcList',
    'TLSVersion',
    'UpstreamDomain',
    'UpstreamHost',
    'UpstreamPolicy',
    'UpstreamScheme',
    'UpstreamType',
    'UseCase',
    'XFFReset',
];
const sm2 = ['GmType', 'GmCertType', 'GmSSLId'];
const port = ['NginxServerId', 'Port', 'Protocol', 'UpstreamPort', 'UpstreamProtocol'];
const rule = ['KeyName', 'Symbol', 'ContentList', 'AddressList', 'BalanceType'];
/**
 * The whole record with another certificate, or none: nobody says what becomes of a field that is
 * left out. Reading and writing differ in the spelling and in the types of some.
 * https://www.tencentcloud.com/zh/document/api/627/64558
 */
function withCertificate(record, id) {
    const fields = record;
    const { IsKeepAlive: keepAlive, Weights: weights, UpstreamRules: rules } = fields;
    return {
        ...(0,tencent_settings/* pick */.Up)(record, same),
        InstanceID: record.InstanceId,
        Ports: record.Ports.map((one) => (0,tencent_settings/* pick */.Up)(one, port)),
        ...(typeof keepAlive === 'number' && { IsKeepAlive: String(keepAlive) }),
        ...(typeof keepAlive === 'string' && { IsKeepAlive: keepAlive }),
        ...(Array.isArray(weights) && { Weights: weights.map(Number) }),
        ...(Array.isArray(rules) && {
            UpstreamRules: rules.filter(tencent_settings/* isRecord */.u4).map((one) => (0,tencent_settings/* pick */.Up)(one, rule)),
        }),
        ...((record.GmType ?? 0) !== 0 && (0,tencent_settings/* pick */.Up)(record, sm2)),
        ...(id === undefined ? { CertType: withoutCertificate } : { CertType: fromStore, SSLId: id }),
    };
}
/** What may not change when a certificate does. */
function settingsOf(record) {
    return (0,tencent_settings/* digestsOf */.nw)((0,tencent_settings/* omit */.cJ)(record, ['Cert', 'CertType', 'ModifyTime', 'SSLId', 'State']));
}
/** What WAF fills in where a record has never said anything else. */
const wafDefaults = {
    Gzip: 1,
    ProbeStatus: 1,
    ProxyConnectTimeout: 10,
    ProxyReadTimeout: 300,
    ProxySendTimeout: 300,
};

;// CONCATENATED MODULE: ./build/shared/providers/tencent/waf-change.js







const State = schemas/* strictObject */.rej({
    v: schemas/* literal */.euz(1),
    domain: schemas/* string */.YjP(),
    domainId: schemas/* string */.YjP(),
    instanceId: schemas/* string */.YjP(),
    wrote: schemas/* boolean */.zMY(),
    ref: schemas/* string */.YjP(),
    /** Null: it had none. */
    before: schemas/* string */.YjP().nullable(),
    settings: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
});
const pushedWithinMs = 180_000;
const busyMs = 180_000;
/** How often a reading may still show what was there before the write. */
const staleLooks = 4;
/** The last two parts of a resource's id are the ids of its instance and of its domain. */
function addressOf({ id, name, }) {
    const [InstanceId = '', DomainId = ''] = id.split('/').slice(-2);
    return { Domain: name, InstanceId, DomainId };
}
/** Changes the certificate of one domain of the SaaS kind. */
function createWafChange({ api, certificates, clock, }) {
    const common = (at) => ({
        name: `WAF domain ${at.Domain}`,
        read: async (call) => await api.record(at, call),
        busy: ({ State: state }) => state === pushing,
        write: async (_, record, call) => {
            await api.write(at.Domain, record, call);
        },
    });
    return {
        async apply(edit, material, call) {
            const at = addressOf(edit.resource);
            const name = `WAF domain ${at.Domain}`;
            const { ref, fresh } = await certificates.ensure(material, call);
            const { now, before } = await (0,change/* change */.Zg)({
                ...common(at),
                decide(record) {
                    const bound = boundTo(record);
                    if (bound === ref)
                        return undefined;
                    (0,tencent_places/* demandPlanned */.SA)(name, edit, bound === undefined ? [] : [bound]);
                    if (hasPastedSm2(record)) {
                        throw new errors/* DeployError */.sH('REFUSED', `${name} has an SM2 certificate set as text`);
                    }
                    return withCertificate(record, ref);
                },
            }, { clock, busyMs, fresh }, call);
            const found = before ?? now;
            return (0,providers_receipt/* receiptFor */.o)(edit, {
                v: 1,
                domain: at.Domain,
                domainId: at.DomainId,
                instanceId: at.InstanceId,
                wrote: before !== null,
                ref,
                before: boundTo(found) ?? null,
                settings: settingsOf(found),
            });
        },
        async verify(receipt, call) {
            const { ref, settings, ...state } = (0,providers_receipt/* readState */.u)(State, receipt);
            const at = { Domain: state.domain, DomainId: state.domainId, InstanceId: state.instanceId };
            const wrong = (what) => new errors/* DeployError */.sH('VERIFY_FAILED', `reading WAF domain ${at.Domain} back: ${what}`);
            let current = await api.record(at, call);
            let looks = 0;
            const isLive = async () => {
                if (looks > 0)
                    current = await api.record(at, call);
                looks += 1;
                const bound = boundTo(current);
                if (bound !== ref) {
                    if (looks < staleLooks)
                        return false;
                    throw wrong(`it has certificate ${bound ?? 'none'} instead of ${ref}`);
                }
                if (current.State === pushFailed)
                    throw wrong('WAF could not push the change');
                return current.State !== pushing;
            };
            const late = () => wrong('WAF is still pushing the change after three minutes');
            await (0,change/* until */.TG)(isLive, { clock, withinMs: pushedWithinMs, everyMs: 5000, late }, call);
            const changed = (0,tencent_settings/* changedSettings */.Sb)(settings, settingsOf(current), wafDefaults);
            if (changed.length > 0) {
                throw wrong(`more than the certificate changed: ${changed.join(', ')}`);
            }
        },
        async rollback(receipt, call) {
            const { ref, before, wrote, ...state } = (0,providers_receipt/* readState */.u)(State, receipt);
            const at = { Domain: state.domain, DomainId: state.domainId, InstanceId: state.instanceId };
            const name = `WAF domain ${at.Domain}`;
            if (!wrote)
                return;
            await (0,change/* change */.Zg)({
                ...common(at),
                decide(record) {
                    const bound = boundTo(record) ?? null;
                    if (bound === before)
                        return undefined;
                    if (bound !== ref) {
                        throw new errors/* DeployError */.sH('REFUSED', `${name} has certificate ${bound ?? 'none'}, which this run did not set; it is left alone`);
                    }
                    if (before === tencent_places/* pasted */.yw) {
                        throw new errors/* DeployError */.sH('REFUSED', `${name} had a certificate that was set as text; its private key is not kept, so it cannot be set again`);
                    }
                    return withCertificate(record, before ?? undefined);
                },
            }, { clock, busyMs }, call);
        },
    };
}

;// CONCATENATED MODULE: ./build/shared/providers/tencent/waf.js








const target = 'tencent/waf';
/** Resources that are read at the same time. */
const reading = 16;
/**
 * WAF answers in two regions: one for instances in mainland China, one for all others, whatever
 * region an instance is in. https://www.tencentcloud.com/zh/document/api/627/64558
 */
const wafRegions = ['ap-guangzhou', 'ap-seoul'];
const saas = 'sparta-waf';
/** What may stand in `State`, as the typings of the API explain it. */
function findingsOf({ Domain, State }) {
    switch (State) {
        case pushFailed:
            return [(0,places/* warning */.$e)('push-failed', Domain, 'WAF could not push its last change of the domain')];
        case 310:
            return [(0,places/* warning */.$e)('certificate-abnormal', Domain, 'WAF calls the certificate abnormal')];
        case 316:
            return [
                (0,places/* warning */.$e)('not-icp-filed', Domain, 'Tencent Cloud reports that the domain has no ICP filing'),
            ];
        case null:
        case undefined:
        default:
            return [];
    }
}
function blockedBy(record, isDomain) {
    if (!isDomain)
        return `its name ${record.Domain} is no domain name`;
    if (httpsPorts(record).length === 0) {
        return 'no HTTPS port is set up for it in WAF; add one in the console first';
    }
    if (hasPastedSm2(record)) {
        return 'its SM2 certificate was set as text, whose private key is not given back: a change would lose it';
    }
    return null;
}
/** Domains of one of the two regions of WAF: those of the SaaS kind can be given certificates. */
function createWaf(login, { region, certificates }) {
    const api = createWafApi(login, region);
    async function bindings(record, call) {
        const ref = boundTo(record);
        if (ref === undefined)
            return [];
        const facts = ref === tencent_places/* pasted */.yw ? ((0,certificate_facts/* factsOfPem */.pk)(record.Cert) ?? null) : await certificates.facts(ref, call);
        return [{ slot: 'default', ref, facts }];
    }
    function common({ Domain, DomainId, InstanceId }) {
        const id = `${target}:${login.name}/${region}/${InstanceId}/${DomainId}`;
        const { domains } = (0,places/* domainsAmong */.cw)([Domain]);
        return {
            id,
            account: login.name,
            target,
            region,
            name: Domain,
            label: Domain,
            domains,
            slots: 'one',
            reach: 'public',
            lock: id,
        };
    }
    async function resource(found, call) {
        const record = await api.record(found, call);
        const bound = await bindings(record, call);
        const cname = record.Cname ?? '';
        const shared = common(found);
        return {
            ...shared,
            bindings: bound,
            endpoints: cname === '' ? [] : httpsPorts(record).map((port) => (0,places/* endpointOf */.X5)((0,tencent_places/* edgeHost */.iR)(cname), port)),
            blocked: blockedBy(record, shared.domains.length > 0),
            findings: [...findingsOf(record), ...(0,tencent_places/* pastedFinding */.$v)(bound, found.Domain)],
        };
    }
    /** Protection of another kind has no certificate of its own: the load balancer ends TLS. */
    function elsewhere(found) {
        const listeners = (found.LoadBalancerSet ?? []).map(({ LoadBalancerId, ListenerId }) => `${LoadBalancerId ?? '?'}/${ListenerId ?? '?'}`);
        const where = listeners.length === 0 ? '' : ` (${listeners.join(', ')})`;
        return {
            ...common(found),
            bindings: [],
            endpoints: [],
            blocked: `it is protected at its load balancer${where}: deploy its certificate there, with tencent/clb`,
            findings: [],
        };
    }
    return {
        account: login.name,
        target,
        region,
        capabilities: {
            keyAlgorithms: key_types/* keyAlgorithms */.I,
            settlesWithinMs: 120_000,
            concurrency: 8,
            undo: 'switch-back',
        },
        async *discover(call) {
            for await (const page of api.list(call)) {
                yield* (0,p_map/* pMapIterable */.R_)(page, async (found) => found.Edition === saas ? await (0,places/* unlessGone */.Wi)(resource(found, call)) : elsewhere(found), { concurrency: reading });
            }
        },
        refuse: () => undefined,
        ...createWafChange({ api, certificates, clock: login.clock }),
        check: async (call) => await (await __webpack_require__.e(/* import() */ 872).then(__webpack_require__.bind(__webpack_require__, 36872))).checkWaf(login, { region, api }, call),
    };
}


/***/ })

};
