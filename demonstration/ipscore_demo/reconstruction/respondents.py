"""Who answered, and how: what an answer sheet tells beside its answers. Nothing of it enters a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ipscore_demo.reconstruction.solver import InfeasibleError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from ipscore_demo.reconstruction.aims import Survey
    from ipscore_demo.reconstruction.solver import Ints

COMPLETED = "已完成"


def consistent(
    columns: Mapping[str, npt.NDArray[np.str_]],
    contradiction: Mapping[str, str],
    firm: Ints,
    rng: np.random.Generator,
) -> None:
    """Swap answers between respondents of one firm until nobody gives all of the answers that contradict each other.

    How often a firm was given each answer does not change. The last of the columns is changed in place.

    Raises:
        InfeasibleError: a firm has too many of these answers.
    """
    *others, last = contradiction
    rest = np.logical_and.reduce([columns[name] == contradiction[name] for name in others])
    final = columns[last] == contradiction[last]
    for number in np.unique(firm[rest & final]):
        bad, room = (np.flatnonzero(where & (firm == number)) for where in (rest & final, ~rest & ~final))
        if room.size < bad.size:
            answers = "、".join(f"{name} = {answer}" for name, answer in contradiction.items())
            raise InfeasibleError(f"一家公司里 {answers} 太多，不能互不矛盾")
        partners = rng.choice(room, bad.size, replace=False)
        columns[last][bad], columns[last][partners] = columns[last][partners], columns[last][bad]


def answer_sheets(survey: Survey, firm: Ints, rng: np.random.Generator) -> dict[str, pl.Series]:
    """One value per completed answer sheet: respondent, device, status, seconds, client, attributes, attention.

    Some respondents judge a second firm, from the same device; nobody judges one firm twice.

    Args:
        survey: shares and times.
        firm: the firm of every sheet.
        rng: of everything.
    """
    count = firm.size
    person = rng.permutation(count)
    chosen = rng.permutation(count)[: 2 * int(survey.second_firm * count / 2)].reshape(2, -1)
    apart = firm[chosen[0]] != firm[chosen[1]]
    person[chosen[1][apart]] = person[chosen[0][apart]]
    seconds = survey.seconds * np.exp(survey.seconds_spread * rng.standard_normal(count))
    least = survey.seconds * survey.least_seconds
    drawn = {
        name: pl.Series(np.array(list(shares))[rng.choice(len(shares), count, p=list(shares.values()))])
        for name, shares in survey.attributes.items()
    }
    return {
        "respondent": pl.Series([f"SF{number:06}" for number in person]),
        "device": pl.Series([f"{number * 2654435761 % 2**32:08x}" for number in person.tolist()]),
        "status": pl.repeat(COMPLETED, count, eager=True),
        "seconds": pl.Series(np.rint(np.maximum(seconds, least)).astype(np.int64)),
        "client": pl.repeat(True, count, eager=True),
        **drawn,
        **{question: pl.repeat(answer, count, eager=True) for question, answer in survey.attention.items()},
    }
