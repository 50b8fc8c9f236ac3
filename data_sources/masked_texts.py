"""Columns of text in which personal numbers are covered."""

from __future__ import annotations

import polars as pl

from data_sources.distinct import FEW
from data_sources.masking import LIKELY_PERSONAL, mask


def masked_texts(texts: pl.Series) -> pl.Series:
    """The texts, each as `mask` gives it; of many every different one that may hold a personal number, once."""
    if len(texts) <= FEW:
        masked = [None if text is None else mask(text) for text in texts]
        return texts if masked == texts.to_list() else pl.Series(texts.name, masked, pl.String)
    different = texts.unique()
    likely = different.filter(different.str.contains(LIKELY_PERSONAL))
    return (
        texts
        if likely.is_empty()
        else texts.replace(likely, pl.Series([mask(text) for text in likely], dtype=pl.String))
    )


def holds_personal(texts: pl.Series) -> pl.Series:
    """Which texts have a personal number in them; False where there is no text."""
    return masked_texts(texts).ne_missing(texts)
