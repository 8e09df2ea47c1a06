export const id = 201;
export const ids = [201];
export const modules = {

/***/ 6201:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createElbv2: () => (/* binding */ createElbv2)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./build/shared/providers/places.js
var places = __webpack_require__(22797);
// EXTERNAL MODULE: ./build/shared/providers/room.js
var room = __webpack_require__(38818);
;// CONCATENATED MODULE: ./build/shared/providers/aws/elbv2-room.js


/**
 * SNI certificates of a load balancer, unless the account's limit was raised.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const usualLimit = 25;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeAccountLimits.html */
const limitNames = {
    'aws/alb': 'certificates-per-application-load-balancer',
    'aws/nlb': 'certificates-per-network-load-balancer',
};
/**
 * Says how full the SNI lists of a load balancer are. The account's own limit is asked for
 * only where the usual one is nearly reached; where it is not told, the usual one is taken.
 */
function createRoom(api, target) {
    return async (name, used, call) => {
        if (used < usualLimit - 1)
            return [];
        const limit = (await api.limitsAside(call))?.get(limitNames[target]) ?? usualLimit;
        if (used < limit - 1)
            return [];
        const words = (0,room/* holdingWords */.RO)({ used, limit }, 'SNI certificates');
        const message = `load balancer ${name} ${words}; even one that takes the place of another is added first, so remove what is not used or have AWS raise the limit`;
        return [(0,places/* warning */.$e)('certificates-nearly-full', name, message)];
    };
}

// EXTERNAL MODULE: ./build/shared/providers/aws/hosts.js
var aws_hosts = __webpack_require__(30716);
// EXTERNAL MODULE: ./build/shared/providers/aws/key-types.js
var key_types = __webpack_require__(7200);
// EXTERNAL MODULE: ./build/shared/providers/aws/listener.js + 1 modules
var listener = __webpack_require__(69049);
// EXTERNAL MODULE: ./build/shared/providers/aws/places.js
var aws_places = __webpack_require__(56355);
// EXTERNAL MODULE: ./build/shared/providers/aws/stores.js
var aws_stores = __webpack_require__(88565);
// EXTERNAL MODULE: ./build/shared/providers/aws/tags.js
var aws_tags = __webpack_require__(48518);
;// CONCATENATED MODULE: ./build/shared/providers/aws/elbv2.js









const types = {
    'aws/alb': 'application',
    'aws/nlb': 'network',
};
/** Load balancers and listeners that are read at the same time. */
const reading = 16;
const endsTls = ({ Protocol }) => Protocol === 'HTTPS' || Protocol === 'TLS';
/** Application or network load balancers of one region: each HTTPS or TLS listener is a resource. */
function createElbv2(login, { target, region, api, stores, }) {
    const certificates = stores.acm(region);
    const change = (0,listener/* createListener */.p)({ api, certificates, clock: login.clock });
    const room = createRoom(api, target);
    async function binding(slot, ref, call) {
        return { slot, ref, facts: await (0,aws_stores/* boundFacts */.Q)(stores, { ref, region, use: 'elb' }, call) };
    }
    async function bindings({ fallback, sni }, call) {
        return await Promise.all([
            ...(fallback === null ? [] : [binding('default', fallback, call)]),
            ...sni.map(async (ref) => await binding('sni', ref, call)),
        ]);
    }
    /** Names that somebody wrote down: the tag, else the host rules. Empty: the core infers them. */
    async function hosts(listener, { own, label }, call) {
        if (own.length > 0) {
            const { domains, others } = (0,places/* domainsAmong */.cw)(own);
            const message = `the tag ${aws_hosts/* domainsTag */.Uw} names what is no domain: ${others.join(', ')}`;
            return { domains, findings: others.length > 0 ? [(0,places/* warning */.$e)('bad-tag', label, message)] : [] };
        }
        // Rules of network load balancers know no hosts.
        if (target === 'aws/nlb')
            return { domains: [], findings: [] };
        const { domains, notAnalysable } = (0,aws_hosts/* hostsOfRules */.Yn)(await api.rules(listener.ListenerArn, call));
        const message = `host patterns not analysable: ${notAnalysable.join(', ')}`;
        return {
            domains,
            findings: notAnalysable.length > 0 ? [(0,places/* warning */.$e)('not-analysable', label, message)] : [],
        };
    }
    async function resource({ loadBalancer, read, tags, findings, }, call) {
        const { listener, slots } = read;
        const { ListenerArn: name, Port } = listener;
        const { LoadBalancerArn, LoadBalancerName, DNSName, Scheme, State } = loadBalancer;
        const ownTags = tags.get(name) ?? aws_tags/* noTags */.Z;
        const sharedTags = tags.get(LoadBalancerArn) ?? aws_tags/* noTags */.Z;
        const own = (0,aws_hosts/* domainsOfTag */.BQ)(ownTags);
        const label = `${LoadBalancerName}:${Port}`;
        const named = await hosts(listener, { own: own.length > 0 ? own : (0,aws_hosts/* domainsOfTag */.BQ)(sharedTags), label }, call);
        return {
            id: `${target}:${login.name}/${region}/${name}`,
            account: login.name,
            target,
            region,
            name,
            label,
            domains: named.domains,
            slots: 'sni',
            bindings: await bindings(slots, call),
            endpoints: [(0,places/* endpointOf */.X5)(DNSName, Port)],
            reach: Scheme === 'internal' ? 'private' : 'public',
            blocked: State?.Code === 'failed' ? 'AWS could not set the load balancer up' : null,
            findings: [
                ...named.findings,
                ...findings,
                ...(0,aws_places/* templateFinding */.K)(new Map([...sharedTags, ...ownTags]), label),
            ],
            lock: LoadBalancerArn,
        };
    }
    async function resources(found, tags, call) {
        const { loadBalancer, listeners } = found;
        const reads = await (0,p_map/* default */.Ay)(listeners, async (listener) => await (0,places/* unlessGone */.Wi)(api.slots(listener.ListenerArn, call).then((slots) => ({ listener, slots }))), { concurrency: reading });
        const held = new Set(reads.flatMap(({ slots }) => slots.sni)).size;
        const findings = await room(loadBalancer.LoadBalancerName, held, call);
        return await (0,p_map/* default */.Ay)(reads, async (read) => await (0,places/* unlessGone */.Wi)(resource({ loadBalancer, read, tags, findings }, call)), { concurrency: reading });
    }
    return {
        account: login.name,
        target,
        region,
        capabilities: {
            keyAlgorithms: (0,key_types/* keyAlgorithmsOf */.Xc)(target),
            settlesWithinMs: 180_000,
            concurrency: 10,
            undo: 'switch-back',
        },
        async *discover(call) {
            for await (const page of api.list(call)) {
                const found = await (0,p_map/* default */.Ay)(page.filter(({ Type }) => Type === types[target]), async (loadBalancer) => {
                    const listeners = await (0,places/* unlessGone */.Wi)(api.listeners(loadBalancer, call));
                    if (listeners === p_map/* pMapSkip */.QJ)
                        return p_map/* pMapSkip */.QJ;
                    const ours = listeners.filter(endsTls);
                    return ours.length === 0 ? p_map/* pMapSkip */.QJ : { loadBalancer, listeners: ours };
                }, { concurrency: reading });
                const arns = found.flatMap(({ loadBalancer, listeners }) => [
                    loadBalancer.LoadBalancerArn,
                    ...listeners.map(({ ListenerArn }) => ListenerArn),
                ]);
                const tags = await api.tags(arns, call);
                const lists = (0,p_map/* pMapIterable */.R_)(found, async (one) => await resources(one, tags, call), {
                    concurrency: reading,
                });
                for await (const list of lists)
                    yield* list;
            }
        },
        refuse: key_types/* refuseKeyType */.Km,
        ...change,
        check: async (call) => await (await Promise.all(/* import() */[__webpack_require__.e(490), __webpack_require__.e(764), __webpack_require__.e(990), __webpack_require__.e(586), __webpack_require__.e(535)]).then(__webpack_require__.bind(__webpack_require__, 89535))).checkElbv2(login, { target, region, api }, call),
    };
}


/***/ })

};
