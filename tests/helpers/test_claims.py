"""Counts of verdicts: every verdict has its place, a claim that is never scored has none."""

import pandas as pd

from helpers import claims


def test_verdicts_are_counted_in_the_order_of_the_figures():
    written = pd.DataFrame({"verdict": ["disputed", None, "supported", "disputed"]})
    found = claims.verdict_counts(written)
    assert list(found["verdict"]) == list(claims.VERDICTS)
    assert found.set_index("verdict")["claims"].to_dict() == {
        "supported": 1, "partly supported": 0, "disputed": 2, "contradicted": 0, "not testable": 0,
    }  # fmt: skip
    assert list(found.columns) == ["verdict", "claims"]
