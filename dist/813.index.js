export const id = 813;
export const ids = [813];
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

/***/ 13627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $J: () => (/* binding */ unitsOf),
/* harmony export */   Cw: () => (/* binding */ endsTls),
/* harmony export */   L0: () => (/* binding */ sameIds),
/* harmony export */   bQ: () => (/* binding */ certificateArgument),
/* harmony export */   f5: () => (/* binding */ settingsOf),
/* harmony export */   kI: () => (/* binding */ clbDefaults),
/* harmony export */   sA: () => (/* binding */ idsWanted)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16627);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(78274);



const tls = ['HTTPS', 'TCP_SSL', 'QUIC'];
const endsTls = ({ Protocol }) => tls.includes(Protocol);
const hasSni = ({ Protocol, SniSwitch }) => Protocol === 'HTTPS' && SniSwitch === 1;
function namesOf({ Domain, Domains }) {
    return [...new Set([Domain ?? '', ...(Domains ?? [])])].filter((name) => name !== '');
}
function idsOf(certificate) {
    const { CertId, ExtCertIds } = certificate ?? {};
    const ids = [CertId ?? '', ...(ExtCertIds ?? [])];
    return [...new Set(ids)].filter((id) => id !== '');
}
function unitsOf(listener) {
    const rules = listener.Rules ?? [];
    if (!hasSni(listener)) {
        const certificate = listener.Certificate ?? null;
        const names = [...new Set(rules.flatMap(namesOf))];
        return [{ listener, domain: undefined, names, certificate, ids: idsOf(certificate) }];
    }
    const units = new Map();
    for (const rule of rules) {
        const [domain, ...more] = namesOf(rule);
        if (domain === undefined || units.has(domain))
            continue;
        const certificate = rule.Certificate ?? null;
        const names = [domain, ...more];
        units.set(domain, { listener, domain, names, certificate, ids: idsOf(certificate) });
    }
    return [...units.values()];
}
/** The certificates that an edit asks for, in place of those that are there; undefined: it has them. */
function idsWanted(name, ids, edit, ref) {
    const replaced = edit.kind === 'replace' ? edit.replaces.map((binding) => binding.ref) : [];
    const old = replaced.filter((one) => one !== ref);
    if (ids.includes(ref) && !ids.some((id) => old.includes(id)))
        return undefined;
    (0,_places_js__WEBPACK_IMPORTED_MODULE_1__/* .demandPlanned */ .SA)(name, edit, ids);
    if (edit.kind === 'attach' && ids.length > 0) {
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('REFUSED', `${name} has a certificate of each kind already`);
    }
    const kept = ids.filter((id) => !replaced.includes(id));
    return [ref, ...kept];
}
const sameIds = (a, b) => a.length === b.length && a.every((id) => b.includes(id));
/**
 * What the two write calls take: one certificate, or one per kind of key. The mode of TLS is always
 * said, for without it clients would not be asked for certificates any more.
 * https://www.tencentcloud.com/document/api/214/33818
 */
function certificateArgument(certificate, ids) {
    const { SSLVerifyClient: verify, CertCaId: ca } = certificate ?? {};
    const mutual = certificate?.SSLMode === 'MUTUAL';
    if (mutual && (ca ?? '') === '') {
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('REFUSED', 'it asks clients for certificates, and the API does not say of which authority');
    }
    const mode = {
        SSLMode: mutual ? 'MUTUAL' : 'UNIDIRECTIONAL',
        ...(mutual && (verify ?? '') !== '' && { SSLVerifyClient: verify }),
    };
    const [id, ...more] = ids;
    if (more.length === 0) {
        return { Certificate: { ...mode, CertId: id, ...(mutual && { CertCaId: ca }) } };
    }
    const all = mutual ? [...ids, ca] : ids;
    return { MultiCertInfo: { ...mode, CertList: all.map((CertId) => ({ CertId })) } };
}
/** The mode of TLS of a certificate, without the certificates. */
function modeOf(certificate) {
    const { SSLMode, SSLVerifyClient, CertCaId } = certificate ?? {};
    const mutual = SSLMode === 'MUTUAL';
    return { SSLMode: mutual ? SSLMode : null, ...(mutual && { SSLVerifyClient, CertCaId }) };
}
/**
 * What may not change when a certificate of this unit does: the settings of its listener, the rules,
 * and the certificates of all other domains of the listener.
 */
