"""Columns that survey platforms add by themselves: of no use to an evaluation, and never kept."""

from __future__ import annotations

from data_sources.header_texts import canonical_header

_HEADERS = (
    *("序号", "来源", "来源详情", "来自IP", "IP", "IP地址", "来自IP地址", "所在省份", "所在城市", "省份", "城市"),
    *(
        "总分",
        "得分",
        "用户ID",
        "微信昵称",
        "昵称",
        "性别（微信）",
        "开始答题时间",
        "开始时间",
        "开始填答时间",
        "答题序号",
    ),
    *("设备类型", "浏览器", "操作系统", "渠道", "答卷来源", "自定义字段", "扩展属性"),
    *("StartDate", "Start Date", "EndDate", "End Date", "RecordedDate", "Recorded Date", "Status", "Response Type"),
    *("IPAddress", "IP Address", "Progress", "Finished", "ResponseId", "Response ID", "ExternalReference"),
    *("RecipientLastName", "RecipientFirstName", "RecipientEmail", "Recipient Last Name", "Recipient First Name"),
    *("Recipient Email", "External Data Reference", "LocationLatitude", "LocationLongitude", "Location Latitude"),
    *("Location Longitude", "DistributionChannel", "Distribution Channel", "UserLanguage", "User Language"),
)
_KNOWN = frozenset(map(canonical_header, _HEADERS))


def is_platform_header(header: str) -> bool:
    """Whether a header is one of a platform's own."""
    return canonical_header(header) in _KNOWN
