export const id = 140;
export const ids = [140];
export const modules = {

/***/ 46140:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createCdn: () => (/* binding */ createCdn)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./build/shared/providers/places.js
var places = __webpack_require__(22797);
// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
// EXTERNAL MODULE: ./build/shared/providers/huawei/failure.js
var failure = __webpack_require__(21057);
// EXTERNAL MODULE: ./build/shared/providers/huawei/schema.js
var schema = __webpack_require__(73788);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/cdn-api.js




/** Pages that are asked for at the same time, once the first one says how many there are. */
const pagesAtOnce = 8;
/** Every item of a numbered list, page by page. A list that ends before its own total throws. */
async function* numbered(what, read) {
    const first = await read(1);
    yield first.items;
    let { total } = first;
    let listed = first.items.length;
    const count = listed === 0 ? 1 : Math.ceil(total / listed);
    const rest = Array.from({ length: Math.max(0, count - 1) }, (_, index) => index + 2);
    for await (const page of (0,p_map/* pMapIterable */.R_)(rest, read, { concurrency: pagesAtOnce })) {
        ({ total } = page);
        listed += page.items.length;
        yield page.items;
    }
    if (listed >= total)
        return;
    throw new errors/* DeployError */.sH('CLOUD_UNEXPECTED', `the list of ${what} ended after ${listed} of ${total}`);
}
/**
 * The calls of CDN, which is global. Each has a limit of its own: what may go out at once and what
 * follows in a minute stay below it together, with a reserve for others.
 * https://support.huaweicloud.com/intl/en-us/api-cdn/
 */
function createCdnApi(login) {
    const asking = (limits) => login.ask('cdn', null, login.caller(limits));
    // 50 a second; 15 a second; 300 a minute; 200 a minute.
    const list = asking({ concurrency: 8, perSecond: 35, burst: 10 });
    const listCertificates = asking({ concurrency: 8, perSecond: 10, burst: 5 });
    const readConfig = asking({ concurrency: 16, perSecond: 3.2, burst: 100 });
    const writeConfig = asking({ concurrency: 16, perSecond: 2.4, burst: 50 });
    /** The enterprise project of each domain, as far as it was listed. */
    const projects = new Map();
    const everywhere = 'all';
    const configPath = (domain) => `/v1.1/cdn/configuration/domains/${domain}/configs`;
    async function domainPage(query, call) {
        const { total, domains } = await list({
            action: 'cdn:configuration:queryDomains',
            doing: 'listing CDN domains',
            method: 'GET',
            path: '/v1.0/cdn/domains',
            query: { enterprise_project_id: everywhere, ...query },
        }, schema/* CdnDomains */.Jm, call);
        for (const { domain_name, enterprise_project_id: project } of domains) {
            if (project !== undefined && project !== null && project !== '') {
                projects.set(domain_name, project);
            }
        }
        return { total, items: domains };
    }
    /**
     * In the domain's own enterprise project where it is known: grants may be limited to it. A login that
     * may not say "all", or a domain that has moved, is asked for once more with the other.
     */
    async function inProject(domain, run, call) {
        const known = projects.get(domain);
        try {
            return await run({ enterprise_project_id: known ?? everywhere });
        }
        catch (thrown) {
            if ((0,failure/* wireCode */.Ll)(thrown) !== 'CDN.00010182')
                throw thrown;
            await domainPage({ domain_name: domain, exact_match: 'true' }, call);
            const found = projects.get(domain);
            const other = found === known ? everywhere : found;
            if (other === undefined || other === (known ?? everywhere))
                throw thrown;
            return await run({ enterprise_project_id: other });
        }
    }
    function domains(call) {
        return numbered('CDN domains', async (page) => await domainPage({ page_size: '1000', page_number: String(page) }, call));
    }
    return {
        domains,
        /** The certificate of every domain that serves HTTPS: far fewer calls than a configuration each. */
        certificates: (call) => numbered('CDN certificates', async (page) => {
            const { total, https } = await listCertificates({
                action: 'cdn:configuration:queryHttpsConf',
                doing: 'listing the certificates of CDN domains',
                method: 'GET',
                path: '/v1.0/cdn/domains/https-certificate-info',
                query: {
                    enterprise_project_id: everywhere,
                    page_size: '200',
                    page_number: String(page),
                },
            }, schema/* CdnCertificates */.u2, call);
            return { total, items: https };
        }),
        /** `online`, `configuring`, … of every domain at once. */
        async statuses(call) {
            const found = new Map();
            for await (const page of domains(call)) {
                for (const { domain_name, domain_status } of page)
                    found.set(domain_name, domain_status);
            }
            return found;
        },
        async status(domain, call) {
            const read = async (query) => await list({
                action: 'cdn:configuration:queryDomains',
                doing: `reading the status of CDN domain ${domain}`,
                method: 'GET',
                path: `/v1.0/cdn/configuration/domains/${domain}`,
                query,
            }, schema/* CdnStatus */.O7, call);
            return (await inProject(domain, read, call)).domain.domain_status;
        },
        async config(domain, call) {
            const read = async (query) => await readConfig({
                action: 'cdn:configuration:queryHttpsConf',
                doing: `reading CDN domain ${domain}`,
                method: 'GET',
                path: configPath(domain),
                query,
            }, schema/* CdnConfig */.SF, call);
            return (await inProject(domain, read, call)).configs;
        },
        /** Writes the `https` member and nothing else: every other member of the configuration is kept. */
        async writeHttps(domain, https, call) {
            const write = async (query) => await writeConfig({
                action: 'cdn:configuration:modifyHttpsConf',
                doing: `setting the certificate of CDN domain ${domain}`,
                method: 'PUT',
                path: configPath(domain),
                query,
                body: { configs: { https } },
            }, schema/* Done */.RS, call, { final: ['CLOUD_UNAVAILABLE', 'RESOURCE_BUSY'], brings: 'certificate' });
            await inProject(domain, write, call);
        },
    };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/shared/runtime/pause.js
var pause = __webpack_require__(42885);
// EXTERNAL MODULE: ./build/shared/providers/receipt.js
var providers_receipt = __webpack_require__(71917);
// EXTERNAL MODULE: ./build/shared/providers/huawei/pem.js
var huawei_pem = __webpack_require__(5181);
// EXTERNAL MODULE: ./build/shared/providers/huawei/settings.js
var huawei_settings = __webpack_require__(35482);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/cdn-config.js



/**
 * What names a certificate of CDN, which has no certificate objects: the fingerprint of the leaf, else
 * the name it was given.
 */
function cdnBinding(pem, name) {
    const facts = (0,huawei_pem/* leafFacts */.k)(pem);
    const ref = facts === null ? `name:${name ?? ''}` : `sha256:${facts.sha256}`;
    return { slot: 'default', ref, facts };
}
/** The certificate a domain serves by its full configuration; null: it serves no HTTPS. */
function boundIn({ https }) {
    return https === null || https.https_status === 'off'
        ? null
        : cdnBinding(https.certificate_value, https.certificate_name);
}
/**
 * Why the certificate of this domain must not be replaced. A domain with an international and an SM2
 * certificate lists both, and a write of one drops the other.
 * https://support.huaweicloud.com/intl/en-us/api-cdn/
 */
function unchangeable({ https }) {
    const types = [
        https?.certificate_type,
        ...(https?.certificates ?? []).map((one) => one.certificate_type),
    ];
    return types.includes('server_sm')
        ? 'it serves an SM2 certificate, whose key the cloud never shows: writing another one would drop it'
        : null;
}
/** Members of `https` that belong to the certificate. */
const ofCertificate = [
    'https_status',
    'certificate_type',
    'certificate_source',
    'scm_certificate_id',
    'certificate_name',
    'certificate_value',
    'enc_certificate_value',
    'certificates',
    'expire_time',
];
const versions = (text) => (text ?? '')
    .split(',')
    .map((version) => version.trim())
    .filter((version) => version !== '')
    .sort();
/**
 * Everything that must be the same after the certificate was replaced. Where there was no HTTPS, its own
 * settings were not set before and come with the certificate: `hadHttps` leaves them out.
 */
function settingsOf(configs, hadHttps) {
    const { https, ...others } = configs;
    const ofHttps = { ...https, tls_version: versions(https?.tls_version) };
    const kept = Object.entries(hadHttps ? (0,huawei_settings/* digestsOf */.n)(ofHttps, ofCertificate) : {});
    return {
        ...(0,huawei_settings/* digestsOf */.n)(others, hadHttps ? [] : ['https_tls_version']),
        ...Object.fromEntries(kept.map(([name, digest]) => [`https.${name}`, digest])),
    };
}
/** At most 32 letters, digits, `-` and `_`: the console takes no more. */
function certificateName({ name, sha256 }) {
    const short = name.replaceAll(/[^\w-]/gu, '-').slice(0, 13);
    return `certferry-${short}-${sha256.slice(0, 8)}`;
}
/**
 * The `https` member to write. Its own settings are sent as they were read: no document promises that
 * what is left out is kept. Other members of `configs` are, so they are not sent.
 */
function httpsToWrite({ https }, certificate, pair) {
    const echoed = {
        http2_status: https?.http2_status,
        tls_version: versions(https?.tls_version).join(','),
        ocsp_stapling_status: https?.ocsp_stapling_status,
    };
    return {
        https_status: 'on',
        certificate_type: 'server',
        certificate_source: 0,
        certificate_name: certificateName(certificate),
        certificate_value: pair.chain,
        private_key: pair.key.reveal(),
        ...Object.fromEntries(Object.entries(echoed).flatMap(([key, value]) => value === undefined || value === null || value === '' ? [] : [[key, value]])),
    };
}
/** The binding that the plan saw must still be there: anything else nobody has previewed. */
function demandPlanned(name, edit, bound) {
    const planned = edit.kind === 'attach' ? null : (edit.replaces[0]?.ref ?? null);
    if ((bound?.ref ?? null) === planned)
        return;
    throw new errors/* DeployError */.sH('PLAN_STALE', `${name} now serves ${bound === null ? 'no HTTPS' : `certificate ${bound.ref}`}, the plan says ${planned ?? 'no HTTPS'}; preview again`);
}

// EXTERNAL MODULE: ./build/shared/providers/huawei/change.js
var change = __webpack_require__(31251);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/cdn-change.js








/** https://support.huaweicloud.com/intl/en-us/usermanual-cdn/ : 20 KB each. */
const limits = { chain: 20_480, key: 20_480, certificates: 20 };
const State = schemas/* strictObject */.rej({
    v: schemas/* literal */.euz(1),
    domain: schemas/* string */.YjP(),
    /** False: it served the certificate already. */
    wrote: schemas/* boolean */.zMY(),
    sha256: schemas/* string */.YjP(),
    /** What it served before; null: no HTTPS. */
    before: schemas/* string */.YjP().nullable(),
    /** The certificate of the SSL Certificate Manager that it used before. */
    scm: schemas/* string */.YjP().nullable(),
    settings: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
});
/** Changes the certificate of one CDN domain, and looks at what came of it. */
function createCdnChange({ clock, mask }, api, status) {
    /** A domain that is being configured bears a change again when that has ended. */
    async function free(domain, call) {
        const ended = await status.rest(domain, { wrote: false }, call);
        if (ended === 'online')
            return;
        throw new errors/* DeployError */.sH('REFUSED', `CDN domain ${domain} is "${ended}", in which state it takes no certificate`);
    }
    return {
        async apply(edit, material, call) {
            const domain = edit.resource.name;
            const name = `CDN domain ${domain}`;
            const { sha256 } = material.certificate;
            const pair = (0,huawei_pem/* pairOf */.c)(material, limits);
            mask(pair.key.reveal());
            const { before, now } = await (0,change/* change */.Z)({
                name,
                read: async (at) => await api.config(domain, at),
                decide(configs) {
                    const bound = boundIn(configs);
                    if (bound?.facts?.sha256 === sha256)
                        return undefined;
                    const reason = unchangeable(configs);
                    if (reason !== null)
                        throw new errors/* DeployError */.sH('REFUSED', `${name}: ${reason}`);
                    demandPlanned(name, edit, bound);
                    return httpsToWrite(configs, material.certificate, pair);
                },
                write: async (_, https, at) => {
                    await api.writeHttps(domain, https, at);
                },
                free: async (at) => {
                    await free(domain, at);
                },
                settled: async (at) => (await status.now(domain, at)) !== 'configuring',
            }, clock, call);
            const found = before ?? now;
            const bound = boundIn(found);
            return (0,providers_receipt/* receiptFor */.o)(edit, {
                v: 1,
                domain,
                wrote: before !== null,
                sha256,
                before: bound?.ref ?? null,
                scm: found.https?.scm_certificate_id ?? null,
                settings: settingsOf(found, bound !== null),
            });
        },
        async verify(receipt, call) {
            const { domain, wrote, sha256, before, settings } = (0,providers_receipt/* readState */.u)(State, receipt);
            const wrong = (what) => new errors/* DeployError */.sH('VERIFY_FAILED', `reading CDN domain ${domain} back: ${what}`);
            const ended = await status.rest(domain, { wrote }, call);
            if (ended !== 'online')
                throw wrong(`it is "${ended}"`);
            for (let look = 1;; look += 1) {
                const configs = await api.config(domain, call);
                const bound = boundIn(configs);
                if (bound?.facts?.sha256 === sha256) {
                    const changed = (0,huawei_settings/* changedSettings */.S)(settings, settingsOf(configs, before !== null));
                    if (changed.length === 0)
                        return;
                    throw wrong(`more than the certificate changed: ${changed.join(', ')}`);
                }
                if (look === 4)
                    throw wrong(`it serves ${bound?.ref ?? 'no HTTPS'} instead of sha256:${sha256}`);
                await (0,pause/* pause */.v)(clock, 1000 * 2 ** look, call);
            }
        },
        /** The key of what was there before is nowhere to be had: always `REFUSED`, with what to do. */
        rollback(receipt) {
            const { domain, wrote, before, scm } = (0,providers_receipt/* readState */.u)(State, receipt);
            let instead = 'deploy the previous certificate, with its key, as a change of its own';
            if (before === null)
                instead = 'switch HTTPS off for the domain in the console';
            else if (scm !== null && scm !== '')
                instead = `choose SCM certificate ${scm} for it in the console`;
            if (!wrote)
                instead = 'this run found the certificate there and changed nothing';
            const message = `Huawei Cloud CDN shows no private key and keeps no certificate to switch back to, so ${domain} cannot be put back: ${instead}`;
            return Promise.reject(new errors/* DeployError */.sH('REFUSED', message));
        },
    };
}

;// CONCATENATED MODULE: ./build/shared/providers/huawei/cdn-status.js


/** Domains waited for at the same time from which on one list tells the state of all of them. */
const worthAList = 6;
const longestPauseMs = 15_000;
/** About five minutes are usual, half an hour is what the vendor's own tools allow. */
const patienceMs = 30 * 60_000;
/** A write that was just accepted may not show yet. */
const certainAfterMs = 2000;
const passing = new Set(['configuring', 'checking']);
/** Watches domains until their configuration is on the edges. */
function createCdnStatus(api, clock) {
    const waiting = new Set();
    let listing;
    async function statusOf(domain, call) {
        if (waiting.size < worthAList)
            return await api.status(domain, call);
        // Whoever asks while a list is being read takes its answer; the next round reads a new one.
        listing ??= api.statuses(call).finally(() => {
            listing = undefined;
        });
        try {
            const status = (await listing).get(domain);
            if (status !== undefined)
                return status;
        }
        catch (thrown) {
            // Whoever sent it was told to stop, perhaps alone.
            if (call.signal.aborted || errors/* DeployError */.sH.from(thrown).code !== 'CANCELLED')
                throw thrown;
        }
        return await api.status(domain, call);
    }
    /**
     * Polls until nothing is being configured any more: after a second at first, later every fifteen.
     * The state it ends in: `online`, `configure_failed`, `offline`, …
     */
    async function rest(domain, { wrote }, call) {
        const startedAt = clock.now().getTime();
        const passed = () => clock.now().getTime() - startedAt;
        let seenPassing = !wrote;
        for (let pauseMs = 1000;; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
            const status = await statusOf(domain, call);
            if (passing.has(status))
                seenPassing = true;
            else if (status !== 'online' || seenPassing || passed() >= certainAfterMs)
                return status;
            if (passed() >= patienceMs) {
                throw new errors/* DeployError */.sH('VERIFY_FAILED', `CDN domain ${domain} took the change, but is still "${status}" after 30 minutes`);
            }
            await (0,pause/* pause */.v)(clock, pauseMs, call);
        }
    }
    return {
        now: async (domain, call) => await api.status(domain, call),
        async rest(domain, how, call) {
            waiting.add(domain);
            try {
                return await rest(domain, how, call);
            }
            finally {
                waiting.delete(domain);
            }
        },
    };
}

;// CONCATENATED MODULE: ./build/shared/providers/huawei/cdn.js






const target = 'huawei/cdn';
const keyAlgorithms = [
    'rsa-2048',
    'rsa-3072',
    'rsa-4096',
    'ec-p256',
    'ec-p384',
];
const dayMs = 86_400_000;
/** Why nothing can be deployed to this domain, whatever the certificate. */
function blockedBy(domain) {
    const { domain_status: status, locked, disabled, locked_reason, banned_reason } = domain;
    const because = (reason) => reason === undefined || reason === null || reason === '' ? '' : `: ${reason}`;
    if (disabled === 1)
        return `Huawei Cloud has banned the domain${because(banned_reason)}`;
    if (locked === 1)
        return `Huawei Cloud has locked the domain${because(locked_reason)}`;
    if (status === 'online' || status === 'configuring')
        return null;
    return `the domain is "${status}", in which state it takes no certificate`;
}
/** The list has no field for it: only the reason of a ban or a lock tells, in words. */
function findingsOf({ domain_name: name, banned_reason, locked_reason }) {
    const reason = [banned_reason, locked_reason].find((text) => /\bICP\b|备案/u.test(text ?? ''));
    if (reason === undefined || reason === null)
        return [];
    return [(0,places/* warning */.$e)('not-icp-filed', name, `Huawei Cloud says of the domain: ${reason}`)];
}
/** Domain names of CDN; each is a resource with one certificate. */
function createCdn(login) {
    const api = createCdnApi(login);
    const status = createCdnStatus(api, login.clock);
    async function bound(domain, certificate, call) {
        if (domain.https_status === 0)
            return { binding: null, blocked: null };
        const listed = cdnBinding(certificate?.certificate, certificate?.cert_name);
        if (listed.facts !== null && listed.facts.keyAlgorithm !== 'other') {
            return { binding: listed, blocked: null };
        }
        // An SM2 certificate, or none in the list: the configuration of the domain says more.
        const configs = await api.config(domain.domain_name, call);
        return { binding: boundIn(configs), blocked: unchangeable(configs) };
    }
    async function resource(domain, certificate, call) {
        const { domain_name: name, cname } = domain;
        const { binding, blocked } = await bound(domain, certificate, call);
        const { domains } = (0,places/* domainsAmong */.cw)([name]);
        return {
            id: `${target}:${login.name}/${name}`,
            account: login.name,
            target,
            region: null,
            name,
            label: name,
            domains,
            slots: 'one',
            bindings: binding === null ? [] : [binding],
            // Reaches CDN also before the domain's own DNS points there.
            endpoints: cname === undefined || cname === null || cname === '' ? [] : [(0,places/* endpointOf */.X5)(cname, 443)],
            reach: 'public',
            blocked: domains.length === 0 ? 'its name is not a domain name' : (blockedBy(domain) ?? blocked),
            findings: findingsOf(domain),
            lock: `${target}:${login.name}/${name}`,
        };
    }
    /** Every domain, and the certificate of each that serves HTTPS. Both lists are read at once. */
    async function readAll(call) {
        const domains = new Map();
        const certificates = new Map();
        const stop = new AbortController();
        const both = { ...call, signal: AbortSignal.any([call.signal, stop.signal]) };
        const readDomains = async () => {
            for await (const page of api.domains(both)) {
                for (const domain of page)
                    domains.set(domain.domain_name, domain);
            }
        };
        const readCertificates = async () => {
            for await (const page of api.certificates(both)) {
                for (const one of page)
                    certificates.set(one.domain_name, one);
            }
        };
        try {
            await Promise.all([readDomains(), readCertificates()]);
        }
        finally {
            stop.abort();
        }
        return { domains: [...domains.values()], certificates };
    }
    return {
        account: login.name,
        target,
        region: null,
        capabilities: {
            keyAlgorithms,
            settlesWithinMs: 600_000,
            // A change takes minutes, in which next to nothing is asked of the API.
            concurrency: 50,
            undo: 'none',
        },
        async *discover(call) {
            const { domains, certificates } = await readAll(call);
            yield* (0,p_map/* pMapIterable */.R_)(domains, async (domain) => await resource(domain, certificates.get(domain.domain_name), call), { concurrency: 16 });
        },
        refuse({ certificate }) {
            const left = certificate.notAfter.getTime() - login.clock.now().getTime();
            if (left >= dayMs)
                return undefined;
            return {
                code: 'CERTIFICATE_REJECTED',
                message: `certificate "${certificate.name}" ends on ${certificate.notAfter.toISOString()}; Huawei Cloud CDN takes none that ends within 24 hours`,
            };
        },
        ...createCdnChange(login, api, status),
        check: async (call) => await (await __webpack_require__.e(/* import() */ 745).then(__webpack_require__.bind(__webpack_require__, 90745))).checkCdn(login, api, call),
    };
}


/***/ }),