function settingsOf({ listener, domain, certificate }) {
    const own = modeOf(certificate);
    const rules = (listener.Rules ?? []).map((rule) => {
        const mine = domain === undefined || namesOf(rule)[0] === domain;
        const rest = (0,_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .omit */ .cJ)(rule, ['Certificate']);
        return [`rule ${rule.LocationId}`, mine ? rest : { ...rest, C: rule.Certificate }];
    });
    return (0,_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .digestsOf */ .nw)({
        ...(0,_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .omit */ .cJ)(listener, ['Certificate', 'Rules']),
        ...(domain !== undefined && { Certificate: listener.Certificate }),
        'Certificate.SSLMode': own['SSLMode'],
        'Certificate.SSLVerifyClient': own['SSLVerifyClient'],
        'Certificate.CertCaId': own['CertCaId'],
        ...Object.fromEntries(rules),
    });
}
/** Mutual TLS without a word is strict. */
const clbDefaults = {
    'Certificate.SSLVerifyClient': 'ON',
};


/***/ }),

/***/ 19813:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createClb: () => (/* binding */ createClb)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./build/shared/core/domain.js
var domain = __webpack_require__(68872);
// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
// EXTERNAL MODULE: ./build/shared/providers/places.js
var places = __webpack_require__(22797);
// EXTERNAL MODULE: ./node_modules/tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_client.js
var clb_client = __webpack_require__(27547);
// EXTERNAL MODULE: ./build/shared/providers/tencent/change.js
var change = __webpack_require__(70779);
// EXTERNAL MODULE: ./build/shared/providers/tencent/clb-unit.js
var clb_unit = __webpack_require__(13627);
// EXTERNAL MODULE: ./build/shared/providers/tencent/paging.js
var paging = __webpack_require__(83943);
// EXTERNAL MODULE: ./build/shared/providers/tencent/places.js
var tencent_places = __webpack_require__(16627);
// EXTERNAL MODULE: ./build/shared/providers/tencent/schema.js
var schema = __webpack_require__(78180);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/clb-api.js







