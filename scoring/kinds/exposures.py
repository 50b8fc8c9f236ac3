"""Events of firms against what they are divided by, and what those of all firms together say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.errors import SizeError
from scoring.small_numbers.counts import count_quantile
from scoring.small_numbers.gamma_poisson import fit_gamma
from scoring.small_numbers.standardisation import expected_events

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from indicator_tree import Rulebook
    from indicator_tree.rules import IncidenceRule
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.small_numbers.gamma_poisson import GammaPrior

EVENTS, SIZE = "events", "size"
"""Keys of the evidence."""


@dataclass(frozen=True)
class Exposures:
    """Events and exposures of all firms, one value per firm.

    Attributes:
        events: 0 where there are none.
        size: NaN where it is not known.
        exposure: what the events are divided by: the size in the rule's units, or the events expected; NaN where there
            is nothing to divide by.
        known: where there is an incidence.
        few: where the rule's minimum is not reached.
        trusted: what the minimum is held against.
        pools_few: whether these firms have the industry's incidence.
        prior: of the incidences; None where nothing needs it, or no firm has any exposure.
    """

    events: Values
    size: Values
    exposure: Values
    known: Where
    few: Where
    trusted: Values
    pools_few: bool
    prior: GammaPrior | None

    @classmethod
    def of(cls, node: str, rule: IncidenceRule, facts: Facts, book: Rulebook) -> Exposures:
        """Lay out the evidence of a leaf.

        Raises:
            SizeError: a size that is not above 0, or none for a firm that has records.
        """
        counts, sizes = _strata(node, rule, facts, book)
        events, size = counts.sum(axis=0), sizes.sum(axis=0)
        known = ~np.isnan(size)
        expected = np.full(facts.count, np.nan)
        expected[known] = expected_events(counts[:, known], sizes[:, known])
        exposure = expected if rule.each is None else size / rule.each
        known &= exposure > 0
        small = rule.small_numbers
        trusted = expected if small is None or small.of == "expected" else events
        pools_few = small is not None and small.below == "pool"
        return cls(
            events=events,
            size=size,
            exposure=np.where(known, exposure, np.nan),
            known=known,
            few=known & (trusted < (small.minimum if small else 0)),
            trusted=trusted,
            pools_few=pools_few,
            prior=fit_gamma(events[known], exposure[known]) if rule.shrinkage or pools_few else None,
        )

    @property
    def own(self) -> Values:
        """The firms' own incidences; NaN where there is none."""
        return np.asarray(self.events / self.exposure)

    def value_at(self, level: Values, *, shrunk: bool) -> Values:
        """Incidences at levels of confidence, of a shape that broadcasts against the firms."""
        if shrunk and self.prior is not None:
            value = self.prior.quantile(self.events, self.exposure, level)
        else:
            value = count_quantile(self.events, level) / self.exposure
        if self.pools_few and self.prior is not None:
            nothing = np.zeros_like(self.events)
            return np.asarray(np.where(self.few, self.prior.quantile(nothing, nothing, level), value))
        return value


def _strata(node: str, rule: IncidenceRule, facts: Facts, book: Rulebook) -> tuple[Values, Values]:
    """Events and sizes, shape (strata, firms); NaN in all strata where a firm has no size at all."""
    events, sizes = (dict(facts.categories(f"{node}.{key}")) for key in (EVENTS, SIZE))
    if not rule.expected_by:  # one stratum, whatever the rows are called
        events, sizes = (dict(zip([""], each.values(), strict=False)) for each in (events, sizes))
    names, nothing = sorted({*events, *sizes}) or [""], np.full(facts.count, np.nan)
    counts = np.nan_to_num(np.stack([events.get(name, nothing) for name in names]))
    found = np.stack([sizes.get(name, nothing) for name in names])
    both = dict(zip(names, zip(counts, found, strict=True), strict=True))
    _require_sizes(f"{node} {book.indicator[node].name}", rule, facts.firms, both)
    return counts, np.where(np.isnan(found).all(axis=0), np.nan, np.nan_to_num(found))


def _require_sizes(
    named: str, rule: IncidenceRule, firms: pl.Series, strata: Mapping[str, tuple[Values, Values]]
) -> None:
    """Require a size above 0 wherever there are records, and none that is no size."""
    size = rule.size
    for name, (count, found) in strata.items():
        wrong = (found < 0 if rule.expected_by else found <= 0) | np.isinf(found)
        lacking = (count > 0) & ~wrong & ~(found > 0)
        what = f"{size.label}（{name}）" if name else size.label
        for where, told in ((wrong, "不是大于 0 的数"), (lacking, f"没有填写，却有{rule.label}")):
            if where.any():
                raise SizeError(named, what, size.source, told, firms=firms.gather(np.flatnonzero(where)).to_list())
