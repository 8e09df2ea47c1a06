export const id = 717;
export const ids = [717];
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

/***/ 58627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K9: () => (/* binding */ enterpriseProjectOf),
/* harmony export */   Of: () => (/* binding */ createElbCertificates),
/* harmony export */   eZ: () => (/* binding */ namesOf)
/* harmony export */ });
/* harmony import */ var p_queue__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(19052);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _runtime_memo_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(62613);
/* harmony import */ var _runtime_pause_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(42885);
/* harmony import */ var _elb_marks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(56233);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5181);






/** https://support.huaweicloud.com/intl/en-us/api-elb/CreateCertificate.html */
const limits = { chain: 65_536, key: 8192, certificates: 11 };
/** How often an upload whose answer was lost is looked for and repeated. */
const rounds = 3;
/** The names that an object answers for in an SNI list. */
function namesOf({ domain }) {
    return (domain ?? '')
        .split(',')
        .map((name) => name.trim().toLowerCase())
        .filter((name) => name !== '');
}
/** Absent, `""` and `"0"` all mean the default enterprise project. */
function enterpriseProjectOf({ enterprise_project_id: id, }) {
    return id === undefined || id === null || id === '' || id === '0' ? null : id;
}
/** Lower is better: made for this kind, of unknown origin, made for the other kind. */
function rank(certificate, kind) {
    const made = (0,_elb_marks_js__WEBPACK_IMPORTED_MODULE_2__/* .markIn */ .bk)(certificate)?.kind;
    if (made === kind)
        return 0;
    return made === undefined ? 1 : 2;
}
const sameNames = (a, b) => a.length === b.length && a.every((name) => b.includes(name));
/** The certificate objects of one region and project. */
function createElbCertificates(login, api) {
    const ensured = (0,_runtime_memo_js__WEBPACK_IMPORTED_MODULE_4__/* .memo */ .p)();
    /** One at a time per leaf, so that each wish finds what the one before has made. */
    const lines = new Map();
    async function find(sha256, wish, call) {
        const fitting = [];
        for await (const page of api.certificates(call)) {
            for (const one of page) {
                const fits = (one.type ?? 'server') === 'server' &&
                    enterpriseProjectOf(one) === wish.enterpriseProject &&
                    (!wish.exact || sameNames(namesOf(one), wish.names)) &&
                    (0,_pem_js__WEBPACK_IMPORTED_MODULE_3__/* .leafFacts */ .k)(one.certificate)?.sha256 === sha256;
                if (fits)
                    fitting.push(one);
            }
        }
        const [best] = fitting.sort((a, b) => rank(a, wish.kind) - rank(b, wish.kind) || (a.id < b.id ? -1 : 1));
        return best === undefined ? undefined : { ref: best.id, fits: rank(best, wish.kind) === 0 };
    }
    async function upload({ certificate: { name, sha256, domains } }, pair, { names, enterpriseProject, kind }, call) {
        const ref = await api.create(name, {
            ...(0,_elb_marks_js__WEBPACK_IMPORTED_MODULE_2__/* .ourMarks */ .BY)({ subject: domains[0] ?? name, sha256, kind }),
            type: 'server',
            certificate: pair.chain,
            private_key: pair.key.reveal(),
            ...(names.length === 0 ? {} : { domain: names.join(',') }),
            ...(enterpriseProject === null ? {} : { enterprise_project_id: enterpriseProject }),
        }, call);
        call.log.info('certificate uploaded', { certificate: name, ref });
        return { ref, fits: true };
    }
    async function make(material, wish, anew, call) {
        const pair = (0,_pem_js__WEBPACK_IMPORTED_MODULE_3__/* .pairOf */ .c)(material, limits);
        login.mask(pair.key.reveal());
        let mayFind = !anew;
        for (let round = 1;; round += 1) {
            const found = mayFind ? await find(material.certificate.sha256, wish, call) : undefined;
            if (found !== undefined)
                return found;
            try {
                return await upload(material, pair, wish, call);
            }
            catch (thrown) {
                const lost = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown).code === 'CLOUD_UNAVAILABLE';
                if (!lost || round === rounds)
                    throw thrown;
                mayFind = true;
                await (0,_runtime_pause_js__WEBPACK_IMPORTED_MODULE_1__/* .pause */ .v)(login.clock, 2000 * round, call);
            }
        }
    }
    async function inLine(material, wish, anew, call) {
        const { sha256 } = material.certificate;
        const line = lines.get(sha256) ?? new p_queue__WEBPACK_IMPORTED_MODULE_5__/* ["default"] */ .Ay({ concurrency: 1 });
        lines.set(sha256, line);
        return await ensured.get(JSON.stringify([sha256, wish, anew]), () => line.add(() => make(material, wish, anew, call)));
    }
    return {
        /** Finds or makes the object for this leaf; once, however many listeners ask. */
        async ensure(material, wish, call) {
            // Before anything is remembered: the key must belong to this very certificate each time.
            (0,_pem_js__WEBPACK_IMPORTED_MODULE_3__/* .pairOf */ .c)(material, limits);
            return await inLine(material, wish, false, call);
        },
        /** A second object for the same leaf, where the first is not accepted; once. */
        async another(material, wish, call) {
            return await inLine(material, wish, true, call);
        },
    };
}


