"""Words that cells of account tables hold, and what they mean; told apart without blanks, width and case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.canonical import DASHES

if TYPE_CHECKING:
    from collections.abc import Mapping

EMPTY = (*DASHES, "无", "null", "none")
"""Cells that stand for an empty one."""

FOREVER = ("长期", "长期有效", "永久", "永久有效", "无限期")
"""Cells that stand for a document that does not expire."""

RESIDENT = "居民身份证"
OTHER = "其他证件"

_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    RESIDENT: (
        *("身份证", "二代身份证", "第二代身份证", "第二代居民身份证", "一代身份证", "第一代身份证", "15位身份证"),
        *("18位身份证", "临时身份证", "临时居民身份证", "公民身份证", "resident id", "id card"),
    ),
    OTHER: ("其他", "其它", "其它证件", "其他有效证件", "其他个人证件", "other"),
    "护照": ("中国护照", "外国护照", "passport"),
    "户口本": ("户口簿", "居民户口簿"),
    "港澳居民来往内地通行证": ("港澳通行证", "回乡证", "港澳居民通行证", "港澳来往内地通行证"),
    "台湾居民来往大陆通行证": ("台胞证", "台湾通行证", "台湾居民通行证"),
    "港澳台居民居住证": ("港澳居民居住证", "台湾居民居住证"),
    "港澳居民身份证": ("香港居民身份证", "澳门居民身份证", "香港身份证", "澳门身份证"),
    "外国人永久居留身份证": ("外国人永久居留证", "外国人居留证"),
    "军官证": ("军人证", "现役军官证", "士兵证", "文职证", "军人身份证"),
    "警官证": ("武警证", "武装警察身份证", "警察证"),
    "社会保障号": ("社保卡", "社会保障卡"),
    "营业执照": ("工商营业执照", "企业法人营业执照", "统一社会信用代码", "统一社会信用代码证", "business licence"),
    "组织机构代码证": ("组织机构代码", "技术监督局代码"),
    "事业单位法人证书": (),
    "社会团体法人登记证书": ("社会团体", "社团法人登记证书"),
    "行政机关": ("机关法人",),
    "批文": ("产品批文", "备案证明", "产品备案", "产品登记证明"),
}


def spellings(meanings: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Every spelling, in lower case and without blanks, and what it means."""
    return {text.lower().replace(" ", ""): meaning for meaning, texts in meanings.items() for text in (meaning, *texts)}


DOCUMENTS = spellings(_SPELLINGS)
"""Type of document as spelled → its name here."""

PERSON, INSTITUTION = "个人", "非个人"
CATEGORIES = spellings(
    {
        PERSON: ("个人客户", "个人投资者", "普通个人", "自然人", "自然人客户", "境内个人", "境外个人", "personal"),
        INSTITUTION: (
            *("机构", "机构客户", "机构投资者", "普通机构", "一般机构", "专业机构", "法人", "非自然人", "企业"),
            *("产品", "产品客户", "资管产品", "自营", "自营客户", "institution", "product"),
        ),
    }
)
"""Category of customer as spelled → `PERSON` or `INSTITUTION`."""

CUSTODY, NO_CUSTODY = "已上三方存管", "未上三方存管"
CUSTODY_STATES = spellings(
    {
        CUSTODY: (
            *("已上", "已上线", "已存管", "三方存管", "已签约", "签约", "已开通", "已指定", "已建立"),
            *("正常", "是", "有", "y", "yes", "true"),
        ),
        NO_CUSTODY: (
            *("未上", "未上线", "未存管", "非三方存管", "未签约", "未开通", "未指定", "未建立", "预指定"),
            *("否", "n", "no", "false"),
        ),
    }
)
"""State of third-party custody as spelled → `CUSTODY` or `NO_CUSTODY`."""

SETTLED, UNSETTLED = "已申报或已撤销", "未申报或未撤销"
USAGE_STATES = spellings(
    {
        SETTLED: ("已申报", "申报成功", "已撤销", "撤销成功", "declared", "withdrawn"),
        UNSETTLED: ("未申报", "未撤销", "申报失败", "撤销失败", "undeclared", "not withdrawn"),
    }
)
"""State of the declared use of a securities account as spelled → `SETTLED` or `UNSETTLED`."""
