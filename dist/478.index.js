export const id = 478;
export const ids = [478];
export const modules = {

/***/ 80478:
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
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/shared/providers/aws/xml.js

/** Everything in markup that is no text: comment, CDATA, instruction, doctype, tag. */
const markup = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!DOCTYPE|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|<[!?]/gu;
const localName = (name) => name.slice(name.indexOf(':') + 1);
function broken(reason) {
    return new errors/* DeployError */.sH('CLOUD_UNEXPECTED', `the reply is not well-formed XML: ${reason}`);
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

;// CONCATENATED MODULE: ./build/shared/providers/aws/viewer-certificate.js



function rootOf(xml) {
    const root = parseXml(xml);
    if (root.local !== 'DistributionConfig') {
        throw new errors/* DeployError */.sH('CLOUD_UNEXPECTED', `the reply to cloudfront:GetDistributionConfig is <${root.local}> instead of <DistributionConfig>`);
    }
    return root;
}
function viewerElement(root) {
    const [viewer, second] = childrenNamed(root, 'ViewerCertificate');
    if (second === undefined)
        return viewer;
    throw new errors/* DeployError */.sH('CLOUD_UNEXPECTED', 'the distribution has two ViewerCertificate elements');
}
function readViewer(root, xml) {
    const element = viewerElement(root);
    const value = (name) => {
        const [child] = element === undefined ? [] : childrenNamed(element, name);
        const text = child === undefined ? '' : textOf(child, xml);
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
        const text = `${fields[child.local] ?? ''}${canonical(child, xml)}`;
        fields[child.local] = (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex').slice(0, 16);
    }
    const text = (name) => {
        const [child] = childrenNamed(root, name);
        return child === undefined ? '' : textOf(child, xml);
    };
    const [aliases] = childrenNamed(root, 'Aliases');
    const items = aliases === undefined ? [] : childrenNamed(aliases, 'Items');
    return {
        xml,
        viewer: readViewer(root, xml),
        aliases: items.flatMap((item) => item.children.map((alias) => textOf(alias, xml))),
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
        throw new errors/* DeployError */.sH('CLOUD_UNEXPECTED', 'the distribution has an empty configuration');
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
        tag(store === 'acm' ? 'ACMCertificateArn' : 'IAMCertificateId', escapeXml(ref)),
        tag('SSLSupportMethod', escapeXml(kept?.sslSupportMethod ?? 'sni-only')),
        tag('MinimumProtocolVersion', escapeXml(kept?.minimumProtocolVersion ?? 'TLSv1.2_2021')),
    ].join('')));
}
/** A ViewerCertificate element without what CloudFront adds to it in replies, to be put back. */
function withoutEchoes(viewer) {
    const element = parseXml(viewer);
    const isEcho = (child) => child.local === 'Certificate' ||
        child.local === 'CertificateSource' ||
        (child.local === 'CloudFrontDefaultCertificate' && textOf(child, viewer) === 'false');
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
                    return withCertificate(config, { store, ref });
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
            const changed = changedFields(state.fields, fields);
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
                    return withViewerXml(config.xml, xml === null ? null : withoutEchoes(xml));
                },
                write: async ({ etag }, xml, at) => {
                    await distributions.update(id, xml, etag, at);
                },
                passes: passingFor(false),
            }, { clock }, call);
        },
    };
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-cloudfront/dist-cjs/index.js
var dist_cjs = __webpack_require__(23169);
// EXTERNAL MODULE: ./build/shared/providers/aws/client.js
var aws_client = __webpack_require__(92416);
// EXTERNAL MODULE: ./build/shared/providers/aws/key-types.js
var key_types = __webpack_require__(7200);
// EXTERNAL MODULE: ./build/shared/providers/aws/paging.js
var paging = __webpack_require__(97751);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:stream/consumers"
var consumers_ = __webpack_require__(38321);
;// CONCATENATED MODULE: ./build/shared/providers/aws/raw-body.js



