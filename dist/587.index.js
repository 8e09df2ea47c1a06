export const id = 587;
export const ids = [587];
export const modules = {

/***/ 99587:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createClassic: () => (/* binding */ createClassic)
/* harmony export */ });
/* harmony import */ var p_map__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(606);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(92857);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _runtime_pause_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(42885);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(22797);
/* harmony import */ var _receipt_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(71917);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(15627);
/* harmony import */ var _etag_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(13146);
/* harmony import */ var _hosts_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(30716);
/* harmony import */ var _key_types_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7200);
/* harmony import */ var _listener_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(69049);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(56355);
/* harmony import */ var _stores_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(88565);
/* harmony import */ var _tags_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(48518);














const target = 'aws/clb';
const reading = 16;
const State = zod__WEBPACK_IMPORTED_MODULE_12__/* .strictObject */ .rej({
    v: zod__WEBPACK_IMPORTED_MODULE_12__/* .literal */ .euz(1),
    loadBalancer: zod__WEBPACK_IMPORTED_MODULE_12__/* .string */ .YjP(),
    port: zod__WEBPACK_IMPORTED_MODULE_12__/* .number */ .aig(),
    wrote: zod__WEBPACK_IMPORTED_MODULE_12__/* .boolean */ .zMY(),
    ref: zod__WEBPACK_IMPORTED_MODULE_12__/* .string */ .YjP(),
    before: zod__WEBPACK_IMPORTED_MODULE_12__/* .string */ .YjP().nullable(),
    others: zod__WEBPACK_IMPORTED_MODULE_12__/* .string */ .YjP(),
});
const endsTls = ({ Listener: { Protocol } }) => Protocol.toUpperCase() === 'HTTPS' || Protocol.toUpperCase() === 'SSL';
/** Everything about the listeners that may not change: all but the certificate of this port. */
function othersOf({ ListenerDescriptions }, port) {
    return (0,_digest_js__WEBPACK_IMPORTED_MODULE_4__/* .digestOf */ .o)(ListenerDescriptions.map(({ Listener, PolicyNames }) => ({
        ...Listener,
        SSLCertificateId: Listener.LoadBalancerPort === port ? null : (Listener.SSLCertificateId ?? null),
        PolicyNames: PolicyNames ?? [],
    })).sort((a, b) => a.LoadBalancerPort - b.LoadBalancerPort));
}
const nameOf = ({ loadBalancer, port }) => `${loadBalancer}:${port}`;
function placeOf(name) {
    const colon = name.lastIndexOf(':');
    return { loadBalancer: name.slice(0, colon), port: Number(name.slice(colon + 1)) };
}
/** Classic Load Balancers of one region: each HTTPS or SSL listener is a resource with one slot. */
function createClassic(login, { region, api, stores, }) {
    const { clock } = login;
    /** ACM gives it RSA up to 2048 bits only; everything else it takes from IAM. */
    function storeFor({ certificate }) {
        const { keyAlgorithm } = certificate;
        const inAcm = keyAlgorithm === 'rsa-1024' || keyAlgorithm === 'rsa-2048';
        return inAcm ? stores.acm(region) : stores.iam('elb');
    }
    async function boundTo(place, call) {
        const loadBalancer = await api.loadBalancer(place.loadBalancer, call);
        const found = loadBalancer.ListenerDescriptions.find(({ Listener }) => Listener.LoadBalancerPort === place.port);
        if (found === undefined || !endsTls(found)) {
            throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('RESOURCE_GONE', `${nameOf(place)} has no HTTPS or SSL listener`);
        }
        const ref = found.Listener.SSLCertificateId ?? null;
        return { ref, others: othersOf(loadBalancer, place.port) };
    }
    async function resource(loadBalancer, { Listener }, { tags, room, }, call) {
        const { LoadBalancerName, DNSName, Scheme } = loadBalancer;
        const { LoadBalancerPort: port, SSLCertificateId: ref } = Listener;
        const name = nameOf({ loadBalancer: LoadBalancerName, port });
        const { domains, others } = (0,_places_js__WEBPACK_IMPORTED_MODULE_2__/* .domainsAmong */ .cw)((0,_hosts_js__WEBPACK_IMPORTED_MODULE_6__/* .domainsOfTag */ .BQ)(tags));
        const bindings = [];
        if (ref !== undefined && ref !== '') {
            const facts = await (0,_stores_js__WEBPACK_IMPORTED_MODULE_10__/* .boundFacts */ .Q)(stores, { ref, region, use: 'elb' }, call);
            bindings.push({ slot: 'default', ref, facts });
        }
        const badTag = `the tag ${_hosts_js__WEBPACK_IMPORTED_MODULE_6__/* .domainsTag */ .Uw} names what is no domain: ${others.join(', ')}`;
        return {
            id: `${target}:${login.name}/${region}/${name}`,
            account: login.name,
            target,
            region,
            name,
            label: name,
            domains,
            slots: 'one',
            bindings,
            endpoints: [(0,_places_js__WEBPACK_IMPORTED_MODULE_2__/* .endpointOf */ .X5)(DNSName, port)],
            reach: Scheme === 'internal' ? 'private' : 'public',
            blocked: null,
            findings: [
                ...(others.length > 0 ? [(0,_places_js__WEBPACK_IMPORTED_MODULE_2__/* .warning */ .$e)('bad-tag', name, badTag)] : []),
                ...(0,_places_js__WEBPACK_IMPORTED_MODULE_9__/* .templateFinding */ .K)(tags, name),
                ...(0,_places_js__WEBPACK_IMPORTED_MODULE_9__/* .iamFindings */ .Y)(login.name, room),
            ],
            lock: `${target}:${login.name}/${region}/${LoadBalancerName}`,
        };
    }
    return {
        account: login.name,
        target,
        region,
        capabilities: {
            keyAlgorithms: (0,_key_types_js__WEBPACK_IMPORTED_MODULE_7__/* .keyAlgorithmsOf */ .Xc)(target),
            settlesWithinMs: 180_000,
            concurrency: 10,
            undo: 'switch-back',
        },
        async *discover(call) {
            for await (const page of api.list(call)) {
                const found = page.filter(({ ListenerDescriptions }) => ListenerDescriptions.some(endsTls));
                const names = found.map(({ LoadBalancerName }) => LoadBalancerName);
                const [tags, room] = await Promise.all([
                    api.tags(names, call),
                    found.length === 0 ? undefined : stores.iamRoom(call),
                ]);
                const listeners = found.flatMap((loadBalancer) => loadBalancer.ListenerDescriptions.filter(endsTls).map((listener) => ({
                    loadBalancer,
                    listener,
                })));
                yield* (0,p_map__WEBPACK_IMPORTED_MODULE_13__/* .pMapIterable */ .R_)(listeners, async ({ loadBalancer, listener }) => {
                    const own = tags.get(loadBalancer.LoadBalancerName) ?? _tags_js__WEBPACK_IMPORTED_MODULE_11__/* .noTags */ .Z;
                    return await resource(loadBalancer, listener, { tags: own, room }, call);
                }, { concurrency: reading });
            }
        },
        refuse: _key_types_js__WEBPACK_IMPORTED_MODULE_7__/* .refuseKeyType */ .Km,
        async apply(edit, material, call) {
            const place = placeOf(edit.resource.name);
            const { ref, fresh } = await storeFor(material).ensure(material, call);
            const before = await boundTo(place, call);
            const wrote = before.ref !== ref;
            if (wrote) {
                const planned = edit.kind === 'attach' ? null : (edit.replaces[0]?.ref ?? null);
                if (before.ref !== planned) {
                    throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('PLAN_STALE', `${nameOf(place)} now has certificate ${before.ref ?? 'none'}, the plan says ${planned ?? 'none'}; preview again`);
                }
                try {
                    await (0,_listener_js__WEBPACK_IMPORTED_MODULE_8__/* .whileUnknown */ .K)({ fresh, clock }, async () => {
                        await api.set(place, ref, call);
                    }, call);
                }
                catch (thrown) {
                    await settle(place, { ref, before: before.ref }, _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown), call);
                }
            }
            return (0,_receipt_js__WEBPACK_IMPORTED_MODULE_3__/* .receiptFor */ .o)(edit, {
                v: 1,
                ...place,
                wrote,
                ref,
                before: before.ref,
                others: before.others,
            });
        },
        async verify(receipt, call) {
            const { loadBalancer, port, ref, others } = (0,_receipt_js__WEBPACK_IMPORTED_MODULE_3__/* .readState */ .u)(State, receipt);
            const place = { loadBalancer, port };
            const failed = (what) => new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('VERIFY_FAILED', `reading ${nameOf(place)} back: ${what}`);
            for (let look = 1;; look += 1) {
                const now = await boundTo(place, call);
                if (now.ref === ref && now.others !== others)
                    throw failed('other listeners changed too');
                if (now.ref === ref)
                    return;
                if (look === 5)
                    throw failed(`it has certificate ${now.ref ?? 'none'} instead of ${ref}`);
                await (0,_runtime_pause_js__WEBPACK_IMPORTED_MODULE_1__/* .pause */ .v)(clock, 500 * 2 ** look, call);
            }
        },
        async rollback(receipt, call) {
            const { loadBalancer, port, wrote, ref, before } = (0,_receipt_js__WEBPACK_IMPORTED_MODULE_3__/* .readState */ .u)(State, receipt);
            if (!wrote || before === null)
                return;
            const place = { loadBalancer, port };
            const now = await boundTo(place, call);
            if (now.ref === before)
                return;
            if (now.ref !== ref) {
                throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('REFUSED', `${nameOf(place)} has certificate ${now.ref ?? 'none'}, which this run did not set; it is left alone`);
            }
            await api.set(place, before, call);
        },
        check: async (call) => await (await Promise.all(/* import() */[__webpack_require__.e(490), __webpack_require__.e(764), __webpack_require__.e(990), __webpack_require__.e(165), __webpack_require__.e(486)]).then(__webpack_require__.bind(__webpack_require__, 97486))).checkClassic(login, { region, api }, call),
    };
    /** The answer was lost, or no: only a new reading tells. Returns when it is as wanted after all. */
    async function settle(place, { ref, before }, failed, call) {
        let now;
        try {
            now = (await boundTo(place, (0,_etag_js__WEBPACK_IMPORTED_MODULE_5__/* .aftermath */ .x)(call))).ref;
        }
        catch (thrown) {
            const { message } = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
            throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('OUTCOME_UNKNOWN', `${failed.message}; whether ${nameOf(place)} was changed is not known: ${message}`, { cause: failed.cause ?? failed });
        }
        if (now === ref)
            return;
        throw now === before
            ? failed
            : new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('OUTCOME_UNKNOWN', `${nameOf(place)} now has certificate ${now ?? 'none'}`);
    }
}


/***/ })

};
