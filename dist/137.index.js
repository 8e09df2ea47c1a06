export const id = 137;
export const ids = [137];
export const modules = {

/***/ 15627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ digestOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

/** A short fingerprint of settings that may not change: the receipt shows no setting itself. */
function digestOf(value) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
        .update(JSON.stringify(value) ?? 'undefined')
        .digest('hex')
        .slice(0, 16);
}


/***/ }),

/***/ 13146:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ changeVersioned),
/* harmony export */   x: () => (/* binding */ aftermath)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _runtime_pause_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(42885);


/** What putting things right is given: the run's own signal may be the very reason for it. */
function aftermath(call) {
    return { signal: AbortSignal.timeout(120_000), log: call.log };
}
/** Somebody else's changes bear this many new readings. */
const rounds = 5;
/**
 * Reads, decides, writes; again from a new reading when somebody was faster. The outcome is known in
 * the end: as wanted (`before` is the reading that was written over, null when nothing was), or an
 * error with everything as it was, or `OUTCOME_UNKNOWN`.
 */
async function changeVersioned(thing, { clock, random = Math.random }, call) {
    let before = null;
    for (let round = 1;; round += 1) {
        const current = await thing.read(call);
        const wanted = thing.decide(current);
        if (wanted === undefined)
            return { now: current, before };
        before = current;
        try {
            await thing.write(current, wanted, call);
            return { now: current, before };
        }
        catch (thrown) {
            const error = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
            if (error.code === 'CLOUD_UNAVAILABLE' || error.code === 'CANCELLED') {
                return { now: await settled(thing, error, call), before };
            }
            if (round === rounds || !thing.passes(error))
                throw thrown;
            call.log.info('changed meanwhile, reading it again', { thing: thing.name, round });
            await (0,_runtime_pause_js__WEBPACK_IMPORTED_MODULE_1__/* .pause */ .v)(clock, 2000 + Math.round(random() * 4000), call);
        }
    }
}
/** The answer to a write was lost: only a new reading tells whether it was carried out. */
async function settled(thing, lost, call) {
    let current;
    try {
        current = await thing.read(aftermath(call));
    }
    catch (thrown) {
        const { message } = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('OUTCOME_UNKNOWN', `${thing.name} may or may not have been changed (${lost.message}), and it cannot be read (${message})`, { cause: lost.cause ?? lost });
    }
    if (thing.decide(current) !== undefined)
        throw lost;
    return current;
}


/***/ }),

/***/ 30716:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BQ: () => (/* binding */ domainsOfTag),
/* harmony export */   Uw: () => (/* binding */ domainsTag),
/* harmony export */   Yn: () => (/* binding */ hostsOfRules)
/* harmony export */ });
/* harmony import */ var _core_domain_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(68872);

/** On a load balancer or listener: the domains it serves, with blanks or slashes between them. */
const domainsTag = 'certferry:domains';
function domainsOfTag(tags) {
    return (tags.get(domainsTag) ?? '').split(/[\s/]+/u).filter((name) => name !== '');
}
/**
 * What the host conditions of a listener say about its domains. Only plain names and `*.suffix` name
 * domains; other wildcards and regular expressions match hosts that nobody can list.
 */
function hostsOfRules(rules) {
    const domains = new Set();
    const notAnalysable = new Set();
    for (const { Conditions = [] } of rules) {
        for (const condition of Conditions) {
            if (condition.Field !== 'host-header')
                continue;
            const { Values = [], RegexValues = [], HostHeaderConfig: config } = condition;
            for (const value of [...Values, ...(config?.Values ?? [])]) {
                const domain = (0,_core_domain_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDomain */ .gR)(value);
                if (domain === undefined)
                    notAnalysable.add(value);
                else
                    domains.add(domain);
            }
            for (const pattern of [...RegexValues, ...(config?.RegexValues ?? [])]) {
                notAnalysable.add(pattern);
            }
        }
    }
    return { domains: [...domains], notAnalysable: [...notAnalysable] };
}


/***/ }),

/***/ 7200:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Km: () => (/* binding */ refuseKeyType),
/* harmony export */   LT: () => (/* binding */ keyTypeSentence),
/* harmony export */   Xc: () => (/* binding */ keyAlgorithmsOf)
/* harmony export */ });
const words = {
    'rsa-1024': 'RSA 1024',
    'rsa-2048': 'RSA 2048',
    'rsa-3072': 'RSA 3072',
    'rsa-4096': 'RSA 4096',
    'ec-p256': 'ECDSA P-256',
    'ec-p384': 'ECDSA P-384',
    'ec-p521': 'ECDSA P-521',
    other: 'another kind of key',
};
const titles = new Map([
    ['aws/cloudfront', 'CloudFront'],
    ['aws/alb', 'an Application Load Balancer'],
    ['aws/nlb', 'a Network Load Balancer'],
    ['aws/clb', 'a Classic Load Balancer'],
]);
/**
 * Which keys each product serves.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/tls-listener-certificates.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ssl-server-cert.html
 */