/***/ }),

/***/ 66149:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Wi: () => (/* binding */ unlessGone),
/* harmony export */   XK: () => (/* binding */ unlessHidden),
/* harmony export */   XP: () => (/* binding */ readRegion),
/* harmony export */   bz: () => (/* binding */ knownOf)
/* harmony export */ });
/* harmony import */ var _core_certificate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(54409);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9115);
/* harmony import */ var _aside_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(56589);
/* harmony import */ var _elb_certificates_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(58627);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5181);





function knownOf(one) {
    const facts = (0,_pem_js__WEBPACK_IMPORTED_MODULE_4__/* .leafFacts */ .k)(one.certificate);
    return {
        facts,
        keyType: (0,_core_certificate_js__WEBPACK_IMPORTED_MODULE_0__/* .keyTypeOf */ .zj)(facts?.keyAlgorithm ?? null),
        names: (0,_elb_certificates_js__WEBPACK_IMPORTED_MODULE_3__/* .namesOf */ .eZ)(one),
        type: one.type ?? 'server',
    };
}
/** Reads the four lists at once; one that cannot be read to its end stops the others and throws. */
async function readRegion(api, call) {
    const listeners = [];
    const balancers = new Map();
    const policies = new Map();
    const certificates = new Map();
    const stop = new AbortController();
    const all = { ...call, signal: AbortSignal.any([call.signal, stop.signal]) };
    async function each(pages, keep) {
        for await (const page of pages)
            for (const item of page)
                keep(item);
    }
    const room = (0,_aside_js__WEBPACK_IMPORTED_MODULE_2__/* .aside */ .H)(async (within) => await api.certificateRoom(within), all);
    try {
        await Promise.all([
            each(api.listeners(all), (one) => listeners.push(one)),
            each(api.loadBalancers(all), (one) => balancers.set(one.id, one)),
            each(api.certificates(all), (one) => certificates.set(one.id, knownOf(one))),
            each(api.policies(all), (one) => {
                policies.set(one.listener_id, [...(policies.get(one.listener_id) ?? []), one]);
            }),
            room,
        ]);
    }
    finally {
        stop.abort();
    }
    return { listeners, balancers, policies, certificates, room: await room };
}
/** What vanishes between two readings was never there: null. Of another failure nothing is known, so it throws. */
async function unlessGone(reading) {
    return await unless(reading, ['RESOURCE_GONE']);
}
/** Like `unlessGone`; also null for what lies in an enterprise project that this login cannot see. */
async function unlessHidden(reading) {
    return await unless(reading, ['RESOURCE_GONE', 'PERMISSION_MISSING']);
}
async function unless(reading, codes) {
    try {
        return await reading;
    }
    catch (thrown) {
        if (codes.includes(_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH.from(thrown).code))
            return null;
        throw thrown;
    }
}


/***/ }),

/***/ 56233:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BY: () => (/* binding */ ourMarks),
/* harmony export */   H4: () => (/* binding */ ownLeaf),
/* harmony export */   bk: () => (/* binding */ markIn)
/* harmony export */ });
/* harmony import */ var _core_certificate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(54409);
/* harmony import */ var _pem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5181);


const nameStart = 'certferry-';
const description = /^managed by certferry; sha256 ([0-9a-f]{64}); for (shared|dedicated) load balancers$/u;
/** Name and description of a new object. */
function ourMarks({ subject, sha256, kind }) {
    const primary = subject.replaceAll(/[^\w.-]/gu, '_').slice(0, 180);
    return {
        name: `${nameStart}${primary}-${sha256.slice(0, 8)}`,
        description: `managed by certferry; sha256 ${sha256}; for ${kind} load balancers`,
    };
}
function markIn(certificate) {
    const [, hex = '', made] = description.exec(certificate.description ?? '') ?? [];
    const sha256 = (0,_core_certificate_js__WEBPACK_IMPORTED_MODULE_0__/* .parseFingerprint */ .sr)(hex);
    if (sha256 === undefined)
        return undefined;
    return { sha256, kind: made === 'shared' ? 'shared' : 'dedicated' };
}
/**
 * The leaf of an object that Certferry made, by all of its marks: name, description, and the very leaf
 * that the description names. Whoever has changed one of them has made it their own: undefined.
 */
