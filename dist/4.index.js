export const id = 4;
export const ids = [4];
export const modules = {

/***/ 69004:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createCloudFront: () => (/* binding */ createCloudFront)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/shared/providers/places.js
var places = __webpack_require__(22797);
// EXTERNAL MODULE: ./build/shared/providers/receipt.js
var providers_receipt = __webpack_require__(71917);
// EXTERNAL MODULE: ./build/shared/core/domain.js
var core_domain = __webpack_require__(68872);
// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
// EXTERNAL MODULE: ./build/shared/runtime/pause.js
var pause = __webpack_require__(42885);
// EXTERNAL MODULE: ./build/shared/providers/aws/errors.js
var aws_errors = __webpack_require__(70880);
// EXTERNAL MODULE: ./build/shared/providers/aws/etag.js
var etag = __webpack_require__(13146);
// EXTERNAL MODULE: ./build/shared/providers/aws/viewer-certificate.js
var viewer_certificate = __webpack_require__(48803);
;// CONCATENATED MODULE: ./build/shared/providers/aws/distribution.js








/** What a distribution's receipt remembers. */
const State = schemas/* strictObject */.rej({
    v: schemas/* literal */.euz(1),
    kind: schemas/* literal */.euz('distribution'),
    id: schemas/* string */.YjP(),
    /** False: it was as wanted already, so there is nothing to undo. */
    wrote: schemas/* boolean */.zMY(),
    ref: schemas/* string */.YjP(),
    before: schemas/* strictObject */.rej({
        ref: schemas/* string */.YjP().nullable(),
        xml: schemas/* string */.YjP().nullable(),
        sslSupportMethod: schemas/* string */.YjP().nullable(),
        minimumProtocolVersion: schemas/* string */.YjP().nullable(),
    }),
    fields: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
});
/** Polls until CloudFront says `Deployed`: after a second at first, later every twenty. */
async function untilDeployed(name, status, clock, call) {
    const endsAt = clock.now().getTime() + 30 * 60_000;
    for (let waitMs = 1000;; waitMs = Math.min(waitMs * 1.5, 20_000)) {
        const current = await status();
        if (current === 'Deployed')
            return;
        if (clock.now().getTime() >= endsAt) {
            throw new errors/* DeployError */.sH('VERIFY_FAILED', `${name} took the change, but is still "${current}" after 30 minutes`);
        }
        await (0,pause/* pause */.v)(clock, waitMs, call);
    }
}
/** The binding that the plan saw must still be there: anything else nobody has previewed. */
function demandPlanned(name, edit, bound) {
    const planned = edit.kind === 'attach' ? null : (edit.replaces[0]?.ref ?? null);
    if (bound === planned)
        return;
    throw new errors/* DeployError */.sH('PLAN_STALE', `${name} now has ${bound === null ? 'no certificate of its own' : `certificate ${bound}`}, the plan says ${planned ?? 'none'}; preview again`);
}
/** CloudFront may not look at all names when only the certificate changes, so this does. */
function demandCovered(name, names, sans) {
    const open = names.filter((text) => {
        const domain = (0,core_domain/* parseDomain */.gR)(text);
        return domain === undefined || !sans.some((san) => (0,core_domain/* covers */.hU)(san, domain));
    });
    if (open.length === 0)
        return;
    throw new errors/* DeployError */.sH('PLAN_STALE', `${name} also serves ${open.join(', ')}, which the certificate does not cover; preview again`);
}
/** CloudFront finds a certificate that was imported a moment ago only after some seconds. */
const passingFor = (fresh) => (error) => error.code === 'RESOURCE_BUSY' ||
    (fresh &&
        /^InvalidViewerCertificate$|^InvalidArgument$/u.test((0,aws_errors/* wireCode */.L)(error) ?? '') &&
        /exist/u.test(error.message));
function createDistribution(parts) {
    const { distributions, certificates, store, clock } = parts;
    function demandOpen(name, config) {
        if (config.staging)
            throw new errors/* DeployError */.sH('REFUSED', `${name} is a staging distribution`);
        if (config.continuousDeployment) {
            throw new errors/* DeployError */.sH('REFUSED', `${name} has a continuous deployment policy, under which CloudFront does not let the certificate change; detach it first`);
        }
    }
    return {
        async apply(edit, material, call) {
            const id = edit.resource.name;
            const name = `distribution ${id}`;
            const { ref, fresh } = await certificates.ensure(material, call);
            const { now, before } = await (0,etag/* changeVersioned */.Y)({
                name,
                read: async (at) => await distributions.config(id, at),
                decide(config) {
                    if (config.viewer.bound?.ref === ref)
                        return undefined;
                    demandOpen(name, config);
                    demandPlanned(name, edit, config.viewer.bound?.ref ?? null);
                    demandCovered(name, config.aliases, material.certificate.domains);
                    return (0,viewer_certificate/* withCertificate */.of)(config, { store, ref });
                },
                write: async ({ etag }, xml, at) => {
                    await distributions.update(id, xml, etag, at);
                },
                passes: passingFor(fresh),
            }, { clock }, call);
            const { viewer, fields } = before ?? now;
            return (0,providers_receipt/* receiptFor */.o)(edit, {
                v: 1,
                kind: 'distribution',
                id,
                wrote: before !== null,
                ref,
                before: {
                    ref: viewer.bound?.ref ?? null,
                    xml: viewer.xml,
                    sslSupportMethod: viewer.bound === null ? null : viewer.sslSupportMethod,
                    minimumProtocolVersion: viewer.bound === null ? null : viewer.minimumProtocolVersion,
                },
                fields,
            });
        },
        async verify(receipt, call) {
            const state = (0,providers_receipt/* readState */.u)(State, receipt);
            const { id } = state;
            const name = `distribution ${id}`;
            const { viewer, fields } = await distributions.config(id, call);
            const wrong = (what) => new errors/* DeployError */.sH('VERIFY_FAILED', `reading ${name} back: ${what}`);
            if (viewer.bound?.ref !== state.ref) {
                throw wrong(`it has certificate ${viewer.bound?.ref ?? 'none'} instead of ${state.ref}`);
            }
            const { sslSupportMethod, minimumProtocolVersion } = state.before;
            if (sslSupportMethod !== null && viewer.sslSupportMethod !== sslSupportMethod) {
                throw wrong(`SSLSupportMethod changed from ${sslSupportMethod}`);
            }
            if (minimumProtocolVersion !== null &&
                viewer.minimumProtocolVersion !== minimumProtocolVersion) {
                throw wrong(`MinimumProtocolVersion changed from ${minimumProtocolVersion}`);
            }
            const changed = (0,viewer_certificate/* changedFields */.E0)(state.fields, fields);
            if (changed.length > 0)
                throw wrong(`more than the certificate changed: ${changed.join(', ')}`);
            await untilDeployed(name, async () => await distributions.status(id, call), clock, call);
        },
        async rollback(receipt, call) {
            const state = (0,providers_receipt/* readState */.u)(State, receipt);
            const { id } = state;
            const name = `distribution ${id}`;
            if (!state.wrote)
                return;
            await (0,etag/* changeVersioned */.Y)({
                name,
                read: async (at) => await distributions.config(id, at),
                decide(config) {
                    const bound = config.viewer.bound?.ref ?? null;
                    if (bound === state.before.ref)
                        return undefined;
                    if (bound !== state.ref) {
                        throw new errors/* DeployError */.sH('REFUSED', `${name} has certificate ${bound ?? 'none'}, which this run did not set; it is left alone`);
                    }
                    const { xml } = state.before;
                    return (0,viewer_certificate/* withViewerXml */.Qf)(config.xml, xml === null ? null : (0,viewer_certificate/* withoutEchoes */.Kx)(xml));
                },
                write: async ({ etag }, xml, at) => {
                    await distributions.update(id, xml, etag, at);
                },
                passes: passingFor(false),
            }, { clock }, call);
        },
    };
}

// EXTERNAL MODULE: ./build/shared/providers/aws/key-types.js
var key_types = __webpack_require__(7200);
// EXTERNAL MODULE: ./build/shared/providers/aws/places.js
var aws_places = __webpack_require__(56355);
// EXTERNAL MODULE: ./build/shared/providers/aws/stores.js
var aws_stores = __webpack_require__(88565);
// EXTERNAL MODULE: ./build/shared/providers/aws/digest.js
var digest = __webpack_require__(15627);
// EXTERNAL MODULE: ./build/shared/providers/aws/xml.js
var aws_xml = __webpack_require__(33030);
;// CONCATENATED MODULE: ./build/shared/providers/aws/tenant.js







const tenant_State = schemas/* strictObject */.rej({
    v: schemas/* literal */.euz(1),
    kind: schemas/* literal */.euz('tenant'),
    id: schemas/* string */.YjP(),
    wrote: schemas/* boolean */.zMY(),
    ref: schemas/* string */.YjP(),
    /** The certificate of its own that it had; null: it was served with its distribution's. */
    before: schemas/* string */.YjP().nullable(),
    fields: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
});
/** Every element of a tenant that this version sends back. A newer one would be erased. */
const known = new Set('DistributionTenant Id DistributionId Name Arn Domains member Domain Status Tags Items Tag Key Value Customizations Certificate WebAcl Action GeoRestrictions RestrictionType Locations Location Parameters Parameter ConnectionGroupId CreatedTime LastModifiedTime Enabled'.split(' '));
/** The name of an element that an update by this version would erase; undefined: there is none. */
function unknownTenantElement(xml) {
    const search = (element) => known.has(element.local)
        ? element.children.map(search).find((name) => name !== undefined)
        : element.local;
    return search((0,aws_xml/* parseXml */.NO)(xml));
}
/** What may not change when the certificate does. */
function fieldsOf(tenant) {
    const { DistributionId, Domains, Customizations, Parameters, ConnectionGroupId, Enabled } = tenant;
    return {
        DistributionId,
        Domains: (0,digest/* digestOf */.o)(Domains.map(({ Domain }) => Domain).sort()),
        Parameters: (0,digest/* digestOf */.o)(Parameters ?? []),
        WebAcl: (0,digest/* digestOf */.o)(Customizations?.WebAcl ?? null),
        GeoRestrictions: (0,digest/* digestOf */.o)(Customizations?.GeoRestrictions ?? null),
        ConnectionGroupId: ConnectionGroupId ?? '',
        Enabled: String(Enabled ?? true),
    };
}
const ownCertificate = (tenant) => tenant.Customizations?.Certificate?.Arn ?? null;
/**
 * Tenants of multi-tenant distributions. What an update does with members that are left out is not
 * documented, so all of them are sent.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistributionTenant.html
 */
function createTenant({ distributions, certificates, clock }) {
    async function write(current, certificate, call) {
        const { ETag, DistributionTenant: tenant } = current;
        const { WebAcl, GeoRestrictions } = tenant.Customizations ?? {};
        await distributions.updateTenant({
            Id: tenant.Id,
            IfMatch: ETag,
            DistributionId: tenant.DistributionId,
            Domains: tenant.Domains.map(({ Domain }) => ({ Domain })),
            Customizations: {
                ...(WebAcl === undefined ? {} : { WebAcl }),
                ...(GeoRestrictions === undefined ? {} : { GeoRestrictions }),
                ...(certificate === null ? {} : { Certificate: { Arn: certificate } }),
            },
            ...(tenant.Parameters === undefined ? {} : { Parameters: tenant.Parameters }),
            ...(tenant.ConnectionGroupId === undefined
                ? {}
                : { ConnectionGroupId: tenant.ConnectionGroupId }),
            ...(tenant.Enabled === undefined ? {} : { Enabled: tenant.Enabled }),
        }, call);
    }
    function demandKnown(name, { xml }) {
        const newer = unknownTenantElement(xml);
        if (newer === undefined)
            return;
        throw new errors/* DeployError */.sH('REFUSED', `${name} has the setting ${newer}, which this version of Certferry would erase; update Certferry`);
    }
    return {
        async apply(edit, material, call) {
            const id = edit.resource.name;
            const name = `distribution tenant ${id}`;
            const { ref, fresh } = await certificates.ensure(material, call);
            const shared = edit.kind === 'replace' ? edit.replaces[0]?.ref : undefined;
            const { now, before } = await (0,etag/* changeVersioned */.Y)({
                name,
                read: async (at) => await distributions.tenant(id, at),
                decide(current) {
                    const tenant = current.DistributionTenant;
                    const own = ownCertificate(tenant);
                    if (own === ref)
                        return undefined;
                    demandKnown(name, current);
                    // Without one of its own, the plan named the certificate of its distribution.
                    demandPlanned(name, edit, own ?? shared ?? null);
                    const names = tenant.Domains.map(({ Domain }) => Domain);
                    demandCovered(name, names, material.certificate.domains);
                    return ref;
                },
                write,
                passes: passingFor(fresh),
            }, { clock }, call);
            const found = (before ?? now).DistributionTenant;
            return (0,providers_receipt/* receiptFor */.o)(edit, {
                v: 1,
                kind: 'tenant',
                id,
                wrote: before !== null,
                ref,
                before: ownCertificate(found),
                fields: fieldsOf(found),
            });
        },
        async verify(receipt, call) {
            const state = (0,providers_receipt/* readState */.u)(tenant_State, receipt);
            const name = `distribution tenant ${state.id}`;
            const { DistributionTenant: tenant } = await distributions.tenant(state.id, call);
            const own = ownCertificate(tenant);
            const fields = fieldsOf(tenant);
            const changed = Object.keys(state.fields).filter((key) => state.fields[key] !== fields[key]);
            if (own !== state.ref || changed.length > 0) {
                throw new errors/* DeployError */.sH('VERIFY_FAILED', own === state.ref
                    ? `reading ${name} back: more than the certificate changed: ${changed.join(', ')}`
                    : `reading ${name} back: it has certificate ${own ?? 'none'} instead of ${state.ref}`);
            }
            const status = async () => (await distributions.tenant(state.id, call)).DistributionTenant.Status;
            await untilDeployed(name, status, clock, call);
        },
        async rollback(receipt, call) {
            const state = (0,providers_receipt/* readState */.u)(tenant_State, receipt);
            if (!state.wrote)
                return;
            const name = `distribution tenant ${state.id}`;
            await (0,etag/* changeVersioned */.Y)({
                name,
                read: async (at) => await distributions.tenant(state.id, at),
                decide(current) {
                    const own = ownCertificate(current.DistributionTenant);
                    if (own === state.before)
                        return undefined;
                    if (own === state.ref) {
                        demandKnown(name, current);
                        return { certificate: state.before };
                    }
                    throw new errors/* DeployError */.sH('REFUSED', `${name} has certificate ${own ?? 'none'}, which this run did not set; it is left alone`);
                },
                write: async (current, { certificate }, at) => {
                    await write(current, certificate, at);
                },
                passes: passingFor(false),
            }, { clock }, call);
            const { DistributionTenant: tenant } = await distributions.tenant(state.id, call);
            if (ownCertificate(tenant) !== state.before) {
                throw new errors/* DeployError */.sH('OUTCOME_UNKNOWN', `${name} took the old settings, but still has certificate ${ownCertificate(tenant) ?? 'none'}`);
            }
        },
    };
}

;// CONCATENATED MODULE: ./build/shared/providers/aws/cloudfront.js









const target = 'aws/cloudfront';
/** Resources whose certificates are read at the same time. */
const reading = 16;
const Kind = schemas/* looseObject */._H3({ kind: schemas/* enum */.k5n(['distribution', 'tenant']) });
function refOf({ ViewerCertificate: viewer }) {
    return viewer?.ACMCertificateArn ?? viewer?.IAMCertificateId;
}
function blockedBy(summary, aliases) {
    if (summary.ConnectionMode === 'tenant-only') {
        return 'a template for distribution tenants, which are listed by themselves';
    }
    if (summary.Staging === true) {
        return 'a staging distribution: it follows the certificate of its primary distribution';
    }
    if (aliases.others.length > 0)
        return `its alias ${aliases.others[0] ?? ''} is not a domain name`;
    if (aliases.domains.length === 0) {
        return 'no alias: it is served as *.cloudfront.net only, with the certificate of CloudFront';
    }
    return null;
}
function findingsOf(summary, label) {
    const { Enabled, ViewerCertificate, AliasICPRecordals } = summary;
    const findings = [];
    if (!Enabled)
        findings.push((0,places/* notice */.lm)('disabled', label, 'the distribution is disabled'));
    if (ViewerCertificate?.SSLSupportMethod === 'vip') {
        findings.push((0,places/* warning */.$e)('dedicated-ip', label, 'dedicated IP addresses: old and new certificate each take one of two slots of the account, and cost extra while both exist'));
    }
    for (const { CNAME, ICPRecordalStatus: status } of AliasICPRecordals ?? []) {
        if (status === undefined || status === 'APPROVED')
            continue;
        const message = `the ICP filing of ${CNAME ?? 'an alias'} is ${status.toLowerCase()}`;
        findings.push((0,places/* warning */.$e)('not-icp-filed', label, message));
    }
    return findings;
}
function createCloudFront(login, { stores, distributions }) {
    const { globalRegion: region, cloudFront } = login.partition;
    const store = cloudFront === 'iam' ? 'iam' : 'acm';
    const certificates = store === 'iam' ? stores.iam('cloudfront') : stores.acm(region);
    const parts = { distributions, certificates, store, clock: login.clock };
    const distribution = createDistribution(parts);
    const tenant = createTenant(parts);
    const distributionId = (id) => `${target}:${login.name}/${id}`;
    const tenantId = (id) => `${target}:${login.name}/tenant/${id}`;
    async function bindings(ref, call) {
        if (ref === undefined)
            return [];
        const facts = await (0,aws_stores/* boundFacts */.Q)(stores, { ref, region, use: 'cloudfront' }, call);
        return [{ slot: 'default', ref, facts }];
    }
    const common = {
        account: login.name,
        target,
        region: null,
        slots: 'one',
        reach: 'public',
    };
    async function distributionResource(summary, { underTest, shared }, call) {
        const aliases = (0,places/* domainsAmong */.cw)(summary.Aliases?.Items ?? []);
        let blocked = blockedBy(summary, aliases);
        // The list does not say so; only an account with staging distributions can have such a policy.
        if (blocked === null && underTest) {
            const config = await distributions.config(summary.Id, call);
            if (config.continuousDeployment) {
                blocked =
                    'a continuous deployment policy is attached, under which CloudFront does not let the certificate change; detach it first';
            }
        }
        const label = aliases.domains[0] ?? summary.DomainName;
        return {
            ...common,
            id: distributionId(summary.Id),
            name: summary.Id,
            label,
            domains: aliases.domains,
            bindings: await bindings(refOf(summary), call),
            endpoints: [(0,places/* endpointOf */.X5)(summary.DomainName, 443)],
            blocked,
            findings: [...findingsOf(summary, label), ...shared],
            lock: summary.ARN,
        };
    }
    async function tenantResource(summary, template, call) {
        const { Id, Name, Enabled, Customizations } = summary;
        const own = Customizations?.Certificate?.Arn;
        const { domains, others } = (0,places/* domainsAmong */.cw)(summary.Domains.map(({ Domain }) => Domain));
        const managed = own === undefined ? null : await certificates.managedBy(own, call);
        let blocked = null;
        if (others.length > 0)
            blocked = `its domain ${others[0] ?? ''} is not a domain name`;
        else if (domains.length === 0)
            blocked = 'the tenant has no domain';
        else if (managed !== null)
            blocked = `${managed} manages and renews its certificate`;
        return {
            ...common,
            id: tenantId(Id),
            name: Id,
            label: Name,
            domains,
            bindings: await bindings(own ?? template?.ref, call),
            endpoints: template === undefined ? [] : [(0,places/* endpointOf */.X5)(template.domainName, 443)],
            blocked,
            findings: Enabled === false ? [(0,places/* notice */.lm)('disabled', Name, 'the tenant is disabled')] : [],
            lock: tenantId(Id),
        };
    }
    const kindOf = (receipt) => (0,providers_receipt/* readState */.u)(Kind, receipt).kind === 'tenant' ? tenant : distribution;
    return {
        account: login.name,
        target,
        region: null,
        capabilities: {
            keyAlgorithms: (0,key_types/* keyAlgorithmsOf */.Xc)(target),
            settlesWithinMs: 300_000,
            // A change is in flight for minutes and costs a call now and then; the rate is kept below.
            concurrency: 20,
            undo: 'switch-back',
        },
        async *discover(call) {
            const found = [];
            const room = store === 'iam' ? stores.iamRoom(call) : undefined;
            for await (const summary of distributions.list(call))
                found.push(summary);
            const shared = (0,aws_places/* iamFindings */.Y)(login.name, await room);
            const underTest = found.some(({ Staging }) => Staging === true);
            yield* (0,p_map/* pMapIterable */.R_)(found, async (summary) => await (0,places/* unlessGone */.Wi)(distributionResource(summary, { underTest, shared }, call)), { concurrency: reading });
            const templates = new Map(found
                .filter(({ ConnectionMode }) => ConnectionMode === 'tenant-only')
                .map((summary) => [summary.Id, { ref: refOf(summary), domainName: summary.DomainName }]));
            if (templates.size === 0)
                return;
            yield* (0,p_map/* pMapIterable */.R_)(distributions.tenants(call), async (summary) => await (0,places/* unlessGone */.Wi)(tenantResource(summary, templates.get(summary.DistributionId), call)), { concurrency: reading });
        },
        refuse: key_types/* refuseKeyType */.Km,
        async apply(edit, material, call) {
            const isTenant = edit.resource.id === tenantId(edit.resource.name);
            return await (isTenant ? tenant : distribution).apply(edit, material, call);
        },
        verify: async (receipt, call) => {
            await kindOf(receipt).verify(receipt, call);
        },
        rollback: async (receipt, call) => {
            await kindOf(receipt).rollback(receipt, call);
        },
        check: async (call) => await (await Promise.all(/* import() */[__webpack_require__.e(490), __webpack_require__.e(764), __webpack_require__.e(169), __webpack_require__.e(164)]).then(__webpack_require__.bind(__webpack_require__, 28164))).checkCloudFront(login, distributions, call),
    };
}


/***/ }),

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

