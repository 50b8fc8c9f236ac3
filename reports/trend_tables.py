"""Several evaluations on the terminal: means by period, firms by period, one firm by node, what changed in between."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.figures import EMPTY, fixed, signed
from reports.naming import named
from reports.table import Table, label, number, text
from scoring.frames import TOTAL_NODES
from scoring.node_rules.words import node_text
from scoring.trend.letters import labels_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reports.table import Column
    from scoring.trend import Trend

LIKE = "可比"
_LIKE_NOTE = (
    "可比：只计各期都有的末级指标（代码与名称都相同），按最近一期的体系、权重与合成方法合成；"
    "指标与总分上的规则（封顶、扣分等）不计，末级指标评分规则的变化不在此列，两期之间的分解见 ipscore compare"
)
MOVES = {"came": "新参评", "went": "不再参评", "merged": "合并"}
_MARK = "＊"


def trend_tables(trend: Trend, node: str | None = None) -> list[Table]:
    """The means of all nodes or of one, the firms at the node (at the total where none is given), and what changed."""
    at = node or "total"
    found = [
        _heading(trend),
        means_table(trend, None if node is None else (node,)),
        firms_table(trend, at),
        *(table for one in trend.lettered if node in (None, one) for table in letters_tables(trend, one)),
        nodes_table(trend, node),
    ]
    if node is None:
        found.append(moves_table(trend))
    return [found[0], *(table for table in found[1:] if table.rows)]


def firm_trend_tables(trend: Trend, firm_id: str, node: str | None = None) -> list[Table]:
    """One firm at all nodes or at one: scores, ranks and bands by period."""
    own = trend.scores.filter(firm_id=firm_id)
    shown = own if node is None else own.filter(node=node)
    name = next(iter(own["firm"]), firm_id)
    like = trend.changed
    rows = []
    for (code, title), group in shown.group_by("node", "name", maintain_order=True):
        by = {row["run"]: row for row in group.iter_rows(named=True)}
        letters = _letters(trend, str(code)).get(firm_id, {}) if trend.lettered else None
        cells = [cell for run in _runs(trend) for cell in _of_run(run, by, letters)]
        rows.append((str(code), _marked(trend, str(code), str(title)), *cells, *(_likes(trend, by) if like else ())))
    columns = [label("指标"), text("名称")]
    for period in trend.periods:
        columns += _period_columns(period, lettered=bool(trend.lettered))
    columns += [number(f"{LIKE} {period}", spare=1) for period in trend.periods] if like else []
    notes = [*_notes(trend), *_firm_notes(trend, firm_id)]
    return [_heading(trend), Table(named(name, firm_id), tuple(columns), tuple(rows), tuple(notes))]


def means_table(trend: Trend, nodes: Sequence[str] | None = None) -> Table:
    """Means of all nodes or of some by period, as they were and like for like."""
    shown = trend.means if nodes is None else trend.means.filter(pl.col("node").is_in(list(nodes)))
    rows = []
    for (code, title), group in shown.group_by("node", "name", maintain_order=True):
        by = {row["run"]: row for row in group.iter_rows(named=True)}
        means = [None if (row := by.get(run)) is None else row["mean"] for run in _runs(trend)]
        likes = [fixed(by[run]["like"]) if run in by else EMPTY for run in _runs(trend)] if trend.changed else []
        change = None if means[-1] is None or means[-2] is None else means[-1] - means[-2]
        rows.append((str(code), _marked(trend, str(code), str(title)), *map(fixed, means), signed(change), *likes))
    extra = [number(f"{LIKE} {period}", spare=1) for period in trend.periods] if trend.changed else []
    columns = (label("指标"), text("名称"), *map(number, trend.periods), number("末期变化"), *extra)
    return Table("各期均分", columns, tuple(rows), tuple(_notes(trend)))


def firms_table(trend: Trend, node: str) -> Table:
    """The firms at a node by period, the best of the latest first."""
    rows = trend.scores.filter(node=node)
    noun = trend.latest.words.noun
    by: dict[str, dict[int, Mapping[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        by.setdefault(row["firm_id"], {})[row["run"]] = row
    last = len(trend.periods)
    ordered = sorted(by.items(), key=lambda item: (_rank_of(item[1].get(last)), item[0]))
    names = dict(rows.select("firm_id", "firm").iter_rows())
    columns, letters = [text(noun)], _letters(trend, node) if node in trend.lettered else None
    for period in trend.periods:
        columns += _period_columns(period, lettered=letters is not None)
    columns += [number("末期变化"), number("位次变化")]
    cells = tuple(
        (
            names[firm],
            *(
                cell
                for run in _runs(trend)
                for cell in _of_run(run, own, None if letters is None else letters.get(firm, {}))
            ),
            *_change(own, last),
        )
        for firm, own in ordered
    )
    title = next(iter(rows["name"].reverse()), node)
    return Table(f"{node} {title}：各期得分与位次", tuple(columns), cells, ("位次变化：升为负，降为正",))


def letters_tables(trend: Trend, node: str) -> list[Table]:
    """How many firms have which letter of a node in every period, and from which letter to which they moved at last."""
    labels = labels_of(trend.evaluations, node)
    own = trend.letters.filter(node=node)
    counts = own.group_by("run", "letter").len()
    many = {(run, letter): count for run, letter, count in counts.iter_rows()}
    there = set(own["run"])

    def counted(letter: str | None) -> tuple[str, ...]:
        return tuple(str(many.get((run, letter), 0)) if run in there else EMPTY for run in _runs(trend))

    rows = [(letter, *counted(letter)) for letter in labels]
    rows += [("没有等级", *counted(None))] if any((run, None) in many for run in there) else []
    name = node_text(node, trend.latest) if node in (*trend.latest.nodes, *TOTAL_NODES) else node
    noun = trend.latest.words.noun
    by_period = Table(f"{name}：各期各等级的{noun}数", (label("等级"), *map(number, trend.periods)), tuple(rows))
    return [by_period, *_letter_matrix(trend, node, labels, name)]


def _letter_matrix(trend: Trend, node: str, labels: Sequence[str], name: str) -> Iterator[Table]:
    """The last two periods: a row per letter before, a column per letter now, firms of both."""
    last = len(trend.periods)
    was, now = (
        dict(trend.letters.filter(node=node, run=run)["firm_id", "letter"].iter_rows()) for run in (last - 1, last)
    )
    pairs = Counter((was[firm], now[firm]) for firm in was.keys() & now.keys())
    if not pairs:
        return
    ends = [*labels, *([None] if any(None in pair for pair in pairs) else [])]
    rows = [(before or "没有等级", *(str(pairs[before, after]) for after in ends)) for before in ends]
    before, after = trend.periods[-2:]
    columns = (label(f"{before} ＼ {after}"), *(number(each or "没有等级") for each in ends))
    yield Table(f"{name}：等级的升降（行为 {before}，列为 {after}）", columns, tuple(rows))


def _letters(trend: Trend, node: str) -> dict[str, dict[int, str]]:
    """Firm → run → letter of a node; a dash for none."""
    found: dict[str, dict[int, str]] = {}
    for firm, run, letter in trend.letters.filter(node=node)["firm_id", "run", "letter"].iter_rows():
        found.setdefault(firm, {})[run] = letter or EMPTY
    return found


def _period_columns(period: str, *, lettered: bool) -> list[Column]:
    letters = [label("等级", spare=2)] if lettered else []
    return [number(period), number("位次"), label("分段", spare=3 if lettered else 2), *letters]


def _of_run(run: int, by: Mapping[int, Mapping[str, Any]], letters: Mapping[int, str] | None) -> tuple[str, ...]:
    """Score, rank, band and, where there are letters, the letter of one evaluation."""
    own = _score_rank_band(by.get(run))
    return own if letters is None else (*own, letters.get(run, EMPTY))


def nodes_table(trend: Trend, node: str | None = None) -> Table:
    """Nodes whose children or weights are others than in the evaluation before, and nodes that came or went."""
    rows = [
        (str(row["period"]), str(row["node"]), str(row["name"]), told)
        for row in node_changes(trend)
        if (node is None or row["node"] == node) and (told := row["told"])
    ]
    columns = (label("期间"), label("指标"), text("名称"), text("与上一期相比"))
    return Table("体系与权重的变化", columns, tuple(rows))


def node_changes(trend: Trend) -> Iterator[dict[str, Any]]:
    """period, node, name, told: what became of a node since the evaluation before, in Chinese; empty where nothing."""
    for _, group in trend.nodes.group_by("node", "name", maintain_order=True):
        there = None
        for row in group.sort("run").iter_rows(named=True):
            told = []
            if there is not None and row["there"] != there:
                told.append("新增" if row["there"] else "取消")
            told += [f"下级增加 {'、'.join(row['added'])}"] if row["added"] else []
            told += [f"下级减少 {'、'.join(row['dropped'])}"] if row["dropped"] else []
            told += ["下级权重改变"] if row["reweighted"] else []
            there = row["there"]
            yield {**{key: row[key] for key in ("period", "node", "name", "run")}, "told": "；".join(told)}


def moves_table(trend: Trend) -> Table:
    """Firms that came, went or were merged."""
    noun = trend.latest.words.noun
    rows = tuple(
        (row["period"], row["firm"], MOVES[row["kind"]], move_text(row)) for row in trend.firms.iter_rows(named=True)
    )
    return Table(f"{noun}的进出", (label("期间"), text(noun), label("变动"), text("说明")), rows)


def move_text(row: Mapping[str, Any]) -> str:
    """`并入甲证券，合并评价`; the reason of the register; empty where nothing is known."""
    if row["kind"] == "merged":
        return f"并入{row['into_firm'] or row['into']}，合并评价"
    if row["kind"] == "went":
        return str(row["reason"] or "不在该期的名录中")
    return ""


def _heading(trend: Trend) -> Table:
    notes = []
    for period, one in zip(trend.periods, trend.evaluations, strict=True):
        book = one.rulebook
        firms = one.firms.filter(pl.col("status") == "evaluated").height
        scheme = f"{one.scheme}（{book.weights[one.scheme].title}）"
        notes.append(f"{period}：规则 {book.id}，权重方案 {scheme}，参评 {firms} {book.words.measure}")
    return Table(" → ".join(trend.periods), (), (), tuple(notes))


def _notes(trend: Trend) -> list[str]:
    if not trend.changed:
        return []
    leaves = len(trend.latest.leaves)
    return [
        f"各期都有的末级指标 {len(trend.common)} 项（最近一期共 {leaves} 项）",
        _LIKE_NOTE,
        f"{_MARK} 下级指标与上一期不同，得分不可直接相比",
    ]


def _firm_notes(trend: Trend, firm_id: str) -> list[str]:
    own = trend.firms.filter(firm_id=firm_id)
    absorbed = trend.firms.filter(into=firm_id)
    told = [f"{row['period']}：{MOVES[row['kind']]}{_after(move_text(row))}" for row in own.iter_rows(named=True)]
    return told + [f"{row['period']}起含 {row['firm']}（合并评价）" for row in absorbed.iter_rows(named=True)]


def _after(told: str) -> str:
    return f"（{told}）" if told else ""


def _marked(trend: Trend, node: str, name: str) -> str:
    changes = trend.nodes.filter(node=node, name=name).drop_nulls("reweighted")
    moved = changes.filter((pl.col("added").list.len() > 0) | (pl.col("dropped").list.len() > 0))
    return f"{name}{_MARK}" if moved.height else name


def _runs(trend: Trend) -> Iterable[int]:
    return range(1, len(trend.periods) + 1)


def _score_rank_band(row: Mapping[str, Any] | None) -> tuple[str, str, str]:
    if row is None:
        return EMPTY, EMPTY, EMPTY
    return fixed(row["score"]), EMPTY if row["rank"] is None else str(row["rank"]), row["band"] or EMPTY


def _likes(trend: Trend, by: Mapping[int, Mapping[str, Any]]) -> Sequence[str]:
    return [fixed(by[run]["like"]) if run in by else EMPTY for run in _runs(trend)]


def _change(own: Mapping[int, Mapping[str, Any]], last: int) -> tuple[str, str]:
    before, now = own.get(last - 1), own.get(last)
    if before is None or now is None or before["score"] is None or now["score"] is None:
        return EMPTY, EMPTY
    return signed(now["score"] - before["score"]), f"{now['rank'] - before['rank']:+d}"


def _rank_of(row: Mapping[str, Any] | None) -> float:
    return float("inf") if row is None or row["rank"] is None else float(row["rank"])