const served = new Map([
    ['aws/cloudfront', ['rsa-1024', 'rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256']],
    ['aws/alb', ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384', 'ec-p521']],
    // The API takes an RSA 4096 certificate of IAM and the listener is dead afterwards.
    ['aws/nlb', ['rsa-1024', 'rsa-2048', 'rsa-3072', 'ec-p256', 'ec-p384', 'ec-p521']],
    ['aws/clb', ['rsa-1024', 'rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384', 'ec-p521']],
]);
function keyAlgorithmsOf(target) {
    return served.get(target) ?? [];
}
/** "a Network Load Balancer takes RSA 1024, … or ECDSA P-521 keys". */
function keyTypeSentence(target) {
    const names = keyAlgorithmsOf(target).map((algorithm) => words[algorithm]);
    return `${titles.get(target) ?? target} takes ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''} keys`;
}
/** What AWS is known to refuse, or worse to take and not to serve. */
function refuseKeyType(edit) {
    const { target } = edit.resource;
    const { keyAlgorithm, name } = edit.certificate;
    if (keyAlgorithmsOf(target).includes(keyAlgorithm))
        return undefined;
    return {
        code: 'CERTIFICATE_REJECTED',
        message: `certificate "${name}" has ${keyAlgorithm === 'other' ? 'a key of another kind' : `an ${words[keyAlgorithm]} key`}; ${keyTypeSentence(target)}`,
    };
}


/***/ }),

/***/ 69049:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ createListener),
  K: () => (/* binding */ whileUnknown)
});

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
// EXTERNAL MODULE: ./build/shared/providers/aws/digest.js
var digest = __webpack_require__(15627);
// EXTERNAL MODULE: ./build/shared/providers/aws/errors.js
var aws_errors = __webpack_require__(70880);
// EXTERNAL MODULE: ./build/shared/providers/aws/etag.js
var etag = __webpack_require__(13146);
// EXTERNAL MODULE: ./build/shared/providers/aws/key-types.js
var key_types = __webpack_require__(7200);
;// CONCATENATED MODULE: ./build/shared/providers/aws/slots.js

function after({ fallback, sni }, step) {
    switch (step.do) {
        case 'default':
            // Setting the default leaves the SNI list alone, and the former default does not join it.
            return { fallback: step.ref, sni };
        case 'add':
            return { fallback, sni: sni.includes(step.ref) ? sni : [...sni, step.ref] };
        case 'remove':
            return { fallback, sni: sni.filter((ref) => ref !== step.ref) };
    }
}
function inOrder(from, steps) {
    let slots = from;
    return steps.map((step) => {
        slots = after(slots, step);
        return { step, expect: slots };
    });
}
/**
 * The way from one state to another that never leaves a name without a certificate: entries are
 * added first, then the default is switched, and only then entries are removed.
 */
function stepsBetween(from, to) {
    const steps = [];
    for (const ref of to.sni)
        if (!from.sni.includes(ref))
            steps.push({ do: 'add', ref });
    if (to.fallback !== null && to.fallback !== from.fallback) {
        steps.push({ do: 'default', ref: to.fallback });
    }
    for (const ref of from.sni)
        if (!to.sni.includes(ref))
            steps.push({ do: 'remove', ref });
    return inOrder(from, steps);
}
/** The state that an edit asks for, from the state as it is now. `PLAN_STALE` when the plan saw another. */
function slotsWanted(name, now, edit, ref) {
    if (edit.kind === 'attach') {
        return now.fallback === ref ? now : after(now, { do: 'add', ref });
    }
    let wanted = now;
    for (const { slot, ref: old } of edit.replaces) {
        if (old === ref)
            continue;
        if (slot === 'default') {
            if (now.fallback !== old && now.fallback !== ref)
                throw stale(name, `default is not ${old}`);
            wanted = after(wanted, { do: 'default', ref });
        }
        else {
            // Gone with the new one in place: an earlier, interrupted run came this far.
            if (!now.sni.includes(old) && !now.sni.includes(ref)) {
                throw stale(name, `SNI list lacks ${old}`);
            }
            wanted = after(after(wanted, { do: 'add', ref }), { do: 'remove', ref: old });
        }
    }
    return wanted;
}
function stale(name, what) {
    return new errors/* DeployError */.sH('PLAN_STALE', `${name} was changed since the plan was made (its ${what}); preview again`);
}
/** Whether a reading holds what is expected. Entries that somebody else added meanwhile do not count. */
function holds(reading, expected, removed = []) {
    return (reading.fallback === expected.fallback &&
        expected.sni.every((ref) => reading.sni.includes(ref)) &&
        !removed.some((ref) => reading.sni.includes(ref)));
}

