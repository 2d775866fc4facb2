"""The exponents at which claims are checked where nobody says which; generated cases draw theirs in `drawn`."""

from __future__ import annotations

__all__ = ["CAMPAIGN_EXPONENTS", "GIVEN_EXPONENTS"]

#: On given data: the user's, and those of the report.
GIVEN_EXPONENTS = ("1/10", "1/3", "1/2", "2/3", "9/10")

#: In a campaign, drawn for every group of data sets; "float" stands for a random double. More than on given data, as
#: its data sets are many and small; and without the limits 0, 0+ and 1-, which are no cases of a claim (the campaign of
#: the fast path, `sparsest.campaign.families`, has those).
CAMPAIGN_EXPONENTS = (
    "1/2", "1/3", "2/3", "1/4", "3/4", "1/10", "9/10", "2/5", "37/100", "99/100", "1/1000", "float",
)  # fmt: skip
