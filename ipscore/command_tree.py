"""The commands, in the groups in which help lists them: what each does, and which function does it.

A tree of data, so that help lists commands without importing any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class PlugIn(NamedTuple):
    """Where another distribution brings a command.

    Attributes:
        extra: of `ipscore`, with which it is installed; the distribution is called `ipscore-` and this.
        name: of its entry point.
    """

    extra: str
    name: str


class Leaf(NamedTuple):
    """A command.

    Attributes:
        help: what it does.
        function: where its function is: `module:function`, the module below `ipscore.commands`; or who brings it.
        doing: what it says before it begins, where it takes a second or more; reports name their file themselves.
    """

    help: str
    function: str | PlugIn
    doing: str = ""


class Branch(NamedTuple):
    """Commands that share their first words: what they are for, and the commands by heading and name."""

    help: str
    headings: Mapping[str, Mapping[str, Leaf | Branch]]

    def walk(self, *words: str) -> Iterator[tuple[tuple[str, ...], Leaf | Branch]]:
        """Everything below this branch with the words that call it, a branch before what it holds."""
        for entries in self.headings.values():
            for name, entry in entries.items():
                yield (*words, name), entry
                if isinstance(entry, Branch):
                    yield from entry.walk(*words, name)


def _branch(told: str, commands: Mapping[str, Leaf | Branch]) -> Branch:
    return Branch(told, {"命令": commands})


_REPORT = _branch(
    "报告：白皮书、工作簿、数据包、公司评价明细。",
    {
        "whitepaper": Leaf("白皮书：由一次评价的结果生成，供编写人员修改后发布。", "report:whitepaper"),
        "workbook": Leaf(
            "工作簿：概览、得分分布与图、公司得分、统计、较上年的变化、数据依据、数据字典。", "report:workbook"
        ),
        "data": Leaf("数据包：运行的各张表，CSV、Parquet 和 JSON，附 datapackage.json。", "report:data"),
        "firm": Leaf(
            "公司评价明细：一家公司的得分、依据、记录与较上年的变化；--all 写出每一家的，附异议表。", "report:firm"
        ),
        "robustness": Leaf(
            "稳健性报告：位次区间、稳定分组、敏感性、一致性；列公司名称，供评价人员使用。", "report:robustness"
        ),
        "templates": Leaf(
            "写出白皮书的 Word 模板和正文模板、公司评价明细的正文模板，供修改后用 --template、--texts 指明。",
            "report:templates",
            doing="正在写出模板",
        ),
    },
)
_OBJECTIONS = _branch(
    "异议表：写出供公司填写，读回并核对，由决定写出更正。",
    {
        "form": Leaf(
            "写出一家公司的异议表（XLSX）：计分的每条记录一行，理由与请求待填。",
            "objections:write_form",
            doing="正在写出异议表",
        ),
        "read": Leaf(
            "读回填好的异议表，逐格核对后列出各条异议；有一处不对，一条也不收。",
            "objections:read_forms",
            doing="正在读回异议表",
        ),
        "decide": Leaf(
            "读回写明决定的异议清单，支持的写成更正决定，驳回的只列出。", "objections:decide", doing="正在读回决定"
        ),
    },
)
_CACHE = _branch(
    "缓存：大的 CSV 与 Excel 文件换成 Parquet 的副本，再次读入时不必重新解析。",
    {
        "show": Leaf("列出缓存中的副本：来自哪个文件、多大、何时用过。", "cache:show_cache"),
        "clear": Leaf("清空缓存；正在使用的副本除外。", "cache:clear_cache"),
    },
)
_SURVEY = _branch(
    "调查：导入答卷、答卷去向与电话拨测的报告、样本安排、拨打安排。",
    {
        "report": Leaf(
            "一次调查的报告：答卷去向、各公司份数、电话拨测与编码一致性。", "survey:report", doing="正在读取答卷与拨测"
        ),
        "import": Leaf(
            "把问卷平台导出的文件对应到问卷，写成投资者调查答卷，并说明每一列怎样对应。",
            "survey:import_",
            doing="正在读取导出的文件",
        ),
        "plan": Leaf("按上年运行的方差，算出各公司需要多少份有效答卷。", "survey:plan", doing="正在安排样本"),
        "schedule": Leaf("排出电话拨测的安排：每家每轮一次，星期与钟点均衡。", "survey:schedule", doing="正在安排拨打"),
    },
)
_OPERATIONS = _branch(
    "运营指标：目录、填报、检查、监测、对比与报告。",
    {
        "catalogue": Leaf("指标目录：五类指标，或一项指标的口径、阈值与勾稽关系。", "ops.catalogue:catalogue"),
        "template": Leaf("写出填报表（XLSX），每个责任岗位一份。", "ops.readings:template"),
        "check": Leaf(
            "检查读数：各岗位缺报的、应核对的，以及不采用的行与原因。", "ops.readings:check", doing="正在读取并检查读数"
        ),
        "accounts": Leaf(
            "由账户明细计算账户质量指标；证件、电话与姓名不会出现在任何输出中。",
            "ops.readings:accounts",
            doing="正在读取账户明细",
        ),
        "score": Leaf(
            "监测与对比：预警、月度汇总、同业、清算效率、改善效果，写出运行文件夹。",
            "ops.run:score",
            doing="正在读取并监测读数",
        ),
        "verify": Leaf(
            "核对运营指标的运行文件夹：文件是否改动，由读数重新计算是否一致。", "ops.run:verify", doing="正在核对运行"
        ),
        "demo": Leaf(
            "写出试点的重建读数，监测与对比，并与公布数字对照。", PlugIn("demo", "ops.demo"), doing="正在重建并监测读数"
        ),
        "report": Leaf("月报（一家公司）或效果评估报告，Word、PDF、网页或工作簿。", "ops.report:report"),
    },
)
_RULEBOOK = _branch(
    "规则文件：新建年度、检查、查看、比较。",
    {
        "list": Leaf("列出自带的规则文件。", "rulebook:list_rulebooks"),
        "new": Leaf("由上年度的规则写出新年度的规则、问卷、编码方案、空的映射，以及逐项核对的清单。", "rulebook:new"),
        "check": Leaf("检查规则文件，一次列出全部问题。", "rulebook:check", doing="正在检查规则文件"),
        "show": Leaf("查看指标体系与规则；写明指标则列出它的全部参数与出处。", "rulebook:show_rulebook"),
        "diff": Leaf("比较两份规则：旧、新。", "rulebook:diff"),
        "schema": Leaf("规则文件的 JSON Schema，供编辑器补全与检查。", "rulebook:schema"),
    },
)
_WEIGHTS = _branch(
    "权重：由公布均分反推，向专家征询，按实际影响校正，每家公司最有利的权重。",
    {
        "recover": Leaf(
            "反推能再现公布均分的权重：最接近等权的一组，每个权重的范围，以及公布数字能确定哪些。",
            "weights:recover",
            doing="正在反推权重",
        ),
        "form": Leaf(
            "写出专家征询表（XLSX），每位专家一份：两两比较、分配 100 分，或最优最劣法。",
            "weights:form",
            doing="正在写出征询表",
        ),
        "elicit": Leaf(
            "读回专家征询表，得出权重、各位专家的一致性与分歧；--out 写成规则文件。",
            "weights:elicit",
            doing="正在读回征询表",
        ),
        "target": Leaf(
            "求使各指标的实际影响合于名义权重的权重：分散小的、彼此相关的指标，权重不等于影响。",
            "weights:target",
            doing="正在求权重",
        ),
        "doubt": Leaf(
            "最有利权重（数据包络分析）：每家公司各按对它最有利的权重，得分与位次如何。",
            "weights:doubt",
            doing="正在求最有利权重",
        ),
    },
)
TREE = Branch(
    "证券公司投资者保护状况评价：由数据到得分，每一分都可追溯到记录。",
    {
        "评价": {
            "demo": Leaf(
                "写出 2017 年度重建数据，评分，并与公布数字对照。",
                PlugIn("demo", "demo"),
                doing="正在重建数据、评分并写出报告",
            ),
            "score": Leaf("对一个数据文件夹评分，写出运行文件夹。", "score:score", doing="正在读取数据并评分"),
            "verify": Leaf(
                "核对运行文件夹：文件、数据与重新计算的结果是否一致。", "verify:verify", doing="正在核对运行"
            ),
        },
        "查看结果": {
            "explain": Leaf(
                "说明一家公司的得分：由起始分到得分，逐项列出依据与记录。", "explain:explain", doing="正在读取运行"
            ),
            "record": Leaf(
                "一条记录：内容、原件的文件与行号、在哪个指标使谁失了多少分。", "record:record", doing="正在读取运行"
            ),
            "distribution": Leaf("得分分布：各分段的公司数。", "distribution:distribution", doing="正在读取运行"),
            "reconcile": Leaf(
                "与公布数字对照：每个数字之差，哪个权重方案再现哪些。",
                "reconcile:reconcile",
                doing="正在与公布数字对照",
            ),
            "compare": Leaf(
                "比较两次运行：得分与位次的变化，分为规则、权重、记录三部分。",
                "compare:compare",
                doing="正在比较两次运行",
            ),
            "trend": Leaf(
                "几次运行按期间排列：得分、位次、分段的走势；体系变了的，另按各期都有的指标可比。",
                "trend:trend",
                doing="正在读取各次运行",
            ),
            "whatif": Leaf(
                "假如去掉记录、改变参数或权重：谁的得分与位次会变。", "whatif:whatif", doing="正在计算改变之后的得分"
            ),
            "robustness": Leaf(
                "稳健性：规则的选择与抽样误差一起变动，位次能靠得住到什么程度。",
                "robustness:robustness",
                doing="正在分析稳健性",
            ),
            "sql": Leaf("用 SQL 查询运行的各张表。", "sql:sql", doing="正在查询"),
            "report": _REPORT,
            "objections": _OBJECTIONS,
        },
        "准备数据": {
            "template": Leaf("写出各数据源的填报模板（XLSX）。", "template:template", doing="正在写出填报模板"),
            "check": Leaf(
                "检查数据文件夹：各文件读入、采用、不合格的行数与原因，末尾给出能否评分的结论。\n"
                "返回码：0 可以评分，3 存疑（能评分，应先看看），1 不能评分，2 用法错误。",
                "check:check",
                doing="正在读取并检查数据",
            ),
            "map": Leaf(
                "提出 mapping.toml：认不得的表头、取值与文件名各可能是什么，供核对。",
                "mapping:propose_mapping",
                doing="正在读取数据文件",
            ),
            "dictionary": Leaf(
                "数据字典：各数据源的列、类型与可选值。", "dictionary:dictionary", doing="正在列出数据字典"
            ),
            "cache": _CACHE,
        },
        "调查": {"survey": _SURVEY},
        "运营指标": {"ops": _OPERATIONS},
        "规则": {"rulebook": _RULEBOOK, "weights": _WEIGHTS},
    },
)
"""All commands of `ipscore`."""