;// CONCATENATED MODULE: ./build/shared/providers/aws/listener.js










const SlotsState = schemas/* strictObject */.rej({ fallback: schemas/* string */.YjP().nullable(), sni: schemas/* array */.YOg(schemas/* string */.YjP()) });
const State = schemas/* strictObject */.rej({
    v: schemas/* literal */.euz(1),
    listener: schemas/* string */.YjP(),
    wrote: schemas/* boolean */.zMY(),
    before: SlotsState,
    after: SlotsState,
    settings: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
});
/** What may not change when a certificate does. */
function settingsOf(listener) {
    const { Protocol, Port, SslPolicy, AlpnPolicy, MutualAuthentication, DefaultActions } = listener;
    return {
        Protocol,
        Port: String(Port),
        SslPolicy: SslPolicy ?? '',
        AlpnPolicy: (AlpnPolicy ?? []).join(','),
        MutualAuthentication: (0,digest/* digestOf */.o)(MutualAuthentication ?? null),
        DefaultActions: (0,digest/* digestOf */.o)(DefaultActions ?? null),
    };
}
const removedBy = (before, after) => before.sni.filter((ref) => !after.sni.includes(ref));
/** Right after an import a load balancer may not find the certificate yet: asked again every 5 s. */
async function whileUnknown({ fresh, clock }, write, call) {
    for (let round = 1;; round += 1) {
        try {
            await write();
            return;
        }
        catch (thrown) {
            if (!fresh || round === 12 || (0,aws_errors/* wireCode */.L)(thrown) !== 'CertificateNotFound')
                throw thrown;
            call.log.debug('the load balancer does not find the new certificate yet', { round });
            await (0,pause/* pause */.v)(clock, 5000, call);
        }
    }
}
/** Changes the certificates of one listener of an application or network load balancer. */
function createListener({ api, certificates, clock, }) {
    /**
     * Sends one step and looks until it is there. A network load balancer has been seen to answer
     * "done" and to lose entries, so what is missing is sent again.
     * https://github.com/hashicorp/terraform-provider-aws/issues/33429
     */
    async function carryOut(arn, { steps, from, fresh, keyTypes, }, call) {
        const send = async (step) => {
            await whileUnknown({ fresh, clock }, async () => {
                await api.step(arn, step, keyTypes, call);
            }, call).catch((thrown) => {
                // An entry that is to be removed and is not there: the reading that follows decides.
                if (step.do !== 'remove' || (0,aws_errors/* wireCode */.L)(thrown) !== 'CertificateNotFound')
                    throw thrown;
            });
        };
        for (const { step, expect } of steps) {
            await send(step);
            const removed = removedBy(from, expect);
            for (let look = 1;; look += 1) {
                const now = await api.slots(arn, call);
                if (holds(now, expect, removed))
                    break;
                if (look === 6) {
                    throw new errors/* DeployError */.sH('CLOUD_UNEXPECTED', `listener ${arn} accepted a change of its certificates and does not show it`);
                }
                await (0,pause/* pause */.v)(clock, 500 * 2 ** look, call);
                if (look === 1)
                    continue;
                call.log.info('the listener lost a certificate, setting it again', { listener: arn });
                const present = { ...now, sni: now.sni.filter((ref) => !removed.includes(ref)) };
                const gone = now.sni.filter((ref) => removed.includes(ref));
                const wanted = { ...expect, sni: [...new Set([...present.sni, ...expect.sni])] };
                for (const again of stepsBetween(present, wanted))
                    await send(again.step);
                for (const ref of gone)
                    await send({ do: 'remove', ref });
            }
        }
    }
    /** After a failure half-way: everything as it was, or as wanted, or `OUTCOME_UNKNOWN`. */
    async function settle(name, arn, { before, after, keyTypes, }, failed, call) {
        const later = (0,etag/* aftermath */.x)(call);
        let known = 'its certificates cannot be read';
        try {
            const now = await api.slots(arn, later);
            known = `default ${now.fallback ?? 'none'}, SNI ${now.sni.join(', ') || 'none'}`;
            if (holds(now, after, removedBy(before, after)))
                return;
            const target = (0,slots/* slotsBefore */.Bu)(name, now, { before, after });
            const steps = stepsBetween(now, target);
            await carryOut(arn, { steps, from: now, fresh: false, keyTypes }, later);
        }
        catch (thrown) {
            const { message } = errors/* DeployError */.sH.from(thrown);
            throw new errors/* DeployError */.sH('OUTCOME_UNKNOWN', `${failed.message}; putting ${name} back failed too: ${message}; last seen: ${known}`, { cause: failed.cause ?? failed });
        }
        throw failed;
    }
    return {
        async apply(edit, material, call) {
            const { name: arn, label, target } = edit.resource;
            const name = `listener ${label}`;
            const keyTypes = (0,key_types/* keyTypeSentence */.LT)(target);
            const { ref, fresh } = await certificates.ensure(material, call);
            const listener = await api.listener(arn, call);
            if (listener.Protocol !== 'HTTPS' && listener.Protocol !== 'TLS') {
                throw new errors/* DeployError */.sH('PLAN_STALE', `${name} is now ${listener.Protocol}; preview again`);
            }
            const before = await api.slots(arn, call);
            const after = slotsWanted(name, before, edit, ref);
            const steps = stepsBetween(before, after);
            try {
                await carryOut(arn, { steps, from: before, fresh, keyTypes }, call);
            }
            catch (thrown) {
                await settle(name, arn, { before, after, keyTypes }, errors/* DeployError */.sH.from(thrown), call);
            }
            return (0,providers_receipt/* receiptFor */.o)(edit, {
                v: 1,
                listener: arn,
                wrote: steps.length > 0,
                before: { ...before },
                after: { ...after },
                settings: settingsOf(listener),
            });
        },
        async verify(receipt, call) {
            const { listener: arn, before, after, settings } = (0,providers_receipt/* readState */.u)(State, receipt);
            const failed = (what) => new errors/* DeployError */.sH('VERIFY_FAILED', `reading listener ${arn} back: ${what}`);
            for (let look = 1;; look += 1) {
                const now = await api.slots(arn, call);
                if (holds(now, after, removedBy(before, after)))
                    break;
                if (look === 5) {
                    const sni = now.sni.join(', ') || 'none';
                    throw failed(`default ${now.fallback ?? 'none'}, SNI ${sni}: not what was set`);
                }
                await (0,pause/* pause */.v)(clock, 500 * 2 ** look, call);
            }
            const current = settingsOf(await api.listener(arn, call));
            const changed = Object.keys(settings).filter((key) => settings[key] !== current[key]);
            if (changed.length > 0)
                throw failed(`more than certificates changed: ${changed.join(', ')}`);
        },
        async rollback(receipt, call) {
            const { listener: arn, before, after, wrote } = (0,providers_receipt/* readState */.u)(State, receipt);
            if (!wrote)
                return;
            const now = await api.slots(arn, call);
            const target = (0,slots/* slotsBefore */.Bu)(`listener ${arn}`, now, { before, after });
            const steps = stepsBetween(now, target);
            const keyTypes = (0,key_types/* keyTypeSentence */.LT)(receipt.target);
            await carryOut(arn, { steps, from: now, fresh: false, keyTypes }, call);
        },
    };
}


