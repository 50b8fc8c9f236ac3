"""What is told beside the indicators, in the words of a reader."""

from __future__ import annotations

NOTES: dict[str, str] = {
    "invalid_id": "居民身份证号码无效或未填（位数、校验码或出生日期不对）",
    "unknown_place": "居民身份证号码的校验码和出生日期正确，行政区划代码不在所用的代码表中（如新设的区县），照常计入",
    "unknown_document": "证件类型不在词表之内，不计入按证件类型统计的指标",
    "unknown_category": "客户类别不在词表之内，按证件判断是否个人",
    "no_age": "个人客户的年龄无从判断（证件不是有效的居民身份证，出生日期又未填或晚于统计日）",
    "birthday_at_odds": "出生日期与证件号码不符，以证件号码为准",
    "bad_birthday": "出生日期读不出",
    "no_validity": "证件有效期未填，不计入过期",
    "bad_validity": "证件有效期读不出，不计入过期",
    "unknown_state": "状态不在词表之内，不计入指标",
    "no_customer": "客户号不见于客户资料（或客户资料自相矛盾）",
    "key_data": "关键信息与客户资料不一致",
    "name": "其中姓名不一致",
    "document": "其中证件类型不一致",
    "number": "其中证件号码不一致",
    "no_holder": "证件是居民身份证而号码无效，或证件未填，不参与同一投资者的比对",
    "investors": "持有多个一码通的投资者（人数）",
}
"""Note → what it says, in the order in which notes are told."""
