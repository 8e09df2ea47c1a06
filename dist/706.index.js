export const id = 706;
export const ids = [706];
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

/***/ 10706:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createElbStore: () => (/* binding */ createElbStore)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _elb_discovery_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(66149);
/* harmony import */ var _elb_marks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(56233);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(21057);




const doingRemove = (ref) => `removing certificate ${ref}`;
const refused = (ref, why, cause) => new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('REFUSED', `${doingRemove(ref)}: ${why}`, { cause });
/** `2026-11-23T08:00:00Z`, always of UTC; null for any other form. */
function timeOf(text) {
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/u.test(text ?? ''))
        return null;
    const time = new Date(text ?? '');
    return Number.isNaN(time.getTime()) ? null : time;
}
/** Whoever has protected it by hand wants to keep it. */
function protection({ protection_status: status, protection_reason: reason, }) {
    if (status === undefined || status === null || status === '')
        return [];
    if (status === 'nonProtection')
        return [];
    return [`modification protection${(reason ?? '') === '' ? '' : ` (${reason})`}`];
}
/** A listener may name it as default, for SNI, as authority, or in a member of a later day. */
function usersAmong(listeners, ref) {
    return listeners
        .filter((listener) => JSON.stringify(listener).includes(ref))
        .map(({ id, name }) => ((name ?? '') === '' ? `listener ${id}` : `listener ${name} (${id})`));
}
/** The certificates of one region and project that carry all of our marks. */
function createElbStore(login, { region }, api) {
    /** All of them, or why they cannot be read: what is not seen may use any certificate. */
    async function everyListener(call) {
        try {
            const all = [];
            for await (const page of api.everyListener(call))
                all.push(...page);
            return all;
        }
        catch (thrown) {
            const error = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
            if (error.code !== 'PERMISSION_MISSING')
                throw thrown;
            return error;
        }
    }
    return {
        account: login.name,
        label: 'ELB certificates',
        region,
        async list(call) {
            const ours = [];
            const seen = new Set();
            for await (const page of api.certificates(call)) {
                for (const one of page) {
                    if (seen.has(one.id) || (0,_elb_marks_js__WEBPACK_IMPORTED_MODULE_2__/* .ownLeaf */ .H4)(one) === undefined)
                        continue;
                    seen.add(one.id);
                    ours.push(one);
                }
            }
            const listeners = await everyListener(call);
            if (listeners instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH) {
                const facts = { region, reason: listeners.message };
                call.log.warn('it cannot be told what uses certificates', facts);
            }
            return ours.map((one) => ({
                ref: one.id,
                sha256: (0,_elb_marks_js__WEBPACK_IMPORTED_MODULE_2__/* .ownLeaf */ .H4)(one) ?? null,
                storedAt: timeOf(one.created_at),
                usedBy: listeners instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH
                    ? null
                    : [...usersAmong(listeners, one.id), ...protection(one)],
            }));
        },
        async remove(ref, call) {
            const found = await (0,_elb_discovery_js__WEBPACK_IMPORTED_MODULE_1__/* .unlessGone */ .Wi)(api.certificate(ref, call));
            if (found === null)
                return;
            if ((0,_elb_marks_js__WEBPACK_IMPORTED_MODULE_2__/* .ownLeaf */ .H4)(found) === undefined) {
                throw refused(ref, 'it does not carry the marks of Certferry');
            }
            const listeners = await everyListener(call);
            if (listeners instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH) {
                throw refused(ref, `it cannot be told what uses it: ${listeners.message}`, listeners);
            }
            const users = [...usersAmong(listeners, ref), ...protection(found)];
            if (users.length > 0)
                throw refused(ref, `it is used by ${users.join('; ')}`);
            try {
                await api.remove(ref, call);
            }
            catch (thrown) {
                const error = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
                if (error.code === 'RESOURCE_GONE')
                    return;
                throw failed(ref, error);
            }
            call.log.info('certificate removed', { ref, region });
        },
    };
}
function failed(ref, error) {
    if (error.code === 'RESOURCE_BUSY') {
        return refused(ref, `Huawei Cloud finds it in use (${(0,_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .wireCode */ .Ll)(error) ?? error.code})`, error);
    }
    const lost = error.code === 'CANCELLED' ||
        error.code === 'CLOUD_UNAVAILABLE' ||
        (error.code === 'CLOUD_UNEXPECTED' && (0,_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .wireCode */ .Ll)(error) === undefined);
    if (!lost)
        return error;
    const message = `${doingRemove(ref)}: it was asked for, and what came of it is not known: ${error.message}`;
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('OUTCOME_UNKNOWN', message, { cause: error });
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