/***/ }),

/***/ 56355:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ templateFinding),
/* harmony export */   Y: () => (/* binding */ iamFindings)
/* harmony export */ });
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(22797);
/* harmony import */ var _room_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(38818);


/** Of IAM in one account, which takes what ACM cannot serve. */
function iamFindings(account, room) {
    return (0,_room_js__WEBPACK_IMPORTED_MODULE_1__/* .storeFindings */ .W2)(`${account} IAM`, room, {
        what: 'server certificates',
        remedy: 'what ACM cannot serve is uploaded there (EC and RSA 4096 keys for Classic Load Balancers, all of CloudFront in China), so remove old ones ("certferry clean" finds its own) or have AWS raise the quota',
    });
}
/** Whoever described the resource in a template will set the old certificate again. */
function templateFinding(tags, subject) {
    const stack = tags.get('aws:cloudformation:stack-name');
    if (stack === undefined)
        return [];
    return [
        (0,_places_js__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e)('managed-by-template', subject, `managed by the CloudFormation stack "${stack}": its next update may set the old certificate again; change the template too`),
    ];
}


/***/ }),

/***/ 48518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ noTags),
/* harmony export */   g: () => (/* binding */ readTags)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

const noTags = new Map();
/** DescribeTags takes 20 resources at most, and fails as a whole when one of them is gone. */
async function readTags(resources, read) {
    const found = new Map();
    const keep = (tags) => {
        for (const [resource, values] of tags)
            found.set(resource, values);
    };
    const one = async (some) => {
        try {
            keep(await read(some));
        }
        catch (thrown) {
            if (_core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown).code !== 'RESOURCE_GONE')
                throw thrown;
            if (some.length > 1)
                for (const resource of some)
                    await one([resource]);
        }
    };
    for (let start = 0; start < resources.length; start += 20) {
        await one(resources.slice(start, start + 20));
    }
    return found;
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
