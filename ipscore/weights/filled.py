"""What an expert wrote about the children of one node → a judgement, or everything that is wrong with it."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from indicator_tree.tree import sort_key
from ipscore.weights.answers import is_tick, read_comparison, read_points, spelled
from ipscore.weights.grid import Cells, Grid, find_grid
from reports.elicitation import layout
from reports.elicitation.layout import labelled
from scoring.elicitation import BestWorstJudgement, BudgetJudgement, PairwiseJudgement
from scoring.elicitation.best_worst import HIGHEST
from scoring.elicitation.budget import BUDGET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.elicitation import Method, Siblings
    from scoring.elicitation import Judgement

_SHOWN = 5


class Filled:
    """One sheet.

    Attributes:
        judgement: None where nothing was written, or something is wrong.
        problems: what is wrong, in Chinese.
        remarks: what was read otherwise than it might have been meant.
    """

    def __init__(self, cells: Cells, group: Siblings, method: Method) -> None:
        self.judgement: Judgement | None = None
        self.problems: list[str] = []
        self.remarks: list[str] = []
        self._names = group.names
        self._codes = sorted(group.names, key=sort_key)
        read = {"pairwise": self._pairwise, "budget": self._budget, "best-worst": self._best_worst}[method]
        found = find_grid(cells, self._codes, self._headers(method))
        if isinstance(found, list):
            self.problems += found
        else:
            read(found)

    def _headers(self, method: Method) -> Mapping[str, str]:
        match method:
            case "pairwise":
                return {code: labelled(code, self._names[code]) for code in self._codes}
            case "budget":
                return {layout.POINTS: layout.POINTS}
            case "best-worst":
                return {key: key for key in (layout.BEST, layout.WORST, layout.FROM_BEST, layout.TO_WORST)}

    # ── two by two ──

    def _pairwise(self, grid: Grid) -> None:
        found = {
            (one, other): self._comparison(grid, one, other)
            for one in self._codes
            for other in self._codes
            if grid.text(one, other)
        }
        if not any(one != other for one, other in found):
            return
        for code in self._codes:
            if found.get((code, code)) not in (None, 1):
                self.problems.append(f"{grid.place(code, code)}：{code} 与自己相比应为 1，实为 {grid.text(code, code)}")
        absent, values = [], {}
        for one, other in combinations(self._codes, 2):
            upper, lower = found.get((one, other)), found.get((other, one))
            if (one, other) not in found and (other, one) not in found:
                absent.append(f"{grid.place(one, other)}（{one} 比 {other}）")
            elif upper is not None and lower is not None and upper * lower != 1:
                self.problems.append(
                    f"{grid.place(one, other)}（{one} 比 {other}）为 {spelled(upper)}，"
                    f"{grid.place(other, one)}（{other} 比 {one}）为 {spelled(lower)}，应互为倒数；"
                    f"左下方不用填，是否指 {spelled(1 / upper)}？"
                )
            elif (value := upper if upper is not None else None if lower is None else 1 / lower) is not None:
                values[one, other] = float(value)
        if absent:
            self.problems.append(f"还有 {len(absent)} 对没有填：{_listed(absent)}；同等重要填 1")
        if not self.problems:
            self.judgement = PairwiseJudgement(
                tuple(
                    tuple(
                        1.0 if one == other else values.get((one, other)) or 1 / values[other, one]
                        for other in self._codes
                    )
                    for one in self._codes
                )
            )

    def _comparison(self, grid: Grid, one: str, other: str) -> Fraction | None:
        text = grid.text(one, other)
        value = read_comparison(text)
        if isinstance(value, str):
            self.problems.append(f"{grid.place(one, other)}（{one} 比 {other}）：{value}")
            return None
        if value < 1 and value.numerator != 1 and "/" not in text:
            self.remarks.append(f"{grid.place(one, other)}（{one} 比 {other}）：{text} 照原数计；倒数请写 1/2 至 1/9")
        return value

    # ── 100 points ──

    def _budget(self, grid: Grid) -> None:
        key = layout.POINTS
        texts = {code: grid.text(code, key) for code in self._codes}
        if not any(texts.values()):
            return
        points: dict[str, Fraction] = {}
        for code, text in texts.items():
            value = read_points(text) if text else None
            if isinstance(value, str):
                self.problems.append(f"{grid.place(code, key)}（{code}）：{value}")
            elif value is not None:
                points[code] = value
        if self.problems:
            return
        total, budget = sum(points.values(), Fraction(0)), Fraction(BUDGET)
        absent = [code for code in self._codes if code not in points]
        if absent:
            left = budget - total
            meant = f"；是否指 {spelled(left)}（合计恰为 {BUDGET:g}）？" if len(absent) == 1 and left >= 0 else ""
            places = _listed([f"{grid.place(code, key)}（{code}）" for code in absent])
            self.problems.append(f"{places}没有填，不给分也请写 0{meant}")
        elif total == 1:
            self.problems.append(f"各项合计为 1，应为 {BUDGET:g}；是否写成了比例？请都乘以 {BUDGET:g}")
        elif total != budget:
            parts = " + ".join(f"{code} {spelled(points[code])}" for code in self._codes)
            gap = f"少 {spelled(budget - total)}" if total < budget else f"多 {spelled(total - budget)}"
            self.problems.append(f"各项合计 {spelled(total)}（{parts}），应为 {BUDGET:g}，{gap} 分")
        else:
            self.judgement = BudgetJudgement(tuple(float(points[code]) for code in self._codes))

    # ── best and worst ──

    def _best_worst(self, grid: Grid) -> None:
        keys = (layout.BEST, layout.WORST, layout.FROM_BEST, layout.TO_WORST)
        if not any(grid.text(code, key) for code in self._codes for key in keys):
            return
        best, worst = (self._ticked(grid, key) for key in (layout.BEST, layout.WORST))
        if best is not None and best == worst:
            self.problems.append(f"{best} 既是最重要的，又是最不重要的；各选一项")
        if self.problems or best is None or worst is None:
            return
        from_best = {code: self._times(grid, code, layout.FROM_BEST) for code in self._codes}
        to_worst = {code: self._times(grid, code, layout.TO_WORST) for code in self._codes}
        if self.problems:
            return
        for given, own, key in ((from_best, best, layout.FROM_BEST), (to_worst, worst, layout.TO_WORST)):
            if given[own] not in (None, 1):
                self.problems.append(f"{grid.place(own, key)}（{own} 与自己相比）应为 1，实为 {grid.text(own, key)}")
            given[own] = 1
        from_best[worst], to_worst[best] = from_best[worst] or to_worst[best], to_worst[best] or from_best[worst]
        if from_best[worst] != to_worst[best]:
            self.problems.append(
                f"{best} 比 {worst} 填了两次而不同：{grid.place(worst, layout.FROM_BEST)} 为 {from_best[worst]}，"
                f"{grid.place(best, layout.TO_WORST)} 为 {to_worst[best]}；请改成同一个数"
            )
        self._check_filled(grid, {layout.FROM_BEST: from_best, layout.TO_WORST: to_worst}, best, worst)
        if not self.problems:
            at = self._codes.index
            vectors = [tuple(float(given[code] or 1) for code in self._codes) for given in (from_best, to_worst)]
            self.judgement = BestWorstJudgement(at(best), at(worst), *vectors)

    def _check_filled(self, grid: Grid, given: Mapping[str, Mapping[str, int | None]], best: str, worst: str) -> None:
        whole = given[layout.FROM_BEST][worst]
        for key, column in given.items():
            for code, value in column.items():
                if value is None:
                    self.problems.append(
                        f"{grid.place(code, key)}（{code}：{key}）没有填；应为 1 至 {HIGHEST:g} 的整数"
                    )
                elif whole is not None and value > whole:
                    told = f"最重要的 {best} 只是最不重要的 {worst} 的 {whole} 倍，这一格不应更大"
                    self.problems.append(
                        f"{grid.place(code, key)}（{code}：{key}）为 {value}：{told}；是否指 {whole}？"
                    )

    def _ticked(self, grid: Grid, key: str) -> str | None:
        ticked = [code for code in self._codes if is_tick(grid.text(code, key))]
        if len(ticked) == 1:
            return ticked[0]
        if ticked:
            self.problems.append(f"“{key}”打了 {len(ticked)} 个 √（{'、'.join(ticked)}），应只有一个")
        else:
            column = layout.FROM_BEST if key == layout.BEST else layout.TO_WORST
            ones = [code for code in self._codes if grid.text(code, column) == "1"]
            meant = f"；“{column}”只有 {ones[0]} 为 1，是否指 {ones[0]}？" if len(ones) == 1 else ""
            self.problems.append(f"“{key}”没有打 √，应有一个{meant}")
        return None

    def _times(self, grid: Grid, code: str, key: str) -> int | None:
        text = grid.text(code, key)
        if not text:
            return None
        value = read_comparison(text)
        where = f"{grid.place(code, key)}（{code}：{key}）"
        if isinstance(value, str):
            self.problems.append(f"{where}：{value}")
        elif value < 1:
            self.problems.append(f"{where}：{text} 小于 1，最重要的不会不如它；是否指 {spelled(1 / value)}？")
        elif value.denominator != 1:
            self.problems.append(f"{where}：{text} 不是整数；应为 1 至 {HIGHEST:g} 的整数，是否指 {round(value)}？")
        else:
            return int(value)
        return None


def _listed(places: list[str]) -> str:
    more = f"等 {len(places)} 处" if len(places) > _SHOWN else ""
    return "、".join(places[:_SHOWN]) + more
