"""A verification spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.table import Table, label, text

if TYPE_CHECKING:
    from ipscore.verification import Check, Verification


def verification_tables(found: Verification) -> list[Table | str]:
    """Files and inputs in a line each where all is well; every table; the verdict."""
    return [
        _group("运行文件与清单", found.files),
        _group("数据文件与清单", found.inputs),
        _group("清单所记与重新计算", found.manifest, "项", "项目"),
        Table(
            title="重新计算",
            columns=(label("表"), label("结果"), text("差异")),
            rows=tuple(_row(check) for check in found.tables),
        ),
        *([_group("稳健性分析与其清单", found.study, "项", "项目")] if found.study else []),
        *([found.previous] if found.previous else []),
        *([f"版本与运行时不同：{'、'.join(found.versions)}"] if found.versions else []),
        "结论：一致" if found.same else "结论：不一致",
    ]


def _group(title: str, checks: tuple[Check, ...], unit: str = "个文件", header: str = "文件") -> Table | str:
    wrong = [check for check in checks if not check.same]
    if not wrong:
        return f"{title}：{len(checks)} {unit}都一致"
    return Table(
        title=f"{title}：{len(checks)} {unit}中 {len(wrong)} {unit[0]}不一致",
        columns=(text(header), label("结果"), text("差异")),
        rows=tuple(_row(check) for check in wrong),
    )


def _row(check: Check) -> tuple[str, str, str]:
    return check.what, "一致" if check.same else "不一致", "\n".join(check.differences)
