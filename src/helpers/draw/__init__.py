"""Drawing: frames in, matplotlib figures out, in the one style of the book.

Each function takes the frame that the reader can download and draws nothing else.
"""

from helpers.draw.claims import verdicts
from helpers.draw.explorer import network
from helpers.draw.forces import attendance, declared, squares
from helpers.draw.institutions import decisions, meetings, offices
from helpers.draw.law import bases, exits, wordings
from helpers.draw.memberships import affiliations, gantt, steps
from helpers.draw.timelines import acts, intervals, timeline

__all__ = [
    "acts",
    "affiliations",
    "attendance",
    "bases",
    "decisions",
    "declared",
    "exits",
    "gantt",
    "intervals",
    "meetings",
    "network",
    "offices",
    "squares",
    "steps",
    "timeline",
    "verdicts",
    "wordings",
]