function objectAt(of, key) {
    const value = typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
    return typeof value === 'object' && value !== null ? value : undefined;
}
/**
 * The text of the reply, as it came. The SDK drops elements that it does not know, and an update
 * replaces everything, so the parsed object must never be sent back.
 * https://github.com/aws/aws-sdk-js-v3/issues/4637
 */
function keepReply(command) {
    let text = '';
    command.middlewareStack.add((next) => async (args) => {
        const result = await next(args);
        const response = objectAt(result, 'response');
        const body = objectAt(response, 'body');
        if (response === undefined || !(body instanceof external_node_stream_.Readable))
            return result;
        const whole = await (0,consumers_.buffer)(body);
        text = whole.toString('utf8');
        Reflect.set(response, 'body', external_node_stream_.Readable.from([whole]));
        return result;
    }, { step: 'deserialize', name: 'certferryKeepReply', priority: 'low' });
    return () => text;
}
/** Sends this text instead of what the SDK made of the command's input. */
function sendText(command, text) {
    command.middlewareStack.add((next) => async (args) => {
        const request = objectAt(args, 'request');
        if (request !== undefined)
            Reflect.set(request, 'body', text);
        return await next(args);
    }, { step: 'serialize', name: 'certferrySendText', priority: 'low' });
    command.middlewareStack.add((next) => async (args) => {
        const request = objectAt(args, 'request');
        const body = request === undefined ? undefined : Reflect.get(request, 'body');
        // The command's own input is a placeholder that must never reach the cloud.
        if (body !== text)
            throw new errors/* DeployError */.sH('INTERNAL', 'the SDK did not take the raw body');
        return await next(args);
    }, { step: 'finalizeRequest', name: 'certferryCheckText', priority: 'low' });
}

// EXTERNAL MODULE: ./build/shared/providers/aws/schema.js
var schema = __webpack_require__(3988);
;// CONCATENATED MODULE: ./build/shared/providers/aws/distributions.js







