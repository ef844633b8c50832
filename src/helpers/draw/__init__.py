"""Drawing: frames in, matplotlib figures out, in the one style of the book.

Each function takes the frame that the reader can download and draws nothing else.
"""

from helpers.draw.alternatives import criterion_grades, option_grades, weighing
from helpers.draw.argument import argument_map, loads, sweeps
from helpers.draw.borders import hosted, killed, path
from helpers.draw.caucasus import appeals, losses
from helpers.draw.claims import verdicts
from helpers.draw.crises import fighting, logs, matrix, reasons, rungs, swings, waits, web
from helpers.draw.documents import layers, partings, status_bars, verdict_shares
from helpers.draw.explorer import network
from helpers.draw.followers import answered, guard, tallies
from helpers.draw.forces import attendance, declared, squares
from helpers.draw.institutions import decisions, meetings, offices
from helpers.draw.kazakhstan import contingents, deaths, hours
from helpers.draw.law import bases, exits, wordings
from helpers.draw.leaving import afterwards, believers, levers, rules
from helpers.draw.limits import judged, spans, to_reread
from helpers.draw.maps import region
from helpers.draw.memberships import affiliations, gantt, steps
from helpers.draw.networks import ablation, bridges, pacts, phi, series
from helpers.draw.opinion import asked, ledger, regard, voices
from helpers.draw.statuses import codings, compared, lanes, overlaps, standings
from helpers.draw.ties import partners, remittances
from helpers.draw.timelines import acts, intervals, timeline
from helpers.draw.votes import ballots, changes, drift, heat
from helpers.draw.weight import paper_and_fact, resources, size_and_effort, suppliers

__all__ = [
    "ablation",
    "acts",
    "affiliations",
    "afterwards",
    "answered",
    "appeals",
    "argument_map",
    "asked",
    "attendance",
    "ballots",
    "bases",
    "believers",
    "bridges",
    "changes",
    "codings",
    "compared",
    "contingents",
    "criterion_grades",
    "deaths",
    "decisions",
    "declared",
    "drift",
    "exits",
    "fighting",
    "gantt",
    "guard",
    "heat",
    "hosted",
    "hours",
    "intervals",
    "judged",
    "killed",
    "lanes",
    "layers",
    "ledger",
    "levers",
    "loads",
    "logs",
    "losses",
    "matrix",
    "meetings",
    "network",
    "offices",
    "option_grades",
    "overlaps",
    "pacts",
    "paper_and_fact",
    "partings",
    "partners",
    "path",
    "phi",
    "reasons",
    "regard",
    "region",
    "remittances",
    "resources",
    "rules",
    "rungs",
    "series",
    "size_and_effort",
    "spans",
    "squares",
    "standings",
    "status_bars",
    "steps",
    "suppliers",
    "sweeps",
    "swings",
    "tallies",
    "timeline",
    "to_reread",
    "verdict_shares",
    "verdicts",
    "voices",
    "waits",
    "web",
    "weighing",
    "wordings",
]