/***/ 31251:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ change)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _runtime_pause_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(42885);


/** What putting things right is given: the run's own signal may be the very reason for it. */
function aftermath(call) {
    return { signal: AbortSignal.timeout(120_000), log: call.log };
}
/** What a write may end with although it took effect. */
const unclear = new Set([
    'CLOUD_UNAVAILABLE',
    'CLOUD_UNEXPECTED',
    'CANCELLED',
]);
/** Readings that somebody else's changes, and lost answers, are worth. */
const rounds = 5;
/**
 * Reads, decides, writes; again from a new reading when the thing was busy or an answer was lost and
 * nothing had come of the write. The outcome is known in the end: as wanted, or an error with everything
 * as it was, or `OUTCOME_UNKNOWN`.
 */
async function change(thing, clock, call) {
    // What a write without an answer went over: it may take effect later than it seems.
    let unanswered = null;
    for (let round = 1;; round += 1) {
        const current = await thing.read(call);
        const wanted = thing.decide(current);
        if (wanted === undefined)
            return { before: unanswered, now: current };
        try {
            await thing.write(current, wanted, call);
            return { before: current, now: current };
        }
        catch (thrown) {
            const error = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
            if (error.code === 'RESOURCE_BUSY' && round < rounds) {
                call.log.info('busy, waiting for it', { thing: thing.name, reason: error.message });
                await (0,_runtime_pause_js__WEBPACK_IMPORTED_MODULE_1__/* .pause */ .v)(clock, 2000, call);
                await thing.free(call);
                continue;
            }
            if (!unclear.has(error.code))
                throw error;
            const now = await outcomeOf(thing, error, call);
            if (now !== undefined)
                return { before: current, now };
            if (error.code !== 'CLOUD_UNAVAILABLE' || round === rounds)
                throw error;
            unanswered = current;
            await (0,_runtime_pause_js__WEBPACK_IMPORTED_MODULE_1__/* .pause */ .v)(clock, 2000 * round, call);
        }
    }
}
/** The answer to a write was lost: only a new reading tells. Undefined: nothing has changed. */
async function outcomeOf(thing, lost, call) {
    const later = aftermath(call);
    let unknown = 'a change of it is still under way';
    try {
        const now = await thing.read(later);
        if (thing.decide(now) === undefined)
            return now;
        if (await thing.settled(later))
            return undefined;
    }
    catch (thrown) {
        const error = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
        // It is not as it was found, and not as wanted either.
        const foreign = error.code === 'PLAN_STALE' || error.code === 'REFUSED';
        unknown = foreign ? error.message : `it cannot be read (${error.message})`;
    }
    throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('OUTCOME_UNKNOWN', `${thing.name} may or may not have been changed (${lost.message}): ${unknown}`, { cause: lost.cause ?? lost });
}