function ownLeaf(certificate) {
    const mark = markIn(certificate);
    const isOurs = mark !== undefined &&
        (certificate.name ?? '').startsWith(nameStart) &&
        (certificate.name ?? '').endsWith(`-${mark.sha256.slice(0, 8)}`) &&
        certificate.type === 'server' &&
        (0,_pem_js__WEBPACK_IMPORTED_MODULE_1__/* .leafFacts */ .k)(certificate.certificate)?.sha256 === mark.sha256;
    return isOurs ? mark.sha256 : undefined;
}


/***/ }),

/***/ 7717:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createElb: () => (/* binding */ createElb)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./build/shared/core/certificate.js
var core_certificate = __webpack_require__(54409);
// EXTERNAL MODULE: ./build/shared/providers/places.js
var places = __webpack_require__(22797);
// EXTERNAL MODULE: ./build/shared/providers/huawei/elb-certificates.js
var elb_certificates = __webpack_require__(58627);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
// EXTERNAL MODULE: ./build/shared/runtime/pause.js
var pause = __webpack_require__(42885);
// EXTERNAL MODULE: ./build/shared/providers/receipt.js
var providers_receipt = __webpack_require__(71917);
// EXTERNAL MODULE: ./build/shared/providers/slots.js
var slots = __webpack_require__(36748);
// EXTERNAL MODULE: ./build/shared/providers/huawei/change.js
var change = __webpack_require__(31251);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/elb-slots.js


function slotsOf(listener) {
    const { default_tls_container_ref: fallback, sni_container_refs: sni } = listener;
    return {
        fallback: fallback === undefined || fallback === '' ? null : fallback,
        sni: [...new Set(sni ?? [])],
    };
}
function stale(name, what) {
    return new errors/* DeployError */.sH('PLAN_STALE', `${name} was changed since the plan was made (its ${what}); preview again`);
}
/** One entry in the place of another; one that is there already is not doubled. */
function exchanged(sni, old, ref) {
    return [...new Set(sni.map((one) => (one === old ? ref : one)))];
}
/** The state that an edit asks for, from the state as it is now. `PLAN_STALE` when the plan saw another. */
function slotsWanted(name, now, edit, ref) {
    if (edit.kind === 'attach') {
        if (now.fallback === null)
            return { ...now, fallback: ref };
        const present = now.fallback === ref || now.sni.includes(ref);
        return present ? now : { ...now, sni: [...now.sni, ref] };
    }
    let { fallback, sni } = now;
    for (const { slot, ref: old } of edit.replaces) {
        if (old === ref)
            continue;
        if (slot === 'default') {
            if (now.fallback !== old && now.fallback !== ref)
                throw stale(name, `default is not ${old}`);
            fallback = ref;
        }
        else {
            // Gone with the new one in place: an earlier, interrupted run came this far.
            if (!now.sni.includes(old) && !now.sni.includes(ref)) {
                throw stale(name, `SNI list lacks ${old}`);
            }
            sni = exchanged(sni, old, ref);
        }
    }
    return { fallback, sni };
}
/** The fields to send; what does not change is left out and kept. */
function fieldsToWrite(from, to) {
    return {
        ...(to.fallback === from.fallback ? {} : { default_tls_container_ref: to.fallback }),
        ...((0,slots/* sameRefs */.b9)(to.sni, from.sni) ? {} : { sni_container_refs: to.sni }),
    };
}
/** Whether a reading holds what was set. Entries that somebody else added meanwhile do not count. */
function holds(reading, { before, after }) {
    const removed = before.sni.filter((ref) => !after.sni.includes(ref));
    return (reading.fallback === after.fallback &&
        after.sni.every((ref) => reading.sni.includes(ref)) &&
        !removed.some((ref) => reading.sni.includes(ref)));
}

// EXTERNAL MODULE: ./build/shared/providers/huawei/failure.js
var failure = __webpack_require__(21057);
// EXTERNAL MODULE: ./build/shared/providers/huawei/pem.js
var pem = __webpack_require__(5181);
// EXTERNAL MODULE: ./build/shared/providers/huawei/settings.js
var huawei_settings = __webpack_require__(35482);
// EXTERNAL MODULE: ./build/shared/core/domain.js
var core_domain = __webpack_require__(68872);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/sni-names.js