/***/ 48803:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E0: () => (/* binding */ changedFields),
/* harmony export */   FI: () => (/* binding */ readDistributionConfig),
/* harmony export */   Kx: () => (/* binding */ withoutEchoes),
/* harmony export */   Qf: () => (/* binding */ withViewerXml),
/* harmony export */   of: () => (/* binding */ withCertificate)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9115);
/* harmony import */ var _xml_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(33030);



function rootOf(xml) {
    const root = (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .parseXml */ .NO)(xml);
    if (root.local !== 'DistributionConfig') {
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH('CLOUD_UNEXPECTED', `the reply to cloudfront:GetDistributionConfig is <${root.local}> instead of <DistributionConfig>`);
    }
    return root;
}
function viewerElement(root) {
    const [viewer, second] = (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .childrenNamed */ .De)(root, 'ViewerCertificate');
    if (second === undefined)
        return viewer;
    throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH('CLOUD_UNEXPECTED', 'the distribution has two ViewerCertificate elements');
}
function readViewer(root, xml) {
    const element = viewerElement(root);
    const value = (name) => {
        const [child] = element === undefined ? [] : (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .childrenNamed */ .De)(element, name);
        const text = child === undefined ? '' : (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(child, xml);
        return text === '' ? null : text;
    };
    const acm = value('ACMCertificateArn');
    const iam = value('IAMCertificateId');
    let bound = null;
    if (acm !== null)
        bound = { store: 'acm', ref: acm };
    else if (iam !== null)
        bound = { store: 'iam', ref: iam };
    return {
        bound,
        sslSupportMethod: value('SSLSupportMethod'),
        minimumProtocolVersion: value('MinimumProtocolVersion'),
        xml: element === undefined ? null : xml.slice(element.start, element.end),
    };
}
function readDistributionConfig(xml) {
    const root = rootOf(xml);
    const fields = {};
    for (const child of root.children) {
        if (child.local === 'ViewerCertificate')
            continue;
        const text = `${fields[child.local] ?? ''}${(0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .canonical */ .$N)(child, xml)}`;
        fields[child.local] = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex').slice(0, 16);
    }
    const text = (name) => {
        const [child] = (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .childrenNamed */ .De)(root, name);
        return child === undefined ? '' : (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(child, xml);
    };
    const [aliases] = (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .childrenNamed */ .De)(root, 'Aliases');
    const items = aliases === undefined ? [] : (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .childrenNamed */ .De)(aliases, 'Items');
    return {
        xml,
        viewer: readViewer(root, xml),
        aliases: items.flatMap((item) => item.children.map((alias) => (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(alias, xml))),
        staging: text('Staging') === 'true',
        continuousDeployment: text('ContinuousDeploymentPolicyId') !== '',
        fields,
    };
}
/** The configuration with this ViewerCertificate element, or none; every other byte is kept. */
function withViewerXml(xml, viewer) {
    const root = rootOf(xml);
    const element = viewerElement(root);
    if (element !== undefined) {
        return xml.slice(0, element.start) + (viewer ?? '') + xml.slice(element.end);
    }
    if (viewer === null)
        return xml;
    if (root.selfClosing) {
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH('CLOUD_UNEXPECTED', 'the distribution has an empty configuration');
    }
    return xml.slice(0, root.innerEnd) + viewer + xml.slice(root.innerEnd);
}
/**
 * Exactly the children that CloudFront wants next to a certificate: the reference, and how and from
 * which TLS version on it is served, both as before. The deprecated `Certificate` and
 * `CertificateSource` are echoes of the old certificate; sent back, they win or are refused.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html
 */
function withCertificate(config, { store, ref }) {
    const { viewer, xml } = config;
    const prefix = /^[^:]+:/u.exec(rootOf(xml).name)?.[0] ?? '';
    const tag = (name, inner) => `<${prefix}${name}>${inner}</${prefix}${name}>`;
    // Settings of the default certificate (`vip`, TLSv1) mean nothing, so they are not carried over.
    const kept = viewer.bound === null ? undefined : viewer;
    return withViewerXml(xml, tag('ViewerCertificate', [
        tag(store === 'acm' ? 'ACMCertificateArn' : 'IAMCertificateId', (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeXml */ .X)(ref)),
        tag('SSLSupportMethod', (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeXml */ .X)(kept?.sslSupportMethod ?? 'sni-only')),
        tag('MinimumProtocolVersion', (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeXml */ .X)(kept?.minimumProtocolVersion ?? 'TLSv1.2_2021')),
    ].join('')));
}
/** A ViewerCertificate element without what CloudFront adds to it in replies, to be put back. */
function withoutEchoes(viewer) {
    const element = (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .parseXml */ .NO)(viewer);
    const isEcho = (child) => child.local === 'Certificate' ||
        child.local === 'CertificateSource' ||
        (child.local === 'CloudFrontDefaultCertificate' && (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(child, viewer) === 'false');
    return element.children
        .filter(isEcho)
        .toReversed()
        .reduce((xml, { start, end }) => xml.slice(0, start) + xml.slice(end), viewer);
}
/** Names of the elements that differ, ViewerCertificate aside. */
function changedFields(before, after) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].filter((name) => before[name] !== after[name]).sort();
}


/***/ }),