/***/ }),

/***/ 5181:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ pairOf),
/* harmony export */   k: () => (/* binding */ leafFacts)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _core_certificate_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(54409);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9115);
/* harmony import */ var _core_secret_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(54636);




const block = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/u;
/**
 * The facts of the first certificate of a PEM text as the cloud shows it: with other line breaks than
 * it was given, or none. Null when it cannot be read: an SM2 certificate, or nothing at all.
 */
function leafFacts(text) {
    const base64 = block.exec(text ?? '')?.[1]?.replaceAll(/[^A-Za-z0-9+/=]/gu, '') ?? '';
    if (base64 === '')
        return null;
    try {
        return (0,_core_certificate_js__WEBPACK_IMPORTED_MODULE_1__/* .readCertificate */ .w$)(Buffer.from(base64, 'base64'));
    }
    catch {
        return null;
    }
}
function reject({ certificate: { name } }, why) {
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .DeployError */ .sH('CERTIFICATE_REJECTED', `certificate "${name}": ${why}`);
}
function readKey(material) {
    try {
        return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPrivateKey)(material.key.reveal());
    }
    catch {
        // The error of the parser may quote its input: only our own words go on.
        throw reject(material, 'its private key cannot be read');
    }
}
/** CDN and load balancers do not take PKCS#8. https://support.huaweicloud.com/intl/en-us/usermanual-ccm/ */
function oldForm(material, key) {
    const { asymmetricKeyType: type } = key;
    if (type === 'rsa')
        return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    if (type === 'ec')
        return key.export({ type: 'sec1', format: 'pem' }).toString();
    throw reject(material, 'Huawei Cloud takes RSA and ECDSA keys only');
}
/**
 * What is sent for this certificate; refused here when the cloud would refuse it: a key of another
 * certificate, a chain that is too long. The new form of the key is masked before anything is sent.
 */
