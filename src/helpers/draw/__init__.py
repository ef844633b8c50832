"""Drawing: frames in, matplotlib figures out, in the one style of the book.

Each function takes the frame that the reader can download and draws nothing else.
"""

from helpers.draw.claims import verdicts
from helpers.draw.memberships import affiliations, gantt, steps

__all__ = ["affiliations", "gantt", "steps", "verdicts"]