/** Names of one certificate object, and what they may take with commas between them. */
const mostNames = 100;
const mostCharacters = 10_000;
/** Names of all entries of one SNI list together, by kind of load balancer. */
const mostTogether = { shared: 30, dedicated: 200 };
/** The wildcard that would answer for a name. */
const wildcardOf = (name) => `*${name.slice(name.indexOf('.'))}`;
/**
 * The names that a certificate is to answer for in a listener. No name may stand twice in an SNI list, but
 * once with an RSA and once with an ECDSA certificate, so what an entry that stays has is left to it. That
 * is a conflict where it concerns a domain that the new certificate is meant for.
 * https://support.huaweicloud.com/intl/en-us/usermanual-elb/
 */
function namesFor({ certificate, domains }, { staying, entersList, most = mostTogether.dedicated, }) {
    const type = (0,core_certificate/* keyTypeOf */.zj)(certificate.keyAlgorithm);
    const rivals = staying.filter(({ keyType }) => keyType === type || keyType === 'other');
    const taken = new Set(rivals.flatMap(({ names }) => names));
    const free = certificate.domains.filter((name) => !entersList || !taken.has(name));
    const lost = domains.filter((domain) => {
        if (taken.has(domain))
            return true;
        // An exact name goes before a wildcard, and the SNI list before the default certificate.
        const own = entersList && free.some((name) => (0,core_domain/* covers */.hU)(name, domain));
        return !own && taken.has(wildcardOf(domain));
    });
    if (lost.length > 0) {
        const holders = rivals.filter(({ names }) => lost.some((domain) => names.includes(domain) || names.includes(wildcardOf(domain))));
        return { kind: 'conflict', reason: conflict(certificate, lost, holders) };
    }
    const together = free.length + staying.flatMap(({ names }) => names).length;
    const fits = free.length <= mostNames &&
        free.join(',').length <= mostCharacters &&
        (!entersList || together <= most);
    const needed = free.filter((name) => domains.some((domain) => (0,core_domain/* covers */.hU)(name, domain)));
    return { kind: 'names', names: fits ? free : needed.slice(0, mostNames) };
}
function conflict({ name }, lost, holders) {
    const refs = holders.map(({ ref }) => ref).join(', ');
    const others = holders
        .flatMap(({ names }) => names)
        .slice(0, 5)
        .join(', ');
    return `its SNI list keeps certificate ${refs} for ${lost.slice(0, 3).join(', ')}, because that one also answers for names that "${name}" lacks (it has ${others}); cover all of them, or take that certificate out of the list`;
}

;// CONCATENATED MODULE: ./build/shared/providers/huawei/elb-change.js