function pairOf(material, limits) {
    const key = readKey(material);
    if (!new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(material.leaf).checkPrivateKey(key)) {
        throw reject(material, 'the private key does not belong to it');
    }
    const blocks = [material.leaf, ...material.intermediates];
    const chain = blocks.map((pem) => new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(pem).toString()).join('');
    const keyPem = oldForm(material, key);
    if (blocks.length > limits.certificates) {
        throw reject(material, `its chain holds more than ${limits.certificates} certificates`);
    }
    if (chain.length > limits.chain) {
        throw reject(material, `its chain is longer than ${limits.chain} characters`);
    }
    if (keyPem.length > limits.key) {
        throw reject(material, `its private key is longer than ${limits.key} characters`);
    }
    return { chain, key: new _core_secret_js__WEBPACK_IMPORTED_MODULE_3__/* .Secret */ .z(keyPem) };
}


/***/ }),

/***/ 73788:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AA: () => (/* binding */ ElbListenerReply),
/* harmony export */   Am: () => (/* binding */ ElbCreated),
/* harmony export */   Ar: () => (/* binding */ ElbPolicies),
/* harmony export */   DO: () => (/* binding */ ElbCertificateReply),
/* harmony export */   Jm: () => (/* binding */ CdnDomains),
/* harmony export */   O7: () => (/* binding */ CdnStatus),
/* harmony export */   RS: () => (/* binding */ Done),
/* harmony export */   SF: () => (/* binding */ CdnConfig),
/* harmony export */   i8: () => (/* binding */ ElbLoadBalancerReply),
/* harmony export */   kM: () => (/* binding */ ElbCertificates),
/* harmony export */   nl: () => (/* binding */ ElbLoadBalancers),
/* harmony export */   rn: () => (/* binding */ ElbRules),
/* harmony export */   tv: () => (/* binding */ ElbQuotas),
/* harmony export */   u2: () => (/* binding */ CdnCertificates),
/* harmony export */   xL: () => (/* binding */ ElbListeners)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(92857);

