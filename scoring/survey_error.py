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
    Places = npt.NDArray[np.int64]


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
    covariance of two means n / (n - 1) Σ u_a u_b, n being the firm's respondents. Both are sums over answers to one and
    to two questions: what is counted by answer is exact whatever the order of the patterns, and few numbers are left
    however many respondents there are.
    """
    at = patterns["firm_id"].cast(pl.Enum(firms), strict=False)
    rows, known = patterns.filter(at.is_not_null()), at.drop_nulls().to_physical().to_numpy().astype(np.int64)
    answers = _answers(rows, rules)
    size = len(firms)
    number = np.bincount(known, rows["respondents"].to_numpy(), minlength=size)
    weight, squares = rows["weight"].to_numpy(), rows["weight_squares"].to_numpy()
    by_answer = [one.tally(known, weight, size) for one in answers]
    total = np.stack([tally.sum(axis=1) for tally in by_answer], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.stack([tally @ one.worth for one, tally in zip(answers, by_answer, strict=True)], axis=1) / total
        correction = np.where(number > 1, number / (number - 1), 0.0)
    away = [
        np.divide(one.worth - m[:, None], t[:, None], out=np.zeros((size, one.worth.size)), where=t[:, None] > 0)
        for one, m, t in zip(answers, mean.T, total.T, strict=True)
    ]
    total_squares = np.empty_like(total)
    covariance = np.empty((size, len(answers), len(answers)))
    for a, one in enumerate(answers):
        for b, other in enumerate(answers[: a + 1]):
            both = one.crossed(other, known, squares, size)
            covariance[:, a, b] = covariance[:, b, a] = np.einsum("fi,fij,fj->f", away[a], both, away[b])
        total_squares[:, a] = both.sum(axis=(1, 2))  # of a question with itself
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = total**2 / total_squares
    return SurveyError(tuple(rules), mean, effective, covariance * correction[:, None, None])


@dataclass(frozen=True)
class _Answers:
    """The answers to a question.

    Attributes:
        worth: of every answer that is worth something, in points.
        codes: of every pattern the place of its answer in `worth`; beyond its end where there is none.
    """

    worth: Floats
    codes: Places

    def tally(self, at: Places, counted: Floats, size: int) -> Floats:
        """What is counted, by firm and answer."""
        width = self.worth.size + 1
        sums = np.bincount(at * width + self.codes, counted, size * width)
        return np.asarray(sums, np.float64).reshape(size, width)[:, :-1]

    def crossed(self, other: _Answers, at: Places, counted: Floats, size: int) -> Floats:
        """What is counted, by firm, answer, and answer to another question."""
        rows, columns = self.worth.size + 1, other.worth.size + 1
        cells = (at * rows + self.codes) * columns + other.codes
        sums = np.bincount(cells, counted, size * rows * columns)
        return np.asarray(sums, np.float64).reshape(size, rows, columns)[:, :-1, :-1]


def _answers(patterns: pl.DataFrame, rules: Mapping[str, AnswersRule]) -> list[_Answers]:
    """The answers to the questions of all leaves."""
    codes = patterns.select(_codes(rule).alias(node) for node, rule in rules.items())
    return [
        _Answers(np.array(list(rule.answers.values.values())), codes[node].to_numpy()) for node, rule in rules.items()
    ]


def _codes(rule: AnswersRule) -> pl.Expr:
    values = rule.answers.values
    codes = pl.col(rule.question).cast(pl.Enum(list(values)), strict=False).to_physical()
    return codes.cast(pl.Int64).fill_null(len(values))