/** Load balancers of one page; the most that the API gives. */
const pageSize = 100;
/** How long a load balancer may work on one change. */
const taskWithinMs = 6 * 60_000;
const succeeded = 0;
const running = 2;
function addressWords({ loadBalancer, listener, domain }) {
    return `listener ${loadBalancer}/${listener}${domain === null ? '' : ` domain ${domain}`}`;
}
/** The calls of CLB in one region. */
function createClbApi(login, region) {
    const { clock } = login;
    const ask = login.ask(clb_client/* Client */.K, 'clb', region);
    async function task(id, doing, call) {
        const body = { TaskId: id };
        return await ask({ action: 'clb:DescribeTaskStatus', doing, schema: schema/* ClbTaskStatus */.XE, body }, call);
    }
    const api = {
        /** Load balancers of both kinds, each once, page by page. */
        list(call) {
            const doing = `listing load balancers in ${region}`;
            const list = (0,paging/* pages */.B)(doing, async (offset) => {
                const { LoadBalancerSet, TotalCount } = await ask({
                    action: 'clb:DescribeLoadBalancers',
                    doing,
                    schema: schema/* ClbLoadBalancers */.LW,
                    body: { Offset: offset, Limit: pageSize },
                }, call);
                return { items: LoadBalancerSet, total: TotalCount };
            });
            return (0,paging/* onceEach */.f)(list, ({ LoadBalancerId }) => LoadBalancerId);
        },
        /** All listeners of a load balancer, or those that are named. The API knows no pages here. */
        async listeners(loadBalancer, call, ids) {
            const { Listeners } = await ask({
                action: 'clb:DescribeListeners',
                doing: `reading the listeners of load balancer ${loadBalancer}`,
                schema: schema/* ClbListeners */.L5,
                body: { LoadBalancerId: loadBalancer, ...(ids !== undefined && { ListenerIds: ids }) },
            }, call);
            return Listeners;
        },
        async unit(at, call) {
            const found = (await api.listeners(at.loadBalancer, call, [at.listener])).find(({ ListenerId }) => ListenerId === at.listener);
            const units = found === undefined ? [] : (0,clb_unit/* unitsOf */.$J)(found);
            const unit = units.find(({ domain }) => (domain ?? null) === at.domain);
            if (unit !== undefined)
                return unit;
            const sni = units.some(({ domain }) => domain !== undefined);
            if (units.length > 0 && sni !== (at.domain !== null)) {
                const now = `SNI was switched ${sni ? 'on' : 'off'}`;
                throw new errors/* DeployError */.sH('PLAN_STALE', `${addressWords(at)}: ${now}; preview again`);
            }
            throw new errors/* DeployError */.sH('RESOURCE_GONE', `no ${addressWords(at)}`);
        },
        /** Sends the change and returns the id of the task that carries it out. */
        async setCertificates(at, { certificate }, ids, call) {
            const { loadBalancer, listener, domain } = at;
            // The wrong one of the two calls answers "done" and changes nothing.
            const { RequestId } = await ask({
                action: domain === null ? 'clb:ModifyListener' : 'clb:ModifyDomainAttributes',
                doing: `setting the certificate of ${addressWords(at)}`,
                schema: schema/* ClbTask */.Xb,
                body: {
                    LoadBalancerId: loadBalancer,
                    ListenerId: listener,
                    ...(domain !== null && { Domain: domain }),
                    ...(0,clb_unit/* certificateArgument */.bQ)(certificate, ids),
                },
            }, call, change/* once */.Oo);
            return RequestId;
        },
        /**
         * Waits for the end of a task. The change has been sent: whatever ends the waiting early says
         * nothing about it. A cancelled wait is `OUTCOME_UNKNOWN`, for nothing more can be looked at.
         */
        async finished(at, id, call) {
            const doing = `waiting for the change of ${addressWords(at)}`;
            const unknown = (why, cause) => new errors/* DeployError */.sH('OUTCOME_UNKNOWN', `${doing}: ${why}`, { cause });
            let last;
            const look = async (looking) => {
                const { Status, Message } = await task(id, doing, looking);
                last = { Status, why: (Message ?? '') || 'no reason was given' };
                return Status !== running;
            };
            const ended = () => last?.Status === succeeded ? { kind: 'done' } : { kind: 'failed', why: last?.why ?? '' };
            const late = () => unknown('no end within six minutes');
            try {
                const patience = { clock, withinMs: taskWithinMs, everyMs: 3000, late };
                await (0,change/* until */.TG)(async () => await look(call), patience, call);
                return ended();
            }
            catch (thrown) {
                const error = errors/* DeployError */.sH.from(thrown);
                const failed = unknown(error.message, error.cause ?? error);
                if (!call.signal.aborted)
                    return { kind: 'unknown', error: failed };
                if (await look((0,tencent_places/* aftermath */.x7)(call)).catch(() => false))
                    return ended();
                throw failed;
            }
        },
        /** Load balancers whose settings are protected, with what their owner says about that. */
        async protection(ids, call) {
            const found = new Map();
            for (let start = 0; start < ids.length; start += 20) {
                const { LoadBalancerSet } = await ask({
                    action: 'clb:DescribeLBOperateProtect',
                    doing: `reading the protection of load balancers in ${region}`,
                    schema: schema/* ClbProtections */.EB,
                    body: { LoadBalancerIds: ids.slice(start, start + 20) },
                }, call);
                for (const { LoadBalancerId, ProtectState, Description } of LoadBalancerSet) {
                    if (ProtectState === true)
                        found.set(LoadBalancerId, Description ?? '');
                }
            }
            return found;
        },
    };
    return api;
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/shared/providers/receipt.js
var providers_receipt = __webpack_require__(71917);
// EXTERNAL MODULE: ./build/shared/providers/tencent/settings.js
var tencent_settings = __webpack_require__(78274);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/clb-change.js









const Ids = schemas/* array */.YOg(schemas/* string */.YjP());
const State = schemas/* strictObject */.rej({
    v: schemas/* literal */.euz(1),
    loadBalancer: schemas/* string */.YjP(),
    listener: schemas/* string */.YjP(),
    domain: schemas/* string */.YjP().nullable(),
    wrote: schemas/* boolean */.zMY(),
    before: Ids,
    after: Ids,
    settings: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
});
const busyMs = 120_000;
/** A change that its task calls done may still take a moment to show. */
const looks = 4;
const words = (ids) => (ids.length === 0 ? 'none' : ids.join(' and '));
/** The resource's name is its address: `lb-1/lbl-2`, `lb-1/lbl-2/www.example.com`. */
function addressOf(name) {
    const [loadBalancer = '', listener = '', ...domain] = name.split('/');
    return { loadBalancer, listener, domain: domain.length === 0 ? null : domain.join('/') };
}
/** Changes the certificates of one listener, or of one domain of a listener with SNI. */
function createClbChange({ api, certificates, clock, }) {
    const differs = (before, now) => (0,tencent_settings/* changedSettings */.Sb)((0,clb_unit/* settingsOf */.f5)(before), (0,clb_unit/* settingsOf */.f5)(now), clb_unit/* clbDefaults */.kI);
    /** Sends one change and looks until it is there; undefined: it is, and nothing else changed. */
    async function set(at, unit, ids, call) {
        const task = await api.setCertificates(at, unit, ids, call);
        const end = await api.finished(at, task, call);
        for (let look = 1;; look += 1) {
            const now = await api.unit(at, call);
            const changed = differs(unit, now);
            if (changed.length > 0) {
                return { now, why: `more than the certificate changed: ${changed.join(', ')}` };
            }
            if ((0,clb_unit/* sameIds */.L0)(now.ids, ids))
                return undefined;
            if (end.kind === 'failed')
                return { now, why: `the load balancer failed: ${end.why}` };
            if (look === looks) {
                if (end.kind === 'unknown')
                    throw end.error;
                return { now, why: `accepted, and it has certificate ${words(now.ids)} all the same` };
            }
            await clock.sleep(500 * 2 ** look, call.signal);
        }
    }
    /** As `set`, or the unit as it was found and `VERIFY_FAILED`, or `OUTCOME_UNKNOWN`. */
    async function setOrPutBack(at, unit, ids, call) {
        const wrong = await set(at, unit, ids, call);
        if (wrong === undefined)
            return;
        const name = addressWords(at);
        const message = `changing ${name}: ${wrong.why}`;
        const untouched = (0,clb_unit/* sameIds */.L0)(wrong.now.ids, unit.ids) && differs(unit, wrong.now).length === 0;
        if (untouched)
            throw new errors/* DeployError */.sH('VERIFY_FAILED', message);
        let again = 'it had no certificate before, and none can be taken away';
        if (unit.ids.length > 0) {
            again = (await set(at, unit, unit.ids, call))?.why;
        }
        if (again === undefined)
            throw new errors/* DeployError */.sH('VERIFY_FAILED', `${message}; it was put back`);
        throw new errors/* DeployError */.sH('OUTCOME_UNKNOWN', `${message}; it was not put back: ${again}`);
    }
    const common = (at) => ({
        name: addressWords(at),
        read: async (call) => await api.unit(at, call),
        write: async (unit, ids, call) => {
            await setOrPutBack(at, unit, ids, call);
        },
    });
    return {
        async apply(edit, material, call) {
            const at = addressOf(edit.resource.name);
            const { ref, fresh } = await certificates.ensure(material, call);
            const { domains } = material.certificate;
            const { now, before } = await (0,change/* change */.Zg)({
                ...common(at),
                decide({ ids, names }) {
                    const wanted = (0,clb_unit/* idsWanted */.sA)(addressWords(at), ids, edit, ref);
                    if (wanted !== undefined) {
                        (0,tencent_places/* demandCovered */.mO)(addressWords(at), names, (name) => domains.some((san) => (0,domain/* covers */.hU)(san, name)));
                    }
                    return wanted;
                },
            }, { clock, busyMs, fresh }, call);
            const found = before ?? now;
            return (0,providers_receipt/* receiptFor */.o)(edit, {
                v: 1,
                ...at,
                wrote: before !== null,
                before: found.ids,
                after: (0,clb_unit/* idsWanted */.sA)(addressWords(at), found.ids, edit, ref) ?? found.ids,
                settings: (0,clb_unit/* settingsOf */.f5)(found),
            });
        },
        async verify(receipt, call) {
            const { after, settings, ...at } = (0,providers_receipt/* readState */.u)(State, receipt);
            const wrong = (what) => new errors/* DeployError */.sH('VERIFY_FAILED', `reading ${addressWords(at)} back: ${what}`);
            for (let look = 1;; look += 1) {
                const now = await api.unit(at, call);
                if ((0,clb_unit/* sameIds */.L0)(now.ids, after)) {
                    const changed = (0,tencent_settings/* changedSettings */.Sb)(settings, (0,clb_unit/* settingsOf */.f5)(now), clb_unit/* clbDefaults */.kI);
                    if (changed.length === 0)
                        return;
                    throw wrong(`more than the certificate changed: ${changed.join(', ')}`);
                }
                if (look === looks) {
                    throw wrong(`it has certificate ${words(now.ids)} instead of ${words(after)}`);
                }
                await clock.sleep(500 * 2 ** look, call.signal);
            }
        },
        async rollback(receipt, call) {
            const { before, after, wrote, ...at } = (0,providers_receipt/* readState */.u)(State, receipt);
            if (!wrote)
                return;
            await (0,change/* change */.Zg)({
                ...common(at),
                decide({ ids }) {
                    if ((0,clb_unit/* sameIds */.L0)(ids, before))
                        return undefined;
                    if (!(0,clb_unit/* sameIds */.L0)(ids, after)) {
                        throw new errors/* DeployError */.sH('REFUSED', `${addressWords(at)} has certificate ${words(ids)}, which this run did not set; it is left alone`);
                    }
                    if (before.length === 0) {
                        throw new errors/* DeployError */.sH('REFUSED', `${addressWords(at)} had no certificate, and CLB lets none be taken away`);
                    }
                    return before;
                },
            }, { clock, busyMs }, call);
        },
    };
}

// EXTERNAL MODULE: ./build/shared/providers/tencent/errors.js + 1 modules
var tencent_errors = __webpack_require__(98722);
// EXTERNAL MODULE: ./build/shared/providers/tencent/key-types.js
var key_types = __webpack_require__(85744);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/clb.js









const target = 'tencent/clb';
/** Load balancers and certificates that are read at the same time. */
const reading = 16;
function stateOf({ Isolation, Status }) {
    if (Isolation === 1)
        return 'the load balancer is isolated because its account is overdue';
    return Status === 0 ? 'the load balancer is still being created' : null;
}
function endpointsOf(loadBalancer, port) {
    const { LoadBalancerVips, AddressIPv6, LoadBalancerDomain, Domain } = loadBalancer;
    const vips = [...(LoadBalancerVips ?? []), AddressIPv6 ?? ''].filter((vip) => vip !== '');
    const names = [LoadBalancerDomain ?? '', Domain ?? ''].filter((name) => name !== '');
    const addresses = vips.length > 0 ? vips : names.slice(0, 1);
    return [...new Set(addresses)].map((address) => (0,places/* endpointOf */.X5)(address, port));
}
/** What the core would take for a free slot is none: one certificate serves all, one per kind of key. */
function refuse(edit) {
    const { resource, certificate } = edit;
    if (resource.slots === 'one')
        return undefined;
    const open = resource.domains.filter((name) => !certificate.domains.some((san) => (0,domain/* covers */.hU)(san, name)));
    if (open.length > 0) {
        return {
            code: 'REFUSED',
            message: `one certificate of each kind serves all domains of ${resource.label}, and "${certificate.name}" does not cover ${open.slice(0, 3).join(', ')}`,
        };
    }
    if (edit.kind === 'replace')
        return undefined;
    return {
        code: 'REFUSED',
        message: `${resource.label} has a certificate of each kind, and "${certificate.name}" does not cover all names of the one whose place it would take`,
    };
}
/** Load balancers of one region: a listener, or each domain of a listener with SNI, is a resource. */
function createClb(login, { region, certificates }) {
    const api = createClbApi(login, region);
    const place = `${target}:${login.name}/${region}`;
    async function bindings({ ids }, call) {
        return await Promise.all(ids.map(async (ref) => ({
            slot: 'default',
            ref,
            facts: await certificates.facts(ref, call),
        })));
    }
    function findingsOf({ IsBlock }, unit, { label, protection }) {
        const { Protocol, Rules } = unit.listener;
        const { domains, others } = (0,places/* domainsAmong */.cw)(unit.names);
        const findings = [];
        const warn = (code, message) => findings.push((0,places/* warning */.$e)(code, label, message));
        const note = (code, message) => findings.push((0,places/* notice */.lm)(code, label, message));
        if (others.length > 0 && domains.length > 0) {
            warn('not-analysable', `names not analysable: ${others.join(', ')}`);
        }
        if (Protocol === 'QUIC') {
            note('not-provable', 'QUIC is spoken over UDP: no TLS handshake can prove what it serves');
        }
        if (IsBlock === true)
            warn('disabled', 'Tencent Cloud blocks its address');
        if (protection !== undefined) {
            const said = protection === '' ? '' : `: ${protection}`;
            warn('protected', `the settings of its load balancer are protected against changes${said}`);
        }
        if (unit.ids.length === 0) {
            warn('no-undo', 'no undo here: it has no certificate, and CLB lets none be taken away again');
        }
        const isFallback = (Rules ?? []).some((rule) => rule['DefaultServer'] === true && rule.Domain === unit.domain);
        if (isFallback) {
            note('default-domain', 'clients that ask for an unknown name, or for none, are served it too');
        }
        return findings;
    }
    async function resource(loadBalancer, unit, protection, call) {
        const { LoadBalancerId, LoadBalancerName, LoadBalancerType } = loadBalancer;
        const { ListenerId, Protocol, Port } = unit.listener;
        const { domains, others } = (0,places/* domainsAmong */.cw)(unit.names);
        const isQuic = Protocol === 'QUIC';
        const port = `${(LoadBalancerName ?? '') || LoadBalancerId}:${Port}${isQuic ? '/udp' : ''}`;
        const label = unit.domain === undefined ? port : `${port} ${unit.domain}`;
        const name = [
            LoadBalancerId,
            ListenerId,
            ...(unit.domain === undefined ? [] : [unit.domain]),
        ].join('/');
        const unclear = others.length > 0 && domains.length === 0;
        return {
            id: `${place}/${name}`,
            account: login.name,
            target,
            region,
            name,
            label,
            domains,
            slots: unit.ids.length > 1 ? 'sni' : 'one',
            bindings: await bindings(unit, call),
            endpoints: isQuic ? [] : endpointsOf(loadBalancer, Port),
            reach: isQuic || LoadBalancerType === 'INTERNAL' ? 'private' : 'public',
            blocked: stateOf(loadBalancer) ??
                (unclear ? `it serves a pattern, not a domain (${others.join(', ')})` : null),
            findings: findingsOf(loadBalancer, unit, { label, protection }),
            lock: `${place}/${LoadBalancerId}`,
        };
    }
    /** Its listeners are of another kind, which no call changes the certificate of. */
    function classic({ LoadBalancerId, LoadBalancerName }) {
        return {
            id: `${place}/${LoadBalancerId}`,
            account: login.name,
            target,
            region,
            name: LoadBalancerId,
            label: (LoadBalancerName ?? '') || LoadBalancerId,
            domains: [],
            slots: 'one',
            bindings: [],
            endpoints: [],
            reach: 'public',
            blocked: 'a classic load balancer, whose certificates the API does not change; move to CLB',
            findings: [],
            lock: `${place}/${LoadBalancerId}`,
        };
    }
    async function listenersOf({ LoadBalancerId }, call) {
        const found = await (0,places/* unlessGone */.Wi)(api.listeners(LoadBalancerId, call));
        const none = [];
        return found === p_map/* pMapSkip */.QJ ? none : found.filter(clb_unit/* endsTls */.Cw);
    }
    /** A remark only: a login that may not ask, or a site that does not know the call, loses nothing. */
    async function protectionOf(page, call) {
        const ids = page.filter(({ Forward }) => Forward !== 0).map((one) => one.LoadBalancerId);
        try {
            return await api.protection(ids, call);
        }
        catch (thrown) {
            const { code, message } = errors/* DeployError */.sH.from(thrown);
            const unknown = code === 'CLOUD_UNEXPECTED' && (0,tencent_errors/* wireCode */.Ll)(thrown) !== undefined;
            if (code !== 'PERMISSION_MISSING' && code !== 'RESOURCE_GONE' && !unknown)
                throw thrown;
            call.log.debug('protection of load balancers not read', { reason: message });
            return new Map();
        }
    }
    return {
        account: login.name,
        target,
        region,
        capabilities: {
            keyAlgorithms: key_types/* keyAlgorithms */.I,
            settlesWithinMs: 60_000,
            concurrency: 16,
            undo: 'switch-back',
        },
        async *discover(call) {
            for await (const page of api.list(call)) {
                const protections = protectionOf(page, call);
                // Looked at below, after the listeners; until then nobody else hears of a failure.
                protections.catch(() => { });
                const lists = (0,p_map/* pMapIterable */.R_)(page, async (loadBalancer) => {
                    if (loadBalancer.Forward === 0)
                        return [classic(loadBalancer)];
                    const listeners = await listenersOf(loadBalancer, call);
                    const units = listeners.flatMap(clb_unit/* unitsOf */.$J);
                    if (units.length === 0)
                        return [];
                    const protection = (await protections).get(loadBalancer.LoadBalancerId);
                    return await Promise.all(units.map(async (unit) => await resource(loadBalancer, unit, protection, call)));
                }, { concurrency: reading });
                for await (const list of lists)
                    yield* list;
            }
        },
        refuse,
        ...createClbChange({ api, certificates, clock: login.clock }),
        check: async (call) => await (await __webpack_require__.e(/* import() */ 413).then(__webpack_require__.bind(__webpack_require__, 68413))).checkClb(login, { region, api }, call),
    };
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


/***/ })

};