const SlotsState = schemas/* strictObject */.rej({ fallback: schemas/* string */.YjP().nullable(), sni: schemas/* array */.YOg(schemas/* string */.YjP()) });
const State = schemas/* strictObject */.rej({
    v: schemas/* literal */.euz(1),
    listener: schemas/* string */.YjP(),
    wrote: schemas/* boolean */.zMY(),
    ref: schemas/* string */.YjP(),
    sha256: schemas/* string */.YjP(),
    before: SlotsState,
    after: SlotsState,
    settings: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
});
/** What may change with a certificate; everything else of a listener may not. */
const ofCertificates = ['default_tls_container_ref', 'sni_container_refs', 'updated_at'];
const settingsOf = (listener) => (0,huawei_settings/* digestsOf */.n)(listener, ofCertificates);
/** A change to a load balancer is a matter of seconds. */
const patienceMs = 5 * 60_000;
/** The load balancer that a listener belongs to. */
function balancerOf({ id, loadbalancers: [first] }) {
    if (first !== undefined)
        return first.id;
    throw new errors/* DeployError */.sH('CLOUD_UNEXPECTED', `the reply to elb:listeners:get is not one Certferry knows: listener ${id} belongs to no load balancer`);
}
/** Changes the certificates of one listener, and puts them back. */
function createElbChange(login, api, certificates) {
    const { clock } = login;
    /** Waits until the load balancer takes a change. */
    async function ready(id, call) {
        const startedAt = clock.now().getTime();
        for (let waitMs = 1000;; waitMs = Math.min(waitMs * 1.5, 10_000)) {
            const balancer = await api.loadBalancer(id, call);
            const { provisioning_status: status, operating_status, frozen_scene } = balancer;
            if (operating_status === 'FROZEN') {
                throw new errors/* DeployError */.sH('REFUSED', `load balancer ${id} is frozen (${frozen_scene ?? 'no reason given'})`);
            }
            if (status === 'ACTIVE')
                return balancer.guaranteed ? 'dedicated' : 'shared';
            if (status === 'PENDING_DELETE') {
                throw new errors/* DeployError */.sH('RESOURCE_GONE', `load balancer ${id} is being deleted`);
            }
            if (clock.now().getTime() - startedAt >= patienceMs) {
                throw new errors/* DeployError */.sH('RESOURCE_BUSY', `load balancer ${id} stays "${status}"`);
            }
            await (0,pause/* pause */.v)(clock, waitMs, call);
        }
    }
    /** The entries of the SNI list that an edit leaves there, but for objects of the same leaf. */
    async function stayingBeside(edit, { sni }, call) {
        const replaced = edit.kind === 'replace' ? edit.replaces.map(({ ref }) => ref) : [];
        const left = sni.filter((ref) => !replaced.includes(ref));
        const read = await Promise.all(left.map(async (ref) => await api.certificate(ref, call)));
        return read.flatMap((one) => {
            const facts = (0,pem/* leafFacts */.k)(one.certificate);
            if (facts?.sha256 === edit.certificate.sha256)
                return [];
            return [
                { ref: one.id, names: (0,elb_certificates/* namesOf */.eZ)(one), keyType: (0,core_certificate/* keyTypeOf */.zj)(facts?.keyAlgorithm ?? null) },
            ];
        });
    }
    async function wishFor(name, edit, { listener, kind }, call) {
        const now = slotsOf(listener);
        const entersList = edit.kind === 'attach'
            ? now.fallback !== null
            : edit.replaces.some(({ slot }) => slot === 'sni');
        if (entersList &&
            listener.protocol === 'QUIC' &&
            (0,core_certificate/* keyTypeOf */.zj)(edit.certificate.keyAlgorithm) !== 'rsa') {
            throw new errors/* DeployError */.sH('CERTIFICATE_REJECTED', `${name} speaks QUIC, which takes only RSA certificates into its SNI list`);
        }
        const staying = await stayingBeside(edit, now, call);
        const wanted = namesFor(edit, { staying, entersList, most: mostTogether[kind] });
        if (wanted.kind === 'conflict')
            throw new errors/* DeployError */.sH('REFUSED', `${name}: ${wanted.reason}`);
        return {
            names: wanted.names,
            exact: entersList,
            enterpriseProject: (0,elb_certificates/* enterpriseProjectOf */.K9)(listener),
            kind,
        };
    }
    /** Reads, decides and writes the pointers of one listener, with one call that changes all or none. */
    async function point({ id, name }, wantedFrom, call) {
        return await (0,change/* change */.Z)({
            name,
            read: async (at) => await api.listener(id, at),
            decide(listener) {
                const now = slotsOf(listener);
                const wanted = wantedFrom(now);
                return (0,slots/* sameSlots */.yY)(now, wanted) ? undefined : wanted;
            },
            write: async (listener, wanted, at) => {
                await api.update(id, fieldsToWrite(slotsOf(listener), wanted), at);
            },
            free: async (at) => {
                await ready(balancerOf(await api.listener(id, at)), at);
            },
            settled: () => Promise.resolve(true),
        }, clock, call);
    }
    return {
        async apply(edit, material, call) {
            const { name: id, label } = edit.resource;
            const name = `listener ${label}`;
            const listener = await api.listener(id, call);
            const kind = await ready(balancerOf(listener), call);
            const wish = await wishFor(name, edit, { listener, kind }, call);
            const bind = async (certificate) => await point({ id, name }, (now) => slotsWanted(name, now, edit, certificate), call);
            let { ref, fits } = await certificates.ensure(material, wish, call);
            const bound = await bind(ref).catch(async (thrown) => {
                // A certificate made for a shared load balancer may not fit a dedicated one.
                if (fits || (0,failure/* wireCode */.Ll)(thrown) !== 'ELB.8902')
                    throw thrown;
                call.log.info('the load balancer does not take this object, uploading another', { ref });
                ({ ref, fits } = await certificates.another(material, wish, call));
                return await bind(ref);
            });
            const found = bound.before ?? bound.now;
            const before = slotsOf(found);
            const after = bound.before === null ? before : slotsWanted(name, before, edit, ref);
            return (0,providers_receipt/* receiptFor */.o)(edit, {
                v: 1,
                listener: id,
                wrote: bound.before !== null,
                ref,
                sha256: material.certificate.sha256,
                before: { ...before },
                after: { ...after },
                settings: settingsOf(found),
            });
        },
        async verify(receipt, call) {
            const state = (0,providers_receipt/* readState */.u)(State, receipt);
            const { listener: id, ref, sha256, settings } = state;
            const failed = (what) => new errors/* DeployError */.sH('VERIFY_FAILED', `reading listener ${id} back: ${what}`);
            for (let look = 1;; look += 1) {
                const listener = await api.listener(id, call);
                const now = slotsOf(listener);
                if (holds(now, state)) {
                    const changed = (0,huawei_settings/* changedSettings */.S)(settings, settingsOf(listener));
                    if (changed.length === 0)
                        break;
                    throw failed(`more than certificates changed: ${changed.join(', ')}`);
                }
                if (look === 5) {
                    const sni = now.sni.join(', ') || 'none';
                    throw failed(`default ${now.fallback ?? 'none'}, SNI ${sni}: not what was set`);
                }
                await (0,pause/* pause */.v)(clock, 500 * 2 ** look, call);
            }
            const leaf = (0,pem/* leafFacts */.k)((await api.certificate(ref, call)).certificate)?.sha256;
            if (leaf !== sha256)
                throw failed(`certificate ${ref} is another one now`);
        },
        async rollback(receipt, call) {
            const state = (0,providers_receipt/* readState */.u)(State, receipt);
            const { listener: id, wrote } = state;
            if (!wrote)
                return;
            const name = `listener ${id}`;
            await ready(balancerOf(await api.listener(id, call)), call);
            await point({ id, name }, (now) => (0,slots/* slotsBefore */.Bu)(name, now, state), call);
        },
    };
}