/** Has the right type and is never sent: the raw text takes its place. */
const placeholder = {
    CallerReference: '',
    Origins: { Quantity: 0, Items: [] },
    DefaultCacheBehavior: { TargetOriginId: '', ViewerProtocolPolicy: 'https-only' },
    Comment: '',
    Enabled: true,
};
/** The ETag is stale: only a new reading helps, so the same is not sent again. */
const underETag = {
    final: ['RESOURCE_BUSY'],
    keyTypes: (0,key_types/* keyTypeSentence */.LT)('aws/cloudfront'),
};
/** The calls of CloudFront's control plane. Its rate limit is not published; ten a second pass. */
function createDistributions(login) {
    const client = login.client(dist_cjs/* CloudFrontClient */.GHk, login.partition.globalRegion);
    const ask = (0,aws_client/* createAsk */.cY)(login.caller({ concurrency: 8, perSecond: 10, burst: 10 }));
    return {
        async *list(call) {
            const page = async (marker) => await ask('cloudfront:ListDistributions', 'listing distributions', schema/* CloudFrontDistributions */._u, (options) => client.send(new dist_cjs/* ListDistributionsCommand */.jPJ(marker === undefined ? {} : { Marker: marker }), options), call);
            const next = ({ DistributionList: { IsTruncated, NextMarker } }) => IsTruncated ? NextMarker : undefined;
            for await (const { DistributionList } of (0,paging/* pages */.B)(page, next))
                yield* DistributionList.Items ?? [];
        },
        async *tenants(call) {
            const page = async (marker) => await ask('cloudfront:ListDistributionTenants', 'listing distribution tenants', schema/* CloudFrontTenants */.ci, (options) => client.send(
            // The request is a document of its own: with no member at all the SDK sends no body.
            new dist_cjs/* ListDistributionTenantsCommand */.Xvy({
                MaxItems: 100,
                ...(marker === undefined ? {} : { Marker: marker }),
            }), options), call);
            for await (const { DistributionTenantList } of (0,paging/* pages */.B)(page, ({ NextMarker }) => NextMarker)) {
                yield* DistributionTenantList ?? [];
            }
        },
        async status(id, call) {
            const { Distribution } = await ask('cloudfront:GetDistribution', `reading the state of distribution ${id}`, schema/* CloudFrontStatus */.no, (options) => client.send(new dist_cjs/* GetDistributionCommand */.seO({ Id: id }), options), call);
            return Distribution.Status;
        },
        async config(id, call) {
            const { xml, ETag } = await ask('cloudfront:GetDistributionConfig', `reading the configuration of distribution ${id}`, schema/* CloudFrontConfig */.BH, async (options) => {
                const command = new dist_cjs/* GetDistributionConfigCommand */.wNI({ Id: id });
                const text = keepReply(command);
                const reply = await client.send(command, options);
                return { ETag: reply.ETag, xml: text() };
            }, call);
            return { ...readDistributionConfig(xml), etag: ETag };
        },
        async update(id, xml, etag, call) {
            await ask('cloudfront:UpdateDistribution', `switching the certificate of distribution ${id}`, schema/* CloudFrontUpdate */.S6, (options) => {
                const command = new dist_cjs/* UpdateDistributionCommand */.ZJl({
                    Id: id,
                    IfMatch: etag,
                    DistributionConfig: placeholder,
                });
                sendText(command, xml);
                return client.send(command, options);
            }, call, underETag);
        },
        async tenant(id, call) {
            return await ask('cloudfront:GetDistributionTenant', `reading distribution tenant ${id}`, schema/* CloudFrontTenant */.X7, async (options) => {
                const command = new dist_cjs/* GetDistributionTenantCommand */.eT6({ Identifier: id });
                const text = keepReply(command);
                const { DistributionTenant, ETag } = await client.send(command, options);
                return { DistributionTenant, ETag, xml: text() };
            }, call);
        },
        async updateTenant(input, call) {
            await ask('cloudfront:UpdateDistributionTenant', `switching the certificate of distribution tenant ${input.Id ?? ''}`, schema/* CloudFrontUpdate */.S6, (options) => client.send(new dist_cjs/* UpdateDistributionTenantCommand */.b2E(input), options), call, underETag);
        },
    };
}

