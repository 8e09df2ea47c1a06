export const id = 736;
export const ids = [736];
export const modules = {

/***/ 82460:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.K = void 0;
/* eslint-disable @typescript-eslint/no-unused-vars */
/*
 * Copyright (c) 2018 Tencent. All Rights Reserved.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing,
 * software distributed under the License is distributed on an
 * "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY
 * KIND, either express or implied.  See the License for the
 * specific language governing permissions and limitations
 * under the License.
 */
const abstract_client_1 = __webpack_require__(91212);
/**
 * cdn client
 * @class
 */
class Client extends abstract_client_1.AbstractClient {
    constructor(clientConfig) {
        super("cdn.tencentcloudapi.com", "2018-06-06", clientConfig);
    }
    /**
     * AddCLSTopicDomains 用于新增域名到某日志主题下
     */
    async AddCLSTopicDomains(req, cb) {
        return this.request("AddCLSTopicDomains", req, cb);
    }
    /**
     * 动态打包任务提交接口
     */
    async CreateEdgePackTask(req, cb) {
        return this.request("CreateEdgePackTask", req, cb);
    }
    /**
     * ModifyDomainConfig 用于修改内容分发网络加速域名配置信息
注意：
Route 字段，使用点分隔，最后一段称为叶子节点，非叶子节点配置保持不变；
Value 字段，使用 json 进行序列化，其中固定 update 作为 key，配置路径值参考 https://cloud.tencent.com/document/product/228/41116 接口各配置项复杂类型，为配置路径对应复杂类型下的节点。
操作审计相关：接口的入参可能包含密钥等敏感信息，所以此接口的入参不会上报到操作审计。
     */
    async ModifyDomainConfig(req, cb) {
        return this.request("ModifyDomainConfig", req, cb);
    }
    /**
     * DescribeIpStatus 用于查询域名所在加速平台的边缘节点、回源节点明细。注意事项：暂不支持查询边缘节点信息并且数据会存在一定延迟。

>?  若您的业务已迁移至 CDN 控制台，请参考<a href="https://cloud.tencent.com/document/api/228/41954"> CDN 接口文档</a>，使用  CDN 相关API 进行操作。
     */
    async DescribeIpStatus(req, cb) {
        return this.request("DescribeIpStatus", req, cb);
    }
    /**
     * DescribeMapInfo 用于查询省份对应的 ID，运营商对应的 ID 信息。
     */
    async DescribeMapInfo(req, cb) {
        return this.request("DescribeMapInfo", req, cb);
    }
    /**
     * DeleteCdnDomain 用于删除指定加速域名
     */
    async DeleteCdnDomain(req, cb) {
        return this.request("DeleteCdnDomain", req, cb);
    }
    /**
     * VerifyDomainRecord 用于验证域名解析值。
验证域名解析记录值前，您需要通过 [CreateVerifyRecord](https://cloud.tencent.com/document/product/228/48118) 生成校验解析值，验证通过后，24小时有效。
具体流程可参考：[使用API接口进行域名归属校验](https://cloud.tencent.com/document/product/228/61702#.E6.96.B9.E6.B3.95.E4.B8.89.EF.BC.9Aapi-.E6.8E.A5.E5.8F.A3.E6.93.8D.E4.BD.9C)
     */
    async VerifyDomainRecord(req, cb) {
        return this.request("VerifyDomainRecord", req, cb);
    }
    /**
     * DescribeEdgePackTaskStatus 用于查询动态打包任务状态列表
     */
    async DescribeEdgePackTaskStatus(req, cb) {
        return this.request("DescribeEdgePackTaskStatus", req, cb);
    }
    /**
     * DescribePayType 用于查询用户的计费类型，计费周期等信息。
     */
    async DescribePayType(req, cb) {
        return this.request("DescribePayType", req, cb);
    }
    /**
     * DescribeDomainsConfig 用于查询内容分发网络加速域名（含境内、境外）的所有配置信息。
     */
    async DescribeDomainsConfig(req, cb) {
        return this.request("DescribeDomainsConfig", req, cb);
    }
    /**
     * AddCdnDomain 用于新增内容分发网络加速域名。1分钟内最多可新增100个域名。
     */
    async AddCdnDomain(req, cb) {
        return this.request("AddCdnDomain", req, cb);
    }
    /**
     * DescribeIpVisit 用于查询 5 分钟活跃用户数，及日活跃用户数明细

+ 5 分钟活跃用户数：根据日志中客户端 IP，5 分钟粒度去重统计
+ 日活跃用户数：根据日志中客户端 IP，按天粒度去重统计
     */
    async DescribeIpVisit(req, cb) {
        return this.request("DescribeIpVisit", req, cb);
    }
    /**
     * DescribeCdnData 用于查询 CDN 实时访问监控数据，支持以下指标查询：

+ 流量（单位为 byte）
+ 带宽（单位为 bps）
+ 请求数（单位为 次）
+ 命中请求数（单位为 次）
+ 请求命中率（单位为 %）
+ 命中流量（单位为 byte）
+ 流量命中率（单位为 %）
+ 状态码 2xx 汇总及各 2 开头状态码明细（单位为 个）
+ 状态码 3xx 汇总及各 3 开头状态码明细（单位为 个）
+ 状态码 4xx 汇总及各 4 开头状态码明细（单位为 个）
+ 状态码 5xx 汇总及各 5 开头状态码明细（单位为 个）
     */
    async DescribeCdnData(req, cb) {
        return this.request("DescribeCdnData", req, cb);
    }
    /**
     * DescribeHttpsPackages 用于查询 CDN HTTPS请求包详情。
     */
    async DescribeHttpsPackages(req, cb) {
        return this.request("DescribeHttpsPackages", req, cb);
    }
    /**
     * DescribeDomains 用于查询内容分发网络加速域名（含境内、境外）基本配置信息，包括项目ID、服务状态，业务类型、创建时间、更新时间等信息。
     */
    async DescribeDomains(req, cb) {
        return this.request("DescribeDomains", req, cb);
    }
    /**
     * CreateVerifyRecord 用于生成一条子域名解析，提示客户添加到域名解析上，用于泛域名及域名取回校验归属权。
生成的解析记录可通过 [VerifyDomainRecord](https://cloud.tencent.com/document/product/228/48117) 完成归属权校验。
注意：生成的解析记录有效期为24小时，超过24小时后，需重新生成。
具体流程可参考：[使用API接口进行域名归属校验](https://cloud.tencent.com/document/product/228/61702#.E6.96.B9.E6.B3.95.E4.B8.89.EF.BC.9Aapi-.E6.8E.A5.E5.8F.A3.E6.93.8D.E4.BD.9C)
     */
    async CreateVerifyRecord(req, cb) {
        return this.request("CreateVerifyRecord", req, cb);
    }
    /**
     * ManageClsTopicDomains 用于管理某日志主题下绑定的域名列表。
     */
    async ManageClsTopicDomains(req, cb) {
        return this.request("ManageClsTopicDomains", req, cb);
    }
    /**
     * StartCdnDomain 用于启用已停用域名的加速服务
     */
    async StartCdnDomain(req, cb) {
        return this.request("StartCdnDomain", req, cb);
    }
    /**
     * 拷贝参考域名的配置至新域名。暂不支持自有证书以及定制化配置
     */
    async DuplicateDomainConfig(req, cb) {
        return this.request("DuplicateDomainConfig", req, cb);
    }
    /**
     * 通过CLS日志计算Top信息。支持近7天的日志数据。
     */
    async ListTopClsLogData(req, cb) {
        return this.request("ListTopClsLogData", req, cb);
    }
    /**
     * DescribePurgeQuota 用于查询账户刷新配额和每日可用量。
     */
    async DescribePurgeQuota(req, cb) {
        return this.request("DescribePurgeQuota", req, cb);
    }
    /**
     * DescribeImageConfig 用于获取域名图片优化的当前配置，支持Webp、TPG、 Guetzli 和 Avif。
     */
    async DescribeImageConfig(req, cb) {
        return this.request("DescribeImageConfig", req, cb);
    }
    /**
     * DescribeTopData 通过入参 Metric 和 Filter 组合不同，可以查询以下排序数据：

+ 依据总流量、总请求数对访问 IP 排序，从大至小返回 TOP 100 IP
+ 依据总流量、总请求数对访问 Refer 排序，从大至小返回 TOP 100 Refer
+ 依据总流量、总请求数对访问 设备 排序，从大至小返回 设备类型
+ 依据总流量、总请求数对访问 操作系统 排序，从大至小返回 操作系统
+ 依据总流量、总请求数对访问 浏览器 排序，从大至小返回 浏览器

注意：
+ 仅支持 90 天内数据查询，且从2021年09月20日开始有数据
     */
    async DescribeTopData(req, cb) {
        return this.request("DescribeTopData", req, cb);
    }
    /**
     * SearchClsLog 用于 CLS 日志检索。支持检索今天，24小时（可选近7中的某一天），近7天的日志数据。
     */
    async SearchClsLog(req, cb) {
        return this.request("SearchClsLog", req, cb);
    }
    /**
     * StopCdnDomain 用于停止域名的加速服务。
注意：停止加速服务后，访问至加速节点的请求将会直接返回 404。为避免对您的业务造成影响，请在停止加速服务前将解析切走。
     */
    async StopCdnDomain(req, cb) {
        return this.request("StopCdnDomain", req, cb);
    }
    /**
     * ListTopData 通过入参 Metric 和 Filter 组合不同，可以查询以下排序数据：

+ 依据总流量、总请求数对访问 URL 排序，从大至小返回 TOP 1000 URL
+ 依据总流量、总请求数对客户端省份排序，从大至小返回省份列表
+ 依据总流量、总请求数对客户端运营商排序，从大至小返回运营商列表
+ 依据总流量、峰值带宽、总请求数、平均命中率、2XX/3XX/4XX/5XX 状态码对域名排序，从大至小返回域名列表
+ 依据总回源流量、回源峰值带宽、总回源请求数、平均回源失败率、2XX/3XX/4XX/5XX 回源状态码对域名排序，从大至小返回域名列表

注意：仅支持 90 天内数据查询
     */
    async ListTopData(req, cb) {
        return this.request("ListTopData", req, cb);
    }
    /**
     * DescribeOriginData 用于查询 CDN 实时回源监控数据，支持以下指标查询：

+ 回源流量（单位为 byte）
+ 回源带宽（单位为 bps）
+ 回源请求数（单位为 次）
+ 回源失败请求数（单位为 次）
+ 回源失败率（单位为 %，小数点后保留两位）
+ 回源状态码 2xx 汇总及各 2 开头回源状态码明细（单位为 个）
+ 回源状态码 3xx 汇总及各 3 开头回源状态码明细（单位为 个）
+ 回源状态码 4xx 汇总及各 4 开头回源状态码明细（单位为 个）
+ 回源状态码 5xx 汇总及各 5 开头回源状态码明细（单位为 个）
     */
    async DescribeOriginData(req, cb) {
        return this.request("DescribeOriginData", req, cb);
    }
    /**
     * DescribeCdnIp 用于查询 CDN IP 归属。
（注意：此接口请求频率限制以 CDN 侧限制为准：200次/10分钟）
     */
    async DescribeCdnIp(req, cb) {
        return this.request("DescribeCdnIp", req, cb);
    }
    /**
     * PurgePathCache 用于批量提交目录刷新，根据域名的加速区域进行对应区域的刷新。
默认情况下境内、境外加速区域每日目录刷新额度为各 100 条，每次最多可提交 500 条。
     */
    async PurgePathCache(req, cb) {
        return this.request("PurgePathCache", req, cb);
    }
    /**
     * DescribePurgeTasks 用于查询提交的 URL 刷新、目录刷新记录及执行进度，通过 PurgePathCache 与 PurgeUrlsCache 接口提交的任务均可通过此接口进行查询。
     */
    async DescribePurgeTasks(req, cb) {
        return this.request("DescribePurgeTasks", req, cb);
    }
    /**
     * DescribeUrlViolations 用于查询被 CDN 系统扫描到的域名违规 URL 列表及当前状态。
对应内容分发网络控制台【内容合规】页面。
     */
    async DescribeUrlViolations(req, cb) {
        return this.request("DescribeUrlViolations", req, cb);
    }
    /**
     * PurgeUrlsCache 用于批量提交 URL 进行刷新，根据 URL 中域名的当前加速区域进行对应区域的刷新。
默认情况下境内、境外加速区域每日 URL 刷新额度各为 10000 条，每次最多可提交 1000 条。
     */
    async PurgeUrlsCache(req, cb) {
        return this.request("PurgeUrlsCache", req, cb);
    }
    /**
     * DescribeTrafficPackages 用于查询 CDN 流量包详情。
     */
    async DescribeTrafficPackages(req, cb) {
        return this.request("DescribeTrafficPackages", req, cb);
    }
    /**
     * UpdateDomainConfig 用于修改内容分发网络加速域名配置信息。
注意：如果需要更新复杂类型的配置项，必须传递整个对象的所有属性，未传递的属性将使用默认值，建议通过查询接口获取配置属性后，直接修改后传递给本接口；如果仅修改单独配置项只传对应配置参数即可。
操作审计相关：接口的入参可能包含密钥等敏感信息，所以此接口的入参不会上报到操作审计。
     */
    async UpdateDomainConfig(req, cb) {
        return this.request("UpdateDomainConfig", req, cb);
    }
    /**
     * DescribeCdnDomainLogs 用于查询访问日志下载地址，仅支持 30 天以内的境内、境外访问日志下载链接查询。
     */
    async DescribeCdnDomainLogs(req, cb) {
        return this.request("DescribeCdnDomainLogs", req, cb);
    }
    /**
     * DescribePushTasks  用于查询预热任务提交历史记录及执行进度。
     */
    async DescribePushTasks(req, cb) {
        return this.request("DescribePushTasks", req, cb);
    }
    /**
     * DescribeCertDomains 用于校验SSL证书并提取证书中包含的域名。
     */
    async DescribeCertDomains(req, cb) {
        return this.request("DescribeCertDomains", req, cb);
    }
    /**
     * CreateClsLogTopic 用于创建日志主题。注意：一个日志集下至多可创建10个日志主题。
     */
    async CreateClsLogTopic(req, cb) {
        return this.request("CreateClsLogTopic", req, cb);
    }
    /**
     * PushUrlsCache 用于将指定 URL 资源列表加载至 CDN 节点，支持指定加速区域预热。
默认情况下境内、境外每日预热 URL 限额为各 1000 条，每次最多可提交 500 条 URL，每次提交的数量会消耗配额总数。如：1次提交500条URL全球预热，此时境内、境外预热 URL 各剩余 500条。注意：中国境外区域预热，资源默认加载至中国境外边缘节点。
     */
    async PushUrlsCache(req, cb) {
        return this.request("PushUrlsCache", req, cb);
    }
    /**
     * UpdateImageConfig 用于更新控制台图片优化的相关配置，支持Webp、TPG、 Guetzli 和 Avif。
     */
    async UpdateImageConfig(req, cb) {
        return this.request("UpdateImageConfig", req, cb);
    }
    /**
     * ModifyPurgeFetchTaskStatus 用于上报定时刷新预热任务执行状态
     */
    async ModifyPurgeFetchTaskStatus(req, cb) {
        return this.request("ModifyPurgeFetchTaskStatus", req, cb);
    }
    /**
     * DisableClsLogTopic 用于停止日志主题投递。注意：停止后，所有绑定该日志主题域名的日志将不再继续投递至该主题，已经投递的日志将会继续保留。生效时间约为 5~15 分钟。

     */
    async DisableClsLogTopic(req, cb) {
        return this.request("DisableClsLogTopic", req, cb);
    }
    /**
     * ListClsTopicDomains 用于获取某日志主题下绑定的域名列表。
     */
    async ListClsTopicDomains(req, cb) {
        return this.request("ListClsTopicDomains", req, cb);
    }
    /**
     * ListClsLogTopics 用于显示日志主题列表。注意：一个日志集下至多含10个日志主题。
     */
    async ListClsLogTopics(req, cb) {
        return this.request("ListClsLogTopics", req, cb);
    }
    /**
     * DeleteClsLogTopic 用于删除日志主题。注意：删除后，所有该日志主题下绑定域名的日志将不再继续投递至该主题，已经投递的日志将会被全部清空。生效时间约为 5~15 分钟。
     */
    async DeleteClsLogTopic(req, cb) {
        return this.request("DeleteClsLogTopic", req, cb);
    }
    /**
     * ### <font color=red>**该接口已废弃** </font><br>
本接口（DescribeCdnOriginIp）用于查询 CDN 回源节点的IP信息。（注：替换接口为DescribeIpStatus）
     */
    async DescribeCdnOriginIp(req, cb) {
        return this.request("DescribeCdnOriginIp", req, cb);
    }
    /**
     * DescribeBillingData 用于查询实际计费数据明细。
注意:
受计费算法的影响，计费数据接口返回的数据均存在一定延时。小时结算客户预计延时3-5小时。月结算客户预计延迟4-28小时，在凌晨4点（不含4点）之前，仅能查询到前2天数据，4点（含）之后，能查询到前1天数据。若您对数据及时性较强的诉求，建议使用[监控访问数据](https://cloud.tencent.com/document/product/228/30986)。
     */
    async DescribeBillingData(req, cb) {
        return this.request("DescribeBillingData", req, cb);
    }
    /**
     * DescribePushQuota  用于查询预热配额和每日可用量。
     */
    async DescribePushQuota(req, cb) {
        return this.request("DescribePushQuota", req, cb);
    }
    /**
     * EnableClsLogTopic 用于启动日志主题投递。注意：启动后，所有绑定该日志主题域名的日志将继续投递至该主题。生效时间约为 5~15 分钟。
     */
    async EnableClsLogTopic(req, cb) {
        return this.request("EnableClsLogTopic", req, cb);
    }
    /**
     * DescribeReportData 用于查询域名/项目维度的日/周/月报表数据。
     */
    async DescribeReportData(req, cb) {
        return this.request("DescribeReportData", req, cb);
    }
    /**
     * 查询指定域名的区域、运营商明细数据
注意事项：接口尚未全面开放，未在内测名单中的账号不支持调用
     */
    async DescribeDistrictIspData(req, cb) {
        return this.request("DescribeDistrictIspData", req, cb);
    }
    /**
     * 本接口(UpdatePayType)用于修改账号计费类型，暂不支持月结用户或子账号修改。
     */
    async UpdatePayType(req, cb) {
        return this.request("UpdatePayType", req, cb);
    }
}
exports.K = Client;


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

/***/ 76736:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createCdn: () => (/* binding */ createCdn)
});