/***/ 33030:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ canonical),
/* harmony export */   De: () => (/* binding */ childrenNamed),
/* harmony export */   NO: () => (/* binding */ parseXml),
/* harmony export */   X: () => (/* binding */ escapeXml),
/* harmony export */   b6: () => (/* binding */ textOf)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/** Everything in markup that is no text: comment, CDATA, instruction, doctype, tag. */
const markup = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!DOCTYPE|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|<[!?]/gu;
const localName = (name) => name.slice(name.indexOf(':') + 1);
function broken(reason) {
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CLOUD_UNEXPECTED', `the reply is not well-formed XML: ${reason}`);
}
/**
 * The tree of an XML text, by offsets: nothing is decoded, so that all but one element can be kept
 * byte for byte. Doctypes are refused, as CloudFront sends none.
 */
function parseXml(text) {
    const roots = [];
    const open = [];
    const close = (element, innerEnd, end, selfClosing) => {
        const { name, start, innerStart, children } = element;
        (open.at(-1)?.children ?? roots).push({
            name,
            local: localName(name),
            start,
            end,
            innerStart,
            innerEnd,
            selfClosing,
            children,
        });
    };
    for (const match of text.matchAll(markup)) {
        const [whole, closing, opening, , slash] = match;
        const end = match.index + whole.length;
        if (whole === '<!DOCTYPE')
            throw broken('it has a doctype');
        if (whole === '<!' || whole === '<?')
            throw broken('a comment or instruction is not closed');
        if (closing !== undefined) {
            const element = open.pop();
            if (element?.name !== closing)
                throw broken(`unexpected </${closing}>`);
            close(element, match.index, end, false);
        }
        else if (opening !== undefined) {
            const element = { name: opening, start: match.index, innerStart: end, children: [] };
            if (slash === '/')
                close(element, end, end, true);
            else
                open.push(element);
        }
    }
    const unclosed = open.at(-1);
    if (unclosed !== undefined)
        throw broken(`<${unclosed.name}> is not closed`);
    const [root, second] = roots;
    if (root === undefined || second !== undefined)
        throw broken('it needs exactly one root element');
    return root;
}
function childrenNamed(element, local) {
    return element.children.filter((child) => child.local === local);
}
const entities = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
};
const inText = /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/giu;
function decode(raw) {
    return raw
        .replace(inText, (whole, ...groups) => {
        const [cdata, decimal, hex, name] = groups.map((group) => typeof group === 'string' ? group : undefined);
        if (cdata !== undefined)
            return cdata;
        if (decimal !== undefined)
            return String.fromCodePoint(Number(decimal));
        if (hex !== undefined)
            return String.fromCodePoint(Number.parseInt(hex, 16));
        return whole.startsWith('<!--') ? '' : (entities[name ?? ''] ?? whole);
    })
        .trim();
}
/** The decoded text of an element, without that of its children and without surrounding blanks. */
function textOf(element, text) {
    let from = element.innerStart;
    let own = '';
    for (const child of element.children) {
        own += text.slice(from, child.start);
        from = child.end;
    }
    return decode(own + text.slice(from, element.innerEnd));
}
function escapeXml(text) {
    return text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;');
}
/** One form for all spellings of the same content: blanks between elements and comments do not count. */
function canonical(element, text) {
    const attributes = text
        .slice(element.start + 1 + element.name.length, element.innerStart)
        .replace(/\s*\/?>$/u, '');
    const own = JSON.stringify(textOf(element, text));
    const inner = element.children.map((child) => canonical(child, text));
    return `${element.local}${attributes}(${[own, ...inner].join(',')})`;
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