// EXTERNAL MODULE: ./build/shared/providers/huawei/elb-discovery.js
var elb_discovery = __webpack_require__(66149);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/elb-hosts.js

/**
 * What the forwarding rules of a listener say about its domains. With advanced forwarding the names are
 * in the conditions of a rule, else in its value; an inverted rule names what is not served.
 * https://support.huaweicloud.com/intl/en-us/api-elb/ListL7Rules.html
 */
function hostsOfRules(rules) {
    const names = rules
        .filter(({ type, invert }) => type === 'HOST_NAME' && invert !== true)
        .flatMap(({ value, conditions }) => {
        const several = (conditions ?? []).map((condition) => condition.value ?? '');
        return several.length > 0 ? several : [value ?? ''];
    });
    return (0,places/* domainsAmong */.cw)(names.filter((name) => name !== ''));
}

// EXTERNAL MODULE: ./build/shared/providers/room.js
var providers_room = __webpack_require__(38818);
;// CONCATENATED MODULE: ./build/shared/providers/huawei/elb-room.js



/**
 * SNI certificates of a listener. Texts differ on dedicated load balancers: the smaller number warns in
 * time, and a list that is longer shows that the larger one holds.
 */
const sniLimits = { shared: [30], dedicated: [30, 50] };
function sniFindings(listener, { guaranteed }, label) {
    const used = slotsOf(listener).sni.length;
    const limits = sniLimits[guaranteed ? 'dedicated' : 'shared'];
    const limit = limits.find((one) => used <= one) ?? Math.max(...limits);
    if (used < limit - 1)
        return [];
    const words = (0,providers_room/* holdingWords */.RO)({ used, limit }, 'SNI certificates');
    const message = `it ${words}; one that takes the place of another needs no room, for any other remove what is not used`;
    return [(0,places/* warning */.$e)('certificates-nearly-full', label, message)];
}
/** The certificates that a project may hold, used or not. */
function storeFindings(account, region, room) {
    return (0,providers_room/* storeFindings */.W2)(`${account} ELB ${region}`, room, {
        what: 'certificates',
        remedy: 'each renewal is uploaded as a new one, so remove old ones ("certferry clean" finds its own) or have Huawei Cloud raise the quota',
    });
}

;// CONCATENATED MODULE: ./build/shared/providers/huawei/elb.js