// EXTERNAL MODULE: ./node_modules/p-map/index.js
var p_map = __webpack_require__(606);
// EXTERNAL MODULE: ./build/shared/providers/places.js
var places = __webpack_require__(22797);
// EXTERNAL MODULE: ./node_modules/tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_client.js
var cdn_client = __webpack_require__(82460);
// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
// EXTERNAL MODULE: ./build/shared/providers/tencent/change.js
var change = __webpack_require__(70779);
// EXTERNAL MODULE: ./build/shared/providers/tencent/login.js + 4 modules
var tencent_login = __webpack_require__(33851);
// EXTERNAL MODULE: ./build/shared/providers/tencent/paging.js
var paging = __webpack_require__(83943);
// EXTERNAL MODULE: ./build/shared/providers/tencent/schema.js
var schema = __webpack_require__(78180);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/cdn-api.js






/** Domains of one page; the most that the API gives with their configuration. */
const pageSize = 100;
/** The calls of CDN, which knows no regions. */
function createCdnApi(login) {
    const ask = login.ask(cdn_client/* Client */.K, 'cdn', tencent_login/* homeRegion */.w);
    return {
        /** Every domain of the account with its configuration, each once. */
        list(call) {
            const doing = 'listing CDN domains';
            const list = (0,paging/* pages */.B)(doing, async (offset) => {
                const { Domains, TotalNumber } = await ask({
                    action: 'cdn:DescribeDomainsConfig',
                    doing,
                    schema: schema/* CdnDomains */.Jm,
                    body: { Offset: offset, Limit: pageSize },
                }, call);
                return { items: Domains, total: TotalNumber };
            });
            return (0,paging/* onceEach */.f)(list, ({ Domain }) => Domain);
        },
        async domain(name, call) {
            const { Domains } = await ask({
                action: 'cdn:DescribeDomainsConfig',
                doing: `reading CDN domain ${name}`,
                schema: schema/* CdnDomains */.Jm,
                body: { Filters: [{ Name: 'domain', Value: [name], Fuzzy: false }], Limit: 1 },
            }, call);
            const found = Domains.find(({ Domain }) => Domain === name);
            if (found === undefined)
                throw new errors/* DeployError */.sH('RESOURCE_GONE', `no CDN domain ${name}`);
            return found;
        },
        /** Replaces the HTTPS settings as a whole; nothing else of the domain is sent. */
        async setHttps(name, https, call) {
            await ask({
                action: 'cdn:UpdateDomainConfig',
                doing: `changing the HTTPS settings of CDN domain ${name}`,
                schema: schema/* Done */.RS,
                body: { Domain: name, Https: https },
            }, call, change/* once */.Oo);
        },
    };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/shared/providers/receipt.js
var providers_receipt = __webpack_require__(71917);
// EXTERNAL MODULE: ./build/shared/providers/tencent/places.js
var tencent_places = __webpack_require__(16627);
// EXTERNAL MODULE: ./build/shared/providers/tencent/settings.js
var tencent_settings = __webpack_require__(78274);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/https.js



function servedBy(https) {
    const { Switch, CertInfo } = https ?? {};
    const on = Switch === 'on';
    const id = CertInfo?.CertId ?? '';
    if (id !== '')
        return { on, ref: id };
    const hasText = (CertInfo?.Certificate ?? '') !== '';
    return {
        on,
        ref: hasText || (on && CertInfo !== null && CertInfo !== undefined) ? tencent_places/* pasted */.yw : null,
    };
}
/** Bound as far as clients are concerned. */
const boundRefs = ({ on, ref }) => on && ref !== null ? [ref] : [];
/** Besides the certificates and the switch: what the write takes. Everything else is output. */
const kept = ['Http2', 'OcspStapling', 'Spdy', 'TlsVersion', 'VerifyClient'];
/** The API does not always say which authority vouches for clients; a write would then lose it. */
function hidesClientAuthority(https) {
    return https?.VerifyClient === 'on' && (https.ClientCertInfo?.Certificate ?? '') === '';
}
/**
 * The whole object as it is, with another server certificate: `UpdateDomainConfig` replaces it, and
 * sets what is left out to its default. https://www.tencentcloud.com/document/product/228/34018
 */
function withServed(https, { on, ref }) {
    const current = https ?? {};
    const clientCa = https?.ClientCertInfo?.Certificate ?? '';
    if (hidesClientAuthority(https)) {
        throw new errors/* DeployError */.sH('REFUSED', 'it asks clients for certificates, and the API does not say of which authority');
    }
    const hsts = current['Hsts'];
    return {
        ...(0,tencent_settings/* pick */.Up)(current, kept),
        Switch: on ? 'on' : 'off',
        ...((0,tencent_settings/* isRecord */.u4)(hsts) && { Hsts: (0,tencent_settings/* pick */.Up)(hsts, ['Switch', 'MaxAge', 'IncludeSubDomains']) }),
        ...(clientCa !== '' && { ClientCertInfo: { Certificate: clientCa } }),
        ...(ref !== null && { CertInfo: { CertId: ref } }),
    };
}
/** Changes by itself, or says what the certificate does to the domain. */
const https_volatile = ['Disable', 'Https', 'HttpsBilling', 'Readonly', 'Status', 'UpdateTime'];
const binding = ['CertInfo', 'ClientCertInfo', 'SslStatus', 'Switch'];
/** What may not change when a certificate does: all other settings of HTTPS and of the domain. */
function settingsOf(domain) {
    const https = (0,tencent_settings/* omit */.cJ)(domain.Https ?? {}, binding);
    return (0,tencent_settings/* digestsOf */.nw)({
        ...(0,tencent_settings/* omit */.cJ)(domain, https_volatile),
        ...Object.fromEntries(Object.entries(https).map(([name, value]) => [`Https.${name}`, value])),
        'Https.ClientCertInfo': domain.Https?.ClientCertInfo?.Certificate,
        // Without a word HTTPS is billed and answered; "off" blocks it.
        HttpsBilling: domain.HttpsBilling?.Switch === 'off' ? 'blocked' : undefined,
    });
}
/** What CDN fills in when HTTPS is set up for the first time. */
const httpsDefaults = {
    'Https.TlsVersion': ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
};

;// CONCATENATED MODULE: ./build/shared/providers/tencent/cdn-domain.js







/** What a domain's receipt remembers. */
const State = schemas/* strictObject */.rej({
    v: schemas/* literal */.euz(1),
    domain: schemas/* string */.YjP(),
    /** False: it was as wanted already, so there is nothing to undo. */
    wrote: schemas/* boolean */.zMY(),
    ref: schemas/* string */.YjP(),
    before: schemas/* strictObject */.rej({ on: schemas/* boolean */.zMY(), ref: schemas/* string */.YjP().nullable() }),
    settings: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
});
/** A change of a domain reaches every edge within minutes; the documents speak of up to thirty. */
const deploysWithinMs = 30 * 60_000;
const busyMs = 15 * 60_000;
/** How often a reading may still show what was there before the write. */
const staleLooks = 4;
const same = (a, b) => a.on === b.on && a.ref === b.ref;
const words = ({ on, ref }) => `${ref ?? 'none'}${on ? '' : ', HTTPS off'}`;
/** Changes the certificate of one CDN domain. */
function createCdnDomain({ api, certificates, clock, }) {
    const common = (domain) => ({
        name: `CDN domain ${domain}`,
        read: async (call) => await api.domain(domain, call),
        busy: ({ Status }) => Status === 'processing',
        write: async (_, https, call) => {
            await api.setHttps(domain, https, call);
        },
    });
    return {
        async apply(edit, material, call) {
            const domain = edit.resource.name;
            const { ref, fresh } = await certificates.ensure(material, call);
            const wanted = { on: true, ref };
            const { now, before } = await (0,change/* change */.Zg)({
                ...common(domain),
                decide({ Https: https }) {
                    const served = servedBy(https);
                    if (same(served, wanted))
                        return undefined;
                    (0,tencent_places/* demandPlanned */.SA)(`CDN domain ${domain}`, edit, boundRefs(served));
                    return withServed(https, wanted);
                },
            }, { clock, busyMs, fresh }, call);
            const found = before ?? now;
            return (0,providers_receipt/* receiptFor */.o)(edit, {
                v: 1,
                domain,
                wrote: before !== null,
                ref,
                before: { ...servedBy(found.Https) },
                settings: settingsOf(found),
            });
        },
        async verify(receipt, call) {
            const { domain, ref, settings } = (0,providers_receipt/* readState */.u)(State, receipt);
            const name = `CDN domain ${domain}`;
            const wrong = (what) => new errors/* DeployError */.sH('VERIFY_FAILED', `reading ${name} back: ${what}`);
            let current = await api.domain(domain, call);
            let looks = 0;
            const isLive = async () => {
                if (looks > 0)
                    current = await api.domain(domain, call);
                looks += 1;
                const served = servedBy(current.Https);
                const status = current.Https?.SslStatus ?? 'deployed';
                if (!same(served, { on: true, ref })) {
                    if (looks < staleLooks)
                        return false;
                    throw wrong(`it has certificate ${words(served)} instead of ${ref}`);
                }
                if (status === 'failed')
                    throw wrong('CDN could not deploy the certificate');
                return status === 'deployed' && current.Status === 'online';
            };
            await (0,change/* until */.TG)(isLive, {
                clock,
                withinMs: deploysWithinMs,
                everyMs: 10_000,
                late: () => wrong(`after 30 minutes it is ${current.Status ?? 'in an unknown state'}, its certificate ${current.Https?.SslStatus ?? 'too'}`),
            }, call);
            const changed = (0,tencent_settings/* changedSettings */.Sb)(settings, settingsOf(current), httpsDefaults);
            if (changed.length > 0) {
                throw wrong(`more than the certificate changed: ${changed.join(', ')}`);
            }
        },
        async rollback(receipt, call) {
            const { domain, ref, before, wrote } = (0,providers_receipt/* readState */.u)(State, receipt);
            const name = `CDN domain ${domain}`;
            if (!wrote)
                return;
            await (0,change/* change */.Zg)({
                ...common(domain),
                decide({ Https: https }) {
                    const served = servedBy(https);
                    // Switched off, the domain may or may not keep the certificate that it does not serve.
                    if (same(served, before) || (!before.on && !served.on))
                        return undefined;
                    if (!same(served, { on: true, ref })) {
                        throw new errors/* DeployError */.sH('REFUSED', `${name} has certificate ${words(served)}, which this run did not set; it is left alone`);
                    }
                    if (before.ref === tencent_places/* pasted */.yw) {
                        throw new errors/* DeployError */.sH('REFUSED', `${name} had a certificate that was set as text; its private key is not given back, so it cannot be set again`);
                    }
                    return withServed(https, before);
                },
            }, { clock, busyMs }, call);
        },
    };
}

// EXTERNAL MODULE: ./build/shared/providers/tencent/certificate-facts.js
var certificate_facts = __webpack_require__(74970);
// EXTERNAL MODULE: ./build/shared/providers/tencent/key-types.js
var key_types = __webpack_require__(85744);
;// CONCATENATED MODULE: ./build/shared/providers/tencent/cdn.js








const target = 'tencent/cdn';
/** Resources whose certificates are read at the same time. */
const reading = 16;
const inMainland = ({ Area }) => Area !== 'overseas';
/** A part of the world whose HTTPS differs from the rest, which a change of the whole would undo. */
function hasRegionalHttps({ SpecificConfig: specific }) {
    return [specific?.Mainland, specific?.Overseas].some((part) => (part?.Https ?? null) !== null);
}
/** What may stand in `Disable`, as the typings of the API explain it. */
const disabled = {
    overdue: 'the account is overdue',
    malicious: 'the domain is banned',
    ddos: 'the domain is under attack',
    ddos_risk: 'the domain is at risk of attack',
    idle: 'the domain has not been used for long',
    capping: 'the domain has reached its bandwidth cap',
    readonly: 'the domain is locked',
};
function blockedBy(domain, isDomain) {
    const { Domain, Status, Disable, Readonly: locked } = domain;
    if (!isDomain)
        return `its name ${Domain} is no domain name`;
    if (Status === 'offline' || Status === 'closing') {
        return 'CDN is switched off for it, and takes no certificate until it is started';
    }
    const why = disabled[Disable ?? ''];
    if (why !== undefined)
        return `CDN has switched it off: ${why}`;
    if (Status === 'rejected' && !inMainland(domain))
        return 'CDN has rejected it in its review';
    if ((locked ?? 'normal') !== 'normal') {
        return `Tencent Cloud has locked its settings (${locked ?? ''}); ask its support`;
    }
    if (hasRegionalHttps(domain)) {
        return 'its HTTPS settings differ between mainland China and the rest of the world, which is not supported';
    }
    if (hidesClientAuthority(domain.Https)) {
        return 'it asks clients for certificates, and the API does not say of which authority: a change would lose that';
    }
    return null;
}
function findingsOf(domain) {
    const { Domain, Status, Disable, HttpsBilling } = domain;
    const findings = [];
    if (Disable === 'unlicensed' || (Status === 'rejected' && inMainland(domain))) {
        findings.push((0,places/* warning */.$e)('not-icp-filed', Domain, 'Tencent Cloud reports that the domain has no ICP filing'));
    }
    if (HttpsBilling?.Switch === 'off') {
        findings.push((0,places/* warning */.$e)('https-blocked', Domain, 'the paid HTTPS service of the domain is off, so CDN turns HTTPS requests away whatever the certificate; switch it on in the console'));
    }
    return findings;
}
/** Content Delivery Network (and ECDN, which is the same API): each accelerated domain is a resource. */
function createCdn(login, certificates) {
    const api = createCdnApi(login);
    const domain = createCdnDomain({ api, certificates, clock: login.clock });
    async function bindings({ Https: https }, call) {
        const facts = async (ref) => ref === tencent_places/* pasted */.yw
            ? ((0,certificate_facts/* factsOfPem */.pk)(https?.CertInfo?.Certificate) ?? null)
            : await certificates.facts(ref, call);
        return await Promise.all(boundRefs(servedBy(https)).map(async (ref) => ({
            slot: 'default',
            ref,
            facts: await facts(ref),
        })));
    }
    async function resource(found, call) {
        const name = found.Domain;
        const id = `${target}:${login.name}/${name}`;
        const { domains } = (0,places/* domainsAmong */.cw)([name]);
        const bound = await bindings(found, call);
        const cname = found.Cname ?? '';
        return {
            id,
            account: login.name,
            target,
            region: null,
            name,
            label: name,
            domains,
            slots: 'one',
            bindings: bound,
            endpoints: cname === '' ? [] : [(0,places/* endpointOf */.X5)((0,tencent_places/* edgeHost */.iR)(cname), 443)],
            reach: 'public',
            blocked: blockedBy(found, domains.length > 0),
            findings: [...findingsOf(found), ...(0,tencent_places/* pastedFinding */.$v)(bound, name)],
            lock: id,
        };
    }
    return {
        account: login.name,
        target,
        region: null,
        capabilities: {
            keyAlgorithms: key_types/* keyAlgorithms */.I,
            settlesWithinMs: 300_000,
            concurrency: 64,
            undo: 'switch-back',
        },
        async *discover(call) {
            for await (const page of api.list(call)) {
                yield* (0,p_map/* pMapIterable */.R_)(page, async (found) => await resource(found, call), {
                    concurrency: reading,
                });
            }
        },
        refuse: () => undefined,
        ...domain,
        check: async (call) => await (await __webpack_require__.e(/* import() */ 121).then(__webpack_require__.bind(__webpack_require__, 87121))).checkCdn(login, api, call),
    };
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