// Only the fields that are read, and only as much as is believed of them. What is absent comes as null,
// as "" or not at all.
const text = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().nullish();
/** Older APIs of CDN are said to send numbers as text. */
const number = zod__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^\d+$/u).transform(Number)]);
const CdnDomains = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    total: number,
    domains: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        domain_name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
        domain_status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        cname: text,
        https_status: number,
        locked: number.nullish(),
        disabled: number.nullish(),
        locked_reason: text,
        banned_reason: text,
        enterprise_project_id: text,
    })),
});
const CdnCertificates = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    total: number,
    https: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ domain_name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), cert_name: text, certificate: text })),
});
const CdnStatus = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ domain: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ domain_status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }) });
const CdnHttps = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    https_status: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['on', 'off']),
    certificate_type: text,
    certificate_source: number.nullish(),
    scm_certificate_id: text,
    certificate_name: text,
    certificate_value: text,
    certificates: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ certificate_type: text })).nullish(),
    http2_status: text,
    tls_version: text,
    ocsp_stapling_status: text,
});
/** Every member is kept: all but the certificate is compared. `https` is null where it never was on. */
const CdnConfig = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ configs: zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ https: CdnHttps.nullable() }) });
/** Writing answers with nothing that is read. */
const Done = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({});
const PageInfo = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ next_marker: text });
const Ids = zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1) }));
const LoadBalancer = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
    name: text,
    guaranteed: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
    provisioning_status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    operating_status: text,
    frozen_scene: text,
    vip_address: text,
    publicips: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ publicip_address: text })).nullish(),
    eips: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ eip_address: text })).nullish(),
});
const ElbLoadBalancers = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    loadbalancers: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(LoadBalancer),
    page_info: PageInfo,
});
const ElbLoadBalancerReply = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ loadbalancer: LoadBalancer });
/** Every member is kept: all but the certificates is compared. */
const Listener = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
    name: text,
    protocol: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    protocol_port: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().nullish(),
    loadbalancers: Ids,
    default_tls_container_ref: text,
    sni_container_refs: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).nullish(),
    admin_state_up: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().nullish(),
    protection_status: text,
    enterprise_project_id: text,
});
const ElbListeners = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ listeners: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Listener), page_info: PageInfo });
const ElbListenerReply = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ listener: Listener });
const Certificate = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
    name: text,
    type: text,
    domain: text,
    certificate: text,
    description: text,
    enterprise_project_id: text,
    protection_status: text,
    protection_reason: text,
    created_at: text,
});
const ElbCertificates = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    certificates: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Certificate),
    page_info: PageInfo,
});
const ElbCertificateReply = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ certificate: Certificate });
const ElbCreated = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ certificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1) }) });
/** `quota_limit` is -1 where there is none. */
const ElbQuotas = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    quotas: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ quota_key: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), quota_limit: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), used: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig() })),
});
const Rule = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    type: text,
    value: text,
    invert: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().nullish(),
    conditions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ value: text })).nullish(),
});
const ElbPolicies = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    l7policies: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1), listener_id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), rules: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Rule).nullish() })),
    page_info: PageInfo,
});
const ElbRules = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ rules: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Rule), page_info: PageInfo });