// EXTERNAL MODULE: ./build/shared/providers/aws/stores.js
var aws_stores = __webpack_require__(88565);
// EXTERNAL MODULE: ./build/shared/providers/aws/digest.js
var digest = __webpack_require__(15627);
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
    return search(parseXml(xml));
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
function findingsOf(summary) {
    const { Id, Enabled, ViewerCertificate, AliasICPRecordals } = summary;
    const findings = [];
    if (!Enabled)
        findings.push((0,places/* notice */.lm)('disabled', Id, 'the distribution is disabled'));
    if (ViewerCertificate?.SSLSupportMethod === 'vip') {
        findings.push((0,places/* warning */.$e)('dedicated-ip', Id, 'dedicated IP addresses: old and new certificate each take one of two slots of the account, and cost extra while both exist'));
    }
    for (const { CNAME, ICPRecordalStatus: status } of AliasICPRecordals ?? []) {
        if (status === undefined || status === 'APPROVED')
            continue;
        const message = `the ICP filing of ${CNAME ?? 'an alias'} is ${status.toLowerCase()}`;
        findings.push((0,places/* warning */.$e)('not-icp-filed', Id, message));
    }
    return findings;
}
function createCloudFront(login, stores) {
    const { globalRegion: region, cloudFront } = login.partition;
    const store = cloudFront === 'iam' ? 'iam' : 'acm';
    const certificates = store === 'iam' ? stores.iam('cloudfront') : stores.acm(region);
    const distributions = createDistributions(login);
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
    async function distributionResource(summary, underTest, call) {
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
        return {
            ...common,
            id: distributionId(summary.Id),
            name: summary.Id,
            label: aliases.domains[0] ?? summary.DomainName,
            domains: aliases.domains,
            bindings: await bindings(refOf(summary), call),
            endpoints: [(0,places/* endpointOf */.X5)(summary.DomainName, 443)],
            blocked,
            findings: findingsOf(summary),
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
            findings: Enabled === false ? [(0,places/* notice */.lm)('disabled', Id, 'the tenant is disabled')] : [],
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
            for await (const summary of distributions.list(call))
                found.push(summary);
            const underTest = found.some(({ Staging }) => Staging === true);
            yield* (0,p_map/* pMapIterable */.R_)(found, async (summary) => await (0,places/* unlessGone */.Wi)(distributionResource(summary, underTest, call)), { concurrency: reading });
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
        check: async (call) => await (await Promise.all(/* import() */[__webpack_require__.e(490), __webpack_require__.e(764), __webpack_require__.e(164)]).then(__webpack_require__.bind(__webpack_require__, 28164))).checkCloudFront(login, distributions, call),
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

/***/ 97751:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ pages)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/**
 * Every page of a list. AWS marks the last one by leaving the token out, or by an empty one; an empty
 * token may never be sent. A token that leads to itself is an error, not an endless loop.
 */
async function* pages(read, next) {
    let token;
    do {
        const page = await read(token);
        yield page;
        const following = next(page);
        if (following !== undefined && following !== '' && following === token) {
            throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CLOUD_UNEXPECTED', 'a page of a list names itself as the next one');
        }
        token = following;
    } while (token !== undefined && token !== '');
}


/***/ }),

/***/ 3988:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BH: () => (/* binding */ CloudFrontConfig),
/* harmony export */   Dg: () => (/* binding */ IamUpload),
/* harmony export */   RS: () => (/* binding */ Done),
/* harmony export */   S6: () => (/* binding */ CloudFrontUpdate),
/* harmony export */   Tb: () => (/* binding */ IamCertificate),
/* harmony export */   X7: () => (/* binding */ CloudFrontTenant),
/* harmony export */   XW: () => (/* binding */ ElbTags),
/* harmony export */   _u: () => (/* binding */ CloudFrontDistributions),
/* harmony export */   aX: () => (/* binding */ IamList),
/* harmony export */   ci: () => (/* binding */ CloudFrontTenants),
/* harmony export */   e9: () => (/* binding */ ClassicTags),
/* harmony export */   fO: () => (/* binding */ AcmCertificate),
/* harmony export */   iZ: () => (/* binding */ ClassicLoadBalancers),
/* harmony export */   kM: () => (/* binding */ ElbCertificates),
/* harmony export */   nl: () => (/* binding */ ElbLoadBalancers),
/* harmony export */   no: () => (/* binding */ CloudFrontStatus),
/* harmony export */   p0: () => (/* binding */ AcmImport),
/* harmony export */   rn: () => (/* binding */ ElbRules),
/* harmony export */   sj: () => (/* binding */ AcmList),
/* harmony export */   tW: () => (/* binding */ AcmDetail),
/* harmony export */   xL: () => (/* binding */ ElbListeners),
/* harmony export */   yQ: () => (/* binding */ AcmSearch)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(92857);

// Only the fields that are read, and only as much as is believed of them.
const AcmCertificate = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Certificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });
const AcmImport = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ CertificateArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });
const AcmDetail = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    Certificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), ManagedBy: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() }),
});
const AcmSearch = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextToken: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    Results: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        CertificateArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        CertificateMetadata: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ AcmCertificateMetadata: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }).optional() })
            .optional(),
    })),
});
const AcmList = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextToken: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    CertificateSummaryList: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        CertificateArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Type: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        NotAfter: zod__WEBPACK_IMPORTED_MODULE_0__/* .date */ .p6U().optional(),
    })),
});
const IamUpload = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    ServerCertificateMetadata: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ ServerCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
});
const IamCertificate = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    ServerCertificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        CertificateBody: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        ServerCertificateMetadata: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ ServerCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
    }),
});
const IamList = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    IsTruncated: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional(),
    Marker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    ServerCertificateMetadataList: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        ServerCertificateName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        ServerCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Expiration: zod__WEBPACK_IMPORTED_MODULE_0__/* .date */ .p6U().optional(),
    })),
});
const Certificates = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    ACMCertificateArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    IAMCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    SSLSupportMethod: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
})
    .partial();
