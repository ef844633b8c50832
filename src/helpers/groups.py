"""Groups of states that several chapters compare, by their alpha-3 codes."""

from __future__ import annotations

#: Members of the organisation without Russia.
MEMBERS = ("ARM", "BLR", "KAZ", "KGZ", "TJK")
#: Central Asia by membership.
INSIDE, OUTSIDE = ("KAZ", "KGZ", "TJK"), ("TKM", "UZB")
