"""The ways in which children make a node. All are pure and take any number of trailing axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from indicator_tree.aggregation import Method

    Floats = npt.NDArray[np.float64]
    Truths = npt.NDArray[np.bool_]


def aggregate(values: Floats, shares: Floats, method: Method) -> Floats:
    """The node that children make (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 6).

        arithmetic  Σ s x        geometric  Π x^s        harmonic  1 / Σ (s / x)        least  min x

    Args:
        values: shape (children, …); NaN where a child has none.
        shares: the same shape; 0 where a child has no value, else they add up to 1 (`present_shares`).
        method: see above.

    Returns:
        Shape (…); NaN where no child counts, or where the method has no value (`undefined`).
    """
    counted = shares > 0
    nothing = ~counted.any(axis=0)
    known = np.where(counted, values, 1.0)
    match method:
        case "arithmetic":
            made = (known * shares).sum(axis=0)
        case "geometric":
            made = np.exp((np.log(np.where(known > 0, known, 1.0)) * shares).sum(axis=0))
            nothing = nothing | undefined(values, shares, method)
        case "harmonic":
            inverse = (shares / np.where(known > 0, known, 1.0)).sum(axis=0)
            made = np.divide(1.0, inverse, out=np.full_like(inverse, np.nan), where=inverse > 0)
            nothing = nothing | undefined(values, shares, method)
        case "least":
            made = np.where(counted, values, np.inf).min(axis=0)
    return np.asarray(np.where(nothing, np.nan, made))


def undefined(values: Floats, shares: Floats, method: Method) -> Truths:
    """Where a method has no value: zero or less among children that count, under a geometric or harmonic mean.

    A geometric mean with a zero is zero by continuity, whatever the other children: a choice that nobody should make
    unawares, so it counts as undefined here.
    """
    if method in ("arithmetic", "least"):
        return np.zeros(values.shape[1:], dtype=np.bool_)
    return np.asarray(((values <= 0) & (shares > 0)).any(axis=0))


def gradients(values: Floats, shares: Floats, made: Floats, method: Method) -> Floats:
    """How much a node moves for a small move of each child: ∂ node / ∂ child, shape of the values.

    Args:
        values: of the children, shape (children, …).
        shares: as they count, the same shape.
        made: the node, shape (…).
        method: by which it was made. Of several lowest children of `least` the first moves the node.
    """
    counted = shares > 0
    known = np.where(counted, values, 1.0)
    match method:
        case "arithmetic":
            return shares
        case "geometric":
            return np.nan_to_num(np.where(counted, shares * made / known, 0.0))
        case "harmonic":
            return np.nan_to_num(np.where(counted, shares * (made / known) ** 2, 0.0))
        case "least":
            return _first_lowest(values, counted)


def loss_shares(values: Floats, shares: Floats, made: Floats, method: Method, full: float) -> Floats:
    """Shares by which a node's loss is exactly that of its children: full - node = Σ share (full - child).

    For the geometric mean with the logarithmic mean L(a, b) = (a - b) / ln(a / b), L(full, node) s / L(full, child)
    (Ang 2004, Decision analysis for policymaking in energy, Energy Policy 32: the logarithmic mean Divisia index); for
    the harmonic mean s node / child; for the least child all of the loss is its own.
    """
    counted = shares > 0
    known = np.where(counted, values, 1.0)
    match method:
        case "arithmetic":
            return shares
        case "geometric":
            return np.nan_to_num(np.where(counted, shares * _log_mean(full, made) / _log_mean(full, known), 0.0))
        case "harmonic":
            return np.nan_to_num(np.where(counted, shares * made / known, 0.0))
        case "least":
            return _first_lowest(values, counted)


def _first_lowest(values: Floats, counted: Truths) -> Floats:
    candidates = np.where(counted, values, np.inf)
    at = candidates.argmin(axis=0)
    places = np.arange(len(values)).reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray(((places == at) & counted).astype(np.float64))


def _log_mean(a: float, b: Floats) -> Floats:
    """The logarithmic mean, a where both are the same."""
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(b - a) > 1e-9 * abs(a)
        return np.asarray(np.where(apart, (a - b) / np.log(a / np.where(apart, b, 1.0)), (a + b) / 2))
