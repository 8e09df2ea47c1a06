export const id = 202;
export const ids = [202];
export const modules = {

/***/ 26202:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createElbv2: () => (/* binding */ createElbv2)
/* harmony export */ });
/* harmony import */ var p_map__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(606);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(22797);
/* harmony import */ var _hosts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(30716);
/* harmony import */ var _key_types_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7200);
/* harmony import */ var _listener_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(69049);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(56355);
/* harmony import */ var _stores_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(88565);
/* harmony import */ var _tags_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(48518);








const types = {
    'aws/alb': 'application',
    'aws/nlb': 'network',
};
/** Load balancers and listeners that are read at the same time. */
const reading = 16;
/**
 * SNI certificates of a load balancer, unless the account's limit was raised.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const usualLimit = 25;
const endsTls = ({ Protocol }) => Protocol === 'HTTPS' || Protocol === 'TLS';
function capacityFinding({ LoadBalancerName: name }, held) {
    if (held < usualLimit - 1)
        return [];
    const message = `load balancer ${name} holds ${held} of ${usualLimit} SNI certificates`;
    return [(0,_places_js__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e)('certificates-nearly-full', name, message)];
}
/** Application or network load balancers of one region: each HTTPS or TLS listener is a resource. */
function createElbv2(login, { target, region, api, stores, }) {
    const certificates = stores.acm(region);
    const change = (0,_listener_js__WEBPACK_IMPORTED_MODULE_3__/* .createListener */ .p)({ api, certificates, clock: login.clock });
    async function binding(slot, ref, call) {
        return { slot, ref, facts: await (0,_stores_js__WEBPACK_IMPORTED_MODULE_6__/* .boundFacts */ .Q)(stores, { ref, region, use: 'elb' }, call) };
    }
    async function bindings({ fallback, sni }, call) {
        return await Promise.all([
            ...(fallback === null ? [] : [binding('default', fallback, call)]),
            ...sni.map(async (ref) => await binding('sni', ref, call)),
        ]);
    }
    /** Names that somebody wrote down: the tag, else the host rules. Empty: the core infers them. */
    async function hosts(listener, own, call) {
        const label = listener.ListenerArn;
        if (own.length > 0) {
            const { domains, others } = (0,_places_js__WEBPACK_IMPORTED_MODULE_0__/* .domainsAmong */ .cw)(own);
            const message = `the tag ${_hosts_js__WEBPACK_IMPORTED_MODULE_1__/* .domainsTag */ .Uw} names what is no domain: ${others.join(', ')}`;
            return { domains, findings: others.length > 0 ? [(0,_places_js__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e)('bad-tag', label, message)] : [] };
        }
        // Rules of network load balancers know no hosts.
        if (target === 'aws/nlb')
            return { domains: [], findings: [] };
        const { domains, notAnalysable } = (0,_hosts_js__WEBPACK_IMPORTED_MODULE_1__/* .hostsOfRules */ .Yn)(await api.rules(listener.ListenerArn, call));
        const message = `host patterns not analysable: ${notAnalysable.join(', ')}`;
        return {
            domains,
            findings: notAnalysable.length > 0 ? [(0,_places_js__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e)('not-analysable', label, message)] : [],
        };
    }
    async function resource({ loadBalancer, read, tags, held, }, call) {
        const { listener, slots } = read;
        const { ListenerArn: name, Port } = listener;
        const { LoadBalancerArn, LoadBalancerName, DNSName, Scheme, State } = loadBalancer;
        const ownTags = tags.get(name) ?? _tags_js__WEBPACK_IMPORTED_MODULE_5__/* .noTags */ .Z;
        const sharedTags = tags.get(LoadBalancerArn) ?? _tags_js__WEBPACK_IMPORTED_MODULE_5__/* .noTags */ .Z;
        const own = (0,_hosts_js__WEBPACK_IMPORTED_MODULE_1__/* .domainsOfTag */ .BQ)(ownTags);
        const { domains, findings } = await hosts(listener, own.length > 0 ? own : (0,_hosts_js__WEBPACK_IMPORTED_MODULE_1__/* .domainsOfTag */ .BQ)(sharedTags), call);
        return {
            id: `${target}:${login.name}/${region}/${name}`,
            account: login.name,
            target,
            region,
            name,
            label: `${LoadBalancerName}:${Port}`,
            domains,
            slots: 'sni',
            bindings: await bindings(slots, call),
            endpoints: [(0,_places_js__WEBPACK_IMPORTED_MODULE_0__/* .endpointOf */ .X5)(DNSName, Port)],
            reach: Scheme === 'internal' ? 'private' : 'public',
            blocked: State?.Code === 'failed' ? 'AWS could not set the load balancer up' : null,
            findings: [
                ...findings,
                ...capacityFinding(loadBalancer, held),
                ...(0,_places_js__WEBPACK_IMPORTED_MODULE_4__/* .templateFinding */ .K)(new Map([...sharedTags, ...ownTags]), `${LoadBalancerName}:${Port}`),
            ],
            lock: LoadBalancerArn,
        };
    }
    async function resources(found, tags, call) {
        const { loadBalancer, listeners } = found;
        const reads = await (0,p_map__WEBPACK_IMPORTED_MODULE_7__/* ["default"] */ .Ay)(listeners, async (listener) => await (0,_places_js__WEBPACK_IMPORTED_MODULE_0__/* .unlessGone */ .Wi)(api.slots(listener.ListenerArn, call).then((slots) => ({ listener, slots }))), { concurrency: reading });
        const held = new Set(reads.flatMap(({ slots }) => slots.sni)).size;
        return await (0,p_map__WEBPACK_IMPORTED_MODULE_7__/* ["default"] */ .Ay)(reads, async (read) => await (0,_places_js__WEBPACK_IMPORTED_MODULE_0__/* .unlessGone */ .Wi)(resource({ loadBalancer, read, tags, held }, call)), { concurrency: reading });
    }
    return {
        account: login.name,
        target,
        region,
        capabilities: {
            keyAlgorithms: (0,_key_types_js__WEBPACK_IMPORTED_MODULE_2__/* .keyAlgorithmsOf */ .Xc)(target),
            settlesWithinMs: 180_000,
            concurrency: 10,
            undo: 'switch-back',
        },
        async *discover(call) {
            for await (const page of api.list(call)) {
                const found = await (0,p_map__WEBPACK_IMPORTED_MODULE_7__/* ["default"] */ .Ay)(page.filter(({ Type }) => Type === types[target]), async (loadBalancer) => {
                    const listeners = await (0,_places_js__WEBPACK_IMPORTED_MODULE_0__/* .unlessGone */ .Wi)(api.listeners(loadBalancer, call));
                    if (listeners === p_map__WEBPACK_IMPORTED_MODULE_7__/* .pMapSkip */ .QJ)
                        return p_map__WEBPACK_IMPORTED_MODULE_7__/* .pMapSkip */ .QJ;
                    const ours = listeners.filter(endsTls);
                    return ours.length === 0 ? p_map__WEBPACK_IMPORTED_MODULE_7__/* .pMapSkip */ .QJ : { loadBalancer, listeners: ours };
                }, { concurrency: reading });
                const arns = found.flatMap(({ loadBalancer, listeners }) => [
                    loadBalancer.LoadBalancerArn,
                    ...listeners.map(({ ListenerArn }) => ListenerArn),
                ]);
                const tags = await api.tags(arns, call);
                const lists = (0,p_map__WEBPACK_IMPORTED_MODULE_7__/* .pMapIterable */ .R_)(found, async (one) => await resources(one, tags, call), {
                    concurrency: reading,
                });
                for await (const list of lists)
                    yield* list;
            }
        },
        refuse: _key_types_js__WEBPACK_IMPORTED_MODULE_2__/* .refuseKeyType */ .Km,
        ...change,
        check: async (call) => await (await Promise.all(/* import() */[__webpack_require__.e(490), __webpack_require__.e(764), __webpack_require__.e(990), __webpack_require__.e(586), __webpack_require__.e(535)]).then(__webpack_require__.bind(__webpack_require__, 89535))).checkElbv2(login, { target, region, api }, call),
    };
}


/***/ })

};