/***/ }),

/***/ 35482:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ changedSettings),
/* harmony export */   n: () => (/* binding */ digestsOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

/** Absent, null and empty mean the same to the cloud, and its lists come in no certain order. */
function canonical(value) {
    if (value === undefined || value === null || value === '')
        return '';
    if (Array.isArray(value)) {
        const items = value.map(canonical).sort();
        return items.length === 0 ? '' : `[${items.join(',')}]`;
    }
    if (typeof value !== 'object')
        return JSON.stringify(value);
    const members = Object.entries(value)
        .map(([key, member]) => [key, canonical(member)])
        .filter(([, member]) => member !== '')
        .map(([key, member]) => `${JSON.stringify(key)}:${member}`)
        .sort();
    return members.length === 0 ? '' : `{${members.join(',')}}`;
}
/** A receipt shows no setting itself, only short digests of them. */
function digestsOf(settings, except) {
    const digests = {};
    for (const [name, value] of Object.entries(settings)) {
        const text = except.includes(name) ? '' : canonical(value);
        if (text === '')
            continue;
        digests[name] = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex').slice(0, 16);
    }
    return digests;
}
/** Names of the settings that differ. */
function changedSettings(before, after) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].filter((name) => before[name] !== after[name]).sort();
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


/***/ })

};