/** CloudFront leaves `Items` out of empty lists. */
const Items = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Items: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional() });
const CloudFrontDistributions = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    DistributionList: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        IsTruncated: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
        NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        Items: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
            Id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
            ARN: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
            DomainName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
            Aliases: Items.optional(),
            Enabled: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
            Staging: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional(),
            ConnectionMode: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
            ViewerCertificate: Certificates.optional(),
            AliasICPRecordals: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ CNAME: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(), ICPRecordalStatus: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() }))
                .optional(),
        }))
            .optional(),
    }),
});
const CloudFrontStatus = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Distribution: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }) });
const CloudFrontConfig = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ xml: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1), ETag: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1) });
const CloudFrontUpdate = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ ETag: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });
const TenantDomains = zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Domain: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() }));
const Customizations = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    Certificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }).optional(),
    WebAcl: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Action: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['override', 'disable']), Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() })
        .optional(),
    GeoRestrictions: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        RestrictionType: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['blacklist', 'whitelist', 'none']),
        Locations: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
    })
        .optional(),
});
const CloudFrontTenants = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    DistributionTenantList: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        Id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        DistributionId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Domains: TenantDomains,
        Customizations: Customizations.optional(),
        Enabled: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional(),
    }))
        .optional(),
});
const CloudFrontTenant = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    xml: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    ETag: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
    DistributionTenant: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        Id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        DistributionId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Domains: TenantDomains,
        Customizations: Customizations.optional(),
        Parameters: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Value: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() })).optional(),
        ConnectionGroupId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        Enabled: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional(),
        Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    }),
});
const ElbLoadBalancers = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    LoadBalancers: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        LoadBalancerArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        LoadBalancerName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        DNSName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Type: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Scheme: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        State: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Code: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }).optional(),
    })),
});
const ElbListeners = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    Listeners: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        ListenerArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        LoadBalancerArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Port: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
        Protocol: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        SslPolicy: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        AlpnPolicy: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
        // Compared as a whole, whatever is in it.
        MutualAuthentication: zod__WEBPACK_IMPORTED_MODULE_0__/* .unknown */ .L5J().optional(),
        DefaultActions: zod__WEBPACK_IMPORTED_MODULE_0__/* .unknown */ .L5J().optional(),
    })),
});
const ElbCertificates = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    Certificates: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ CertificateArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), IsDefault: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional() })),
});
const Patterns = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    Values: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
    RegexValues: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
});
const ElbRules = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    Rules: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        Conditions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Patterns.extend({ Field: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(), HostHeaderConfig: Patterns.optional() }))
            .optional(),
    })),
});
const Tags = zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Key: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Value: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() })).optional();
const ElbTags = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    TagDescriptions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ ResourceArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Tags })),
});
/** Adding and removing answer with nothing that is read. */
const Done = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({});
const ClassicLoadBalancers = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    LoadBalancerDescriptions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        LoadBalancerName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        DNSName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Scheme: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        ListenerDescriptions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
            PolicyNames: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
            Listener: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
                Protocol: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
                LoadBalancerPort: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
                InstanceProtocol: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
                InstancePort: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().optional(),
                SSLCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
            }),
        })),
    })),
});
const ClassicTags = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    TagDescriptions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ LoadBalancerName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Tags })),
});


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
