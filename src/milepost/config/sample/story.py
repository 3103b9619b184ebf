"""What happened to Atlas between February and September 2026, told as dated edits with their reasons.

Weekly progress is not listed here: every Friday each project manager reports what the plan of that day says
was begun, worked and finished. These are the moves that made the plan differ from its baselines.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

PLANNED_ON = dt.date(2026, 1, 26)
BASELINE_1_ON = dt.date(2026, 1, 30)
FIRST_STATUS_ON = dt.date(2026, 2, 6)
BASELINE_2_ON = dt.date(2026, 6, 12)
LAST_STATUS_ON = dt.date(2026, 9, 18)


class Move(NamedTuple):
    """One edit of one task: a new duration or new predecessors, by whoever made it and why."""

    on: dt.date
    by: str
    task: str
    reason: str
    duration: str | None = None
    predecessors: str | None = None


MOVES = (
    Move(dt.date(2026, 3, 13), "Weber", "hub", "The carrier delivers the first link a week late", "35d"),
    Move(dt.date(2026, 4, 24), "Nowak", "dossier", "Two annexes fewer than feared", "50d"),
    Move(dt.date(2026, 5, 15), "Menon", "lake", "Access to the source systems took longer", "45d"),
    Move(dt.date(2026, 6, 5), "Dvořák", "api", "The contract with Corelane says 2 October", "70d"),
    Move(dt.date(2026, 6, 19), "Weber", "handover", "Operations asks for a week side by side", "25d"),
    Move(dt.date(2026, 7, 10), "Dvořák", "model", "Accounts closed before 2009 need their own rules", "100d"),
    Move(dt.date(2026, 7, 24), "Dvořák", "api", "Corelane's second drop came late", "72d"),
    Move(dt.date(2026, 7, 31), "Dvořák", "engine", "Value-date corrections were underestimated", "75d"),
    Move(dt.date(2026, 7, 24), "Lindqvist", "shell", "Sign-in with the old bank card added", "25d"),
    Move(dt.date(2026, 8, 14), "Menon", "regmap1", "Eleven reports more than in the inventory", "38d"),
    Move(dt.date(2026, 8, 21), "Dvořák", "api", "Corelane moved the posting API to 9 October", "75d"),
    Move(
        dt.date(2026, 8, 28),
        "Dvořák",
        "dress",
        "Recovery: the dress rehearsal starts as soon as the retest is done",
        predecessors="fix2; volume; pentest",
    ),
    Move(
        dt.date(2026, 8, 28),
        "Dvořák",
        "ready",
        "Recovery: readiness checks follow the rehearsal at once",
        predecessors="dress; runbook; portalok; reportsok",
    ),
    Move(dt.date(2026, 9, 3), "Lindqvist", "limits", "CR-14 approved: limits for instant payments", "20d"),
    Move(dt.date(2026, 9, 4), "Dvořák", "loader", "The loader is slower than planned", "48d"),
    Move(dt.date(2026, 9, 11), "Dvořák", "api", "Corelane moved the posting API to 21 October", "83d"),
)

BASELINES = (
    (BASELINE_1_ON, "Baseline 1", "Approved by the program board with the brief"),
    (
        BASELINE_2_ON,
        "Baseline 2",
        "Re-planned after the contract with Corelane; approved by the program board",
    ),
)

BRIEF = """\
Move the bank's core ledger, its customer portal and its reporting from the data centre to the cloud \
before the support of the present core system ends in June 2027.
"""
OUTCOME = """\
The program is worth 3.2 million euros a year from go-live: two data centres less, and changes in weeks \
rather than quarters. It is done when every branch has run a month on the new ledger without a correction \
by hand.
"""
IN_SCOPE = """\
Landing zone and operations, ledger migration with three rehearsals, customer portal, regulatory and \
management reporting, security and the outsourcing file, training of 214 branches.
"""
OUT_OF_SCOPE = "The card system, treasury, and the branch network itself."
OBJECTIVES = (
    ("Run the bank in the cloud", "Both data centres are empty by 30 September 2027"),
    ("Change faster", "A release every two weeks, from one a quarter"),
    ("Keep the licence", "The regulator has no objection before the dress rehearsal"),
)
KEY_DATES = (
    ("Landing zone accepted", "accepted", dt.date(2026, 6, 26), "Program board"),
    ("Outsourcing dossier filed", "filed", dt.date(2026, 7, 31), "Regulator"),
    ("Ledger build complete", "built", dt.date(2026, 10, 16), "Program board"),
    ("Portal pilot with 500 staff", "pilot", dt.date(2026, 12, 23), "Branches"),
    ("Regulator has no objection", "noobjection", dt.date(2026, 12, 15), "Program board"),
    ("Dress rehearsal passed", "dress", dt.date(2027, 2, 26), "Program board"),
    ("Go-live", "golive", dt.date(2027, 3, 31), "Program board"),
    ("Hypercare closed", "closed", dt.date(2027, 6, 1), "Branches"),
)
