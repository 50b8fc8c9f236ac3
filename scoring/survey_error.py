"""Sampling error of the indicators that rest on answers, and their covariances, from answer patterns.

Analytic, by Taylor linearisation (Wolter 2007, Introduction to Variance Estimation, chapter 6), rather than by
replicate weights: the patterns hold all that the linearised variances and covariances of weighted means depend on, so
that one pass over the respondents gives the exact result, without random numbers, at any number of respondents. The
same respondents answer all questions, hence covariances. That raking estimates its weights is not accounted for: where
the margins explain the answers, the true error is smaller.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.frames import SURVEY_COVARIANCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from indicator_tree.rules import AnswersRule

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SurveyError:
    """Means of the answer-based leaves and their covariances.

    Attributes:
        nodes: the leaves.
        mean: answer means in points, shape (firms, leaves); NaN without answers.
        effective: effective number of respondents, shape (firms, leaves).
        covariance: of the means, in points squared, shape (firms, leaves, leaves); 0 where there is no mean.
    """

    nodes: tuple[str, ...]
    mean: Floats
    effective: Floats
    covariance: Floats

    @property
    def correlation(self) -> Floats:
        """Correlations of the means; parts without variance correlate with nothing but themselves."""
        sd = np.sqrt(np.einsum("fii->fi", self.covariance))
        product = sd[:, :, None] * sd[:, None, :]
        found = np.divide(self.covariance, product, out=np.zeros_like(product), where=product > 0)
        at = np.arange(len(self.nodes))
        found[:, at, at] = 1.0
        return np.asarray(found)

    def covariance_table(self, firms: pl.Series) -> pl.DataFrame:
        """Frame of the shape `SURVEY_COVARIANCE`: every pair of leaves once, sorted by firm.

        Args:
            firms: ids, in the order of the arrays.
        """
        one, other = np.triu_indices(len(self.nodes))
        codes = pl.Series(self.nodes)
        pairs = pl.DataFrame({"node": codes.gather(one), "other": codes.gather(other)})
        values = pl.DataFrame({"covariance": self.covariance[:, one, other].reshape(-1)})
        table = pl.concat(
            [firms.alias("firm_id").to_frame().join(pairs, how="cross", maintain_order="left_right"), values],
            how="horizontal",
        )
        return table.cast(SURVEY_COVARIANCE)


def survey_error(firms: pl.Series, patterns: pl.DataFrame, rules: Mapping[str, AnswersRule]) -> SurveyError:
    """Means, effective sizes and covariances of all answer-based leaves.

    Args:
        firms: ids, in the order of the result.
        patterns: firm_id, the questions, respondents, weight (Σw), weight_squares (Σw²).
        rules: the leaves' rules, by code.

    The mean is m = Σwv / Σw over those who answered; a respondent's influence on it is u = w (v - m) / Σw, and the
    covariance of two means n / (n - 1) Σ u_a u_b, n being the firm's respondents.
    """
    order = pl.DataFrame({"firm_id": firms, "at": np.arange(len(firms))})
    rows = patterns.join(order, on="firm_id", maintain_order="left")
    at = rows["at"].to_numpy()
    weight, squares = rows["weight"].to_numpy(), rows["weight_squares"].to_numpy()
    number = np.bincount(at, rows["respondents"].to_numpy(), minlength=len(firms))
    values = np.stack([_values(rows, rule) for rule in rules.values()], axis=1)
    answered = ~np.isnan(values)
    total = _sums(at, weight[:, None] * answered, len(firms))
    total_squares = _sums(at, squares[:, None] * answered, len(firms))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = _sums(at, weight[:, None] * np.nan_to_num(values), len(firms)) / total
        effective = total**2 / total_squares
        influence = np.where(answered, (values - mean[at]) / total[at], 0.0)
        correction = np.where(number > 1, number / (number - 1), 0.0)
    size = len(rules)
    products = (influence[:, :, None] * influence[:, None, :]).reshape(-1, size * size)
    covariance = _sums(at, squares[:, None] * products, len(firms)).reshape(-1, size, size)
    return SurveyError(tuple(rules), mean, effective, covariance * correction[:, None, None])


def _values(rows: pl.DataFrame, rule: AnswersRule) -> Floats:
    answers = rows[rule.question]
    worth = answers.replace_strict(rule.answers.values, default=None, return_dtype=pl.Float64)
    return worth.fill_null(float("nan")).to_numpy()


def _sums(at: npt.NDArray[np.int64], columns: Floats, size: int) -> Floats:
    """Sum the rows of every firm, column by column, in the order of the rows."""
    return np.stack([np.bincount(at, column, minlength=size) for column in columns.T], axis=1)