const target = 'huawei/elb';
const keyAlgorithms = [
    'rsa-2048',
    'rsa-3072',
    'rsa-4096',
    'ec-p256',
    'ec-p384',
    'ec-p521',
];
function filled(texts) {
    return [...new Set(texts.flatMap((text) => (typeof text === 'string' ? [text] : [])))].filter((text) => text !== '');
}
/** Where handshakes can reach a listener: its public addresses, else the private one. */
function reachOf({ protocol, protocol_port: port }, { publicips, eips, vip_address }) {
    // QUIC runs over UDP, where no handshake of TLS over TCP is answered.
    if (protocol === 'QUIC' || port === undefined || port === null || port === 0) {
        return { endpoints: [], reach: 'private' };
    }
    const open = filled([
        ...(publicips ?? []).map((one) => one.publicip_address),
        ...(eips ?? []).map((one) => one.eip_address),
    ]);
    const addresses = open.length > 0 ? open : filled([vip_address]);
    return {
        endpoints: addresses.map((address) => (0,places/* endpointOf */.X5)(address, port)),
        reach: open.length > 0 ? 'public' : 'private',
    };
}
function blockedBy({ provisioning_status, operating_status, frozen_scene }, fallback) {
    if (operating_status === 'FROZEN') {
        return `its load balancer is frozen (${frozen_scene ?? 'no reason given'})`;
    }
    if (provisioning_status === 'PENDING_DELETE')
        return 'its load balancer is being deleted';
    return fallback?.type === 'server_sm'
        ? 'its default certificate is an SM2 certificate, which Certferry does not replace'
        : null;
}
function findingsOf(listener, label, others) {
    const { protocol, admin_state_up, protection_status } = listener;
    const findings = [];
    if (others.length > 0) {
        const message = `host patterns not analysable: ${others.join(', ')}`;
        findings.push((0,places/* warning */.$e)('not-analysable', label, message));
    }
    if (admin_state_up === false) {
        findings.push((0,places/* notice */.lm)('disabled', label, 'the listener is disabled'));
    }
    if (protection_status === 'consoleProtection') {
        findings.push((0,places/* notice */.lm)('protected', label, 'it is protected against changes in the console'));
    }
    if (protocol === 'QUIC') {
        const message = 'QUIC is spoken over UDP: no TLS handshake can prove what it serves';
        findings.push((0,places/* notice */.lm)('not-provable', label, message));
    }
    return findings;
}
/** Load balancers of one region, shared and dedicated: each listener that ends TLS is a resource. */
function createElb(login, project, api) {
    const { region } = project;
    /** What a plan's resources do not carry, and `refuse` needs: from the latest reading. */
    const quic = new Set();
    const listed = new Map();
    async function known(ref, found, call) {
        const one = found.certificates.get(ref);
        if (one !== undefined)
            return one;
        const read = await (0,elb_discovery/* unlessHidden */.XK)(api.certificate(ref, call));
        return read === null ? null : (0,elb_discovery/* knownOf */.bz)(read);
    }
    async function hosts(listener, found, call) {
        const policies = found.policies.get(listener.id) ?? [];
        const rules = await (0,p_map/* default */.Ay)(policies, async (policy) => (await (0,elb_discovery/* unlessGone */.Wi)(api.rules(policy, call))) ?? [], { concurrency: 4, signal: call.signal });
        return hostsOfRules(rules.flat());
    }
    async function resource(listener, found, call) {
        const { id: name, protocol, protocol_port: port } = listener;
        const balancerId = balancerOf(listener);
        const balancer = found.balancers.get(balancerId) ?? (await (0,elb_discovery/* unlessGone */.Wi)(api.loadBalancer(balancerId, call)));
        // Deleted between two lists.
        if (balancer === null)
            return p_map/* pMapSkip */.QJ;
        const { fallback, sni } = slotsOf(listener);
        const refs = [...(fallback === null ? [] : [fallback]), ...sni];
        const read = new Map();
        for (const ref of refs) {
            const one = await known(ref, found, call);
            read.set(ref, one);
            if (one !== null)
                listed.set(ref, one);
        }
        const bind = (slot, ref) => ({
            slot,
            ref,
            facts: read.get(ref)?.facts ?? null,
        });
        const { domains, others } = await hosts(listener, found, call);
        const id = `${target}:${login.name}/${region}/${name}`;
        const label = `${filled([balancer.name])[0] ?? balancerId}:${port ?? protocol}`;
        if (protocol === 'QUIC')
            quic.add(id);
        return {
            id,
            account: login.name,
            target,
            region,
            name,
            label,
            domains,
            slots: 'sni',
            bindings: [
                ...(fallback === null ? [] : [bind('default', fallback)]),
                ...sni.map((ref) => bind('sni', ref)),
            ],
            ...reachOf(listener, balancer),
            blocked: blockedBy(balancer, fallback === null ? null : (read.get(fallback) ?? null)),
            findings: [
                ...findingsOf(listener, label, others),
                ...sniFindings(listener, balancer, label),
                ...storeFindings(login.name, region, found.room),
            ],
            lock: `${target}:${login.name}/${region}/${balancerId}`,
        };
    }
    return {
        account: login.name,
        target,
        region,
        capabilities: { keyAlgorithms, settlesWithinMs: 60_000, concurrency: 4, undo: 'switch-back' },
        async *discover(call) {
            const found = await (0,elb_discovery/* readRegion */.XP)(api, call);
            yield* (0,p_map/* pMapIterable */.R_)(found.listeners, async (listener) => await resource(listener, found, call), { concurrency: 16 });
        },
        refuse(edit) {
            const { bindings, id } = edit.resource;
            const replaced = edit.kind === 'replace' ? edit.replaces : [];
            const goes = new Set(replaced.map(({ ref }) => ref));
            const entersList = edit.kind === 'attach'
                ? bindings.some(({ slot }) => slot === 'default')
                : replaced.some(({ slot }) => slot === 'sni');
            const { keyAlgorithm, name, sha256 } = edit.certificate;
            if (entersList && quic.has(id) && (0,core_certificate/* keyTypeOf */.zj)(keyAlgorithm) !== 'rsa') {
                const message = `certificate "${name}" is not an RSA certificate; listeners that speak QUIC take no other into their SNI list`;
                return { code: 'CERTIFICATE_REJECTED', message };
            }
            const staying = bindings
                .filter(({ slot, ref, facts }) => slot === 'sni' && facts?.sha256 !== sha256 && !goes.has(ref))
                .map(({ ref, facts }) => ({
                ref,
                names: listed.get(ref)?.names ?? facts?.domains ?? [],
                keyType: (0,core_certificate/* keyTypeOf */.zj)(facts?.keyAlgorithm ?? null),
            }));
            const wanted = namesFor(edit, { staying, entersList });
            return wanted.kind === 'conflict' ? { code: 'REFUSED', message: wanted.reason } : undefined;
        },
        ...createElbChange(login, api, (0,elb_certificates/* createElbCertificates */.Of)(login, api)),
        check: async (call) => await (await __webpack_require__.e(/* import() */ 135).then(__webpack_require__.bind(__webpack_require__, 25135))).checkElb(login, { project, api }, call),
    };
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

/***/ 38818:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RO: () => (/* binding */ holdingWords),
/* harmony export */   W2: () => (/* binding */ storeFindings)
/* harmony export */ });
/* unused harmony export isNearlyFull */
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(22797);

