"""Responses to evidence by the product's own code."""

from functools import partial

from benchmarks.rivals.ours import reduce_source

reduce = partial(reduce_source, source="survey_responses")
