"""What the templates of the white paper may use, described for the editors who change them.

A test holds the names against those that a template is really given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLES: Mapping[str, str] = {
    "rulebook": "规则文件：rulebook.title、rulebook.words.noun（参评者的称呼）、rulebook.words.measure（量词）等",
    "scheme": "权重方案：scheme.title",
    "year": "评价年度",
    "spoken": "评价期的称呼：spoken.title（2017年度）、spoken.now（本年）、spoken.before（上年）、spoken.whole",
    "period": "评价期间：period.start、period.end，用 |day 印成日期",
    "previous": "上年度的称呼，如“2016年度”；没有上年度则为空",
    "confidence": "误差区间的称呼，如“95%区间”；没有误差则为空",
    "firms": "参评数",
    "merged": "合并评价者，各有 firm、reason",
    "excluded": "不参与评价者，各有 firm、reason",
    "total": "总分（指标的属性见下）",
    "base": "不含加分的总分；规则没有加分则为 none",
    "bonus": "加分项；规则没有加分则为 none",
    "top": "各项一级指标",
    "places": "一级指标在同级中的位次，按代码：places[one.node]，如“居第二位”",
    "leaf_title": "末级指标的称呼，如“三级指标”",
    "best": "末级指标，得分由高到低",
    "worst": "末级指标，得分由低到高",
    "highest": "得分最高的两项末级指标；第二项与其后的同分则只有一项，最高的同分则全列",
    "lowest": "得分最低的两项末级指标，同上",
    "nodes": "全部指标，按代码",
    "summary": "全部指标及总分，按汇总表的次序",
    "level_counts": "各级指标的个数，按级的称呼",
    "sampled": "依据问卷答案的指标",
    "counted": "得分带件数误差的指标",
    "kinds": "本次用到的规则种类（代号）",
    "kinds_told": "各种规则的说明，按代号",
    "previous_runs": "规则读了哪几次以前的运行，逐句",
    "letters": "等级怎样评定，逐句",
    "letters_counted": "各等级有多少家，逐句",
    "node_rules": "上级指标与总分上的规则，逐句",
    "node_rules_order": "这些规则的先后",
    "ruled": "有规则的指标",
    "sources": "各来源采用的记录，逐行",
    "proposed": "由数据得出的建议，按一级指标、再按类别；定稿（--final）时为空",
    "places_of": "指标在哪一节叙述，按代码，供 parts.ref 引用",
    "bonus_tables": "加分的依据，按来源",
    "bonus_kinds": "加分的案例按种类：name、tallies（label、total、unit、firms）、below（name、measures）",
    "rejected": "被拒收而接受的记录，一句话；没有则为空",
    "corrected": "更正了的记录，一句话；没有则为空",
    "excluded_rows": "另存不计的行及其原因，每个来源一句",
    "excluded_what": "什么行另存不计，一句话",
    "left_out_at": "指标的各来源中有多少行没有计入、多少条按决定更正，按指标代码；没有则为空",
    "parts": "图和表（见下）",
    "few": "一句话最多列举几个值，更多的画成图",
    "cause_key": "原因图的键：cause_key(one, source, column)",
    "last_day": "处理率计到哪一天：last_day(one.rule)",
    "study": "稳健性研究；没有则为 none",
    "robustness_parts": "稳健性的图和表；没有则为 none",
    "robustness_letters": "等级在多少次计算中不变，一句话；没有等级或没有研究则为空",
    "course": "历年走势；没有则为 none",
    "system": "与上年度相比，指标体系的变化（图表与句子）；没有变化则为 none",
}
"""Name → meaning, of what every template of the white paper is given."""

NODE: Mapping[str, str] = {
    "node": "代码",
    "name": "名称",
    "level": "级别",
    "weight": "在同级中的权重",
    "firms": "有得分的家数",
    "mean": "均分",
    "median": "中位数",
    "min": "最低",
    "max": "最高",
    "sd": "标准差",
    "se": "均分的标准误；没有误差则为 none",
    "low": "均分区间的下限",
    "high": "均分区间的上限",
    "previous": "上年度均分；没有则为 none",
    "points": "与上年度相差的分数",
    "relative": "较上年度变化的比例",
    "differs": "指标或其下级有什么与上年度不同，如“两年的下级指标不同”；没有则为空",
    "children": "下级指标",
    "bands": "得分分段，由高到低：band、spelled、firms、share、firms_low、firms_high",
    "tallies": "统计，逐行",
    "answers": "答案的占比，逐行：answer、value、respondents、share",
    "lines": "越过预警标准和监管标准的家数，逐行",
    "cutoffs": "规则另要说明的界限，逐行：figure、condition、firms",
    "counts": "记录数及其构成，逐行",
    "ratio": "所评比率的一行；没有则为 none",
    "rate": "所评处理率的一行；没有则为 none",
    "few": "件数少者的一行；没有则为 none",
    "shortfalls": "因何失分，失分多的在前：cause、lost（平均失分）、firms",
    "rulebook": "规则文件",
    "question": "问卷中的问题；没有则为 none",
    "sentence": "怎样计分，一句话",
    "shared": "上级是否都有得分：没有得分的，权重由同级指标分担",
    "description": "考察什么；可为空",
    "data_sources": "数据来源",
    "kind": "规则的种类（代号）；上级指标为空",
    "rule": "规则",
    "received": "计入本指标的记录数，每个来源一行",
    "ratios_below": "本指标及其下级中评比率的指标",
    "left_out": "同一事项已有别的记录代表、因而不计的记录数：one.left_out(source)",
    "by_column": "记录构成：one.by_column(source)，每列 column、told、filled、unfilled、commonest、sole、even、listed",
}
"""Attribute → meaning, of an indicator: `total`, members of `top`, `nodes` and so on."""

PARTS: Mapping[str, str] = {
    "ref": "引用图、表或章节",
    "levels": "一组指标的均分，附上年度（图）",
    "distribution": "得分分段（图）",
    "causes": "记录按某列的构成，前几项（图）",
    "answers": "答案的占比（表）",
    "lines": "比率、标准与越过标准的家数（表）",
    "breakdown": "记录按某列的构成（表）",
    "scores": "各级指标得分（表）",
    "bands": "得分分段，每套分段一张（表）",
    "tree": "指标体系（表）",
    "source_title": "来源的称呼",
    "source_unit": "来源的记录用什么量词",
    "column_title": "列的称呼",
}
"""Method → what it draws or says, of `parts`; figures and tables stand where a template calls for them."""

FILTERS: Mapping[str, str] = {
    "column_title": "列的称呼：column|column_title(source)",
    "source_title": "来源的称呼：source|source_title",
    "whole_percent": "不带小数的百分数",
    "assumption": "稳健性研究中假设的称呼",
    "aggregation": "汇总方法的称呼",
    "left_out": "同一事项已有别的记录代表、因而不计的记录数：source|left_out(one)",
}
"""Filters that only the white paper has."""