/** A store is nearly full when a few renewals fill it: each puts a new object beside the old one. */
function isNearlyFull({ used, limit }) {
    return limit !== null && limit - used <= Math.max(3, Math.floor(limit / 20));
}
/** "holds 118 of 120 certificates: 2 more fit". */
function holdingWords({ used, limit }, what) {
    const left = limit - used;
    const room = left <= 0 ? 'no more fit' : left === 1 ? '1 more fits' : `${left} more fit`;
    return `holds ${used} of ${limit} ${what}: ${room}`;
}
/** Said alike by every resource that depends on the store, so that it is reported once. */
function storeFindings(subject, holding, { what, remedy, }) {
    if (holding === undefined || holding.limit === null || !isNearlyFull(holding))
        return [];
    const { used, limit } = holding;
    const message = `it ${holdingWords({ used, limit }, what)}; ${remedy}`;
    return [(0,_places_js__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e)('store-nearly-full', subject, message)];
}


/***/ }),

/***/ 36748:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bu: () => (/* binding */ slotsBefore),
/* harmony export */   b9: () => (/* binding */ sameRefs),
/* harmony export */   yY: () => (/* binding */ sameSlots)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/** The same certificates; the order of an SNI list says nothing. */
function sameSlots(a, b) {
    return a.fallback === b.fallback && sameRefs(a.sni, b.sni);
}
function sameRefs(a, b) {
    return a.length === b.length && a.every((ref) => b.includes(ref));
}
/**
 * The state to go back to: what `before` and `after` differ in is undone in `now`, all else stays.
 * `REFUSED` when the binding is neither the one that was set nor the one that was found.
 */
function slotsBefore(name, now, { before, after }) {
    if (sameSlots(now, after))
        return before;
    let { fallback } = now;
    if (before.fallback !== after.fallback) {
        if (now.fallback !== after.fallback && now.fallback !== before.fallback) {
            throw foreign(name, `its default certificate is ${now.fallback ?? 'none'}`);
        }
        fallback = before.fallback;
    }
    const added = after.sni.filter((ref) => !before.sni.includes(ref));
    const removed = before.sni.filter((ref) => !after.sni.includes(ref));
    const lacks = (refs) => refs.some((ref) => !now.sni.includes(ref));
    if (removed.length > 0 && lacks(added) && lacks(removed)) {
        throw foreign(name, 'its SNI list holds neither the old nor the new certificate');
    }
    const sni = now.sni.filter((ref) => !added.includes(ref));
    return { fallback, sni: [...sni, ...removed.filter((ref) => !sni.includes(ref))] };
}
function foreign(name, what) {
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('REFUSED', `${name} was changed by somebody else since (${what}); it is left alone`);
}


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


/***/ })

};
