"""Who may see and do what, as data.

A permission is a role held on a node (the organisation, a portfolio, a program, a project), reaching
everything below that node, cut down twice: by the class of a field (`FIELD_RIGHTS`) and by the
scopes of the token in use (`SCOPES`). What no line grants is refused.

`TABLE` is read line by line: a right, then how far each role reaches with it. It is text so that
it can be laid beside the matrix of the security policy and compared with the eye.

- `all`        everything on the node and below
- `own`        only what is assigned to or was made by the person
- `listed`     only items whose need-to-know list names the person
- `published`  the present state only: no history, no past, no drafts, no proposals
- `totals`     sums over three people or more, never one row
- `money`      only what concerns confidential figures the person may read, and what they did themselves
- `logged`     everything, and that it was read is written down
- `-`          nothing
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import cast, get_args

from milepost.base.identity import Scope, ScopeKind


class Reach(StrEnum):
    """How far a right goes, within the node it is held on."""

    ALL = "all"
    OWN = "own"
    LISTED = "listed"
    PUBLISHED = "published"
    TOTALS = "totals"
    MONEY = "money"
    LOGGED = "logged"


@dataclass(frozen=True, slots=True)
class Role:
    """A role people hold, in the words shown where it is given.

    `scopes` are the kinds of node it may be held on. Handing it out on a node takes the right
    `given_with` there, so nobody makes somebody else mightier than the house foresees.
    """

    key: str
    name: str
    sentence: str
    scopes: tuple[str, ...]
    given_with: str


SYSTEM_ADMINISTRATOR = "system_administrator"
PORTFOLIO_ADMINISTRATOR = "portfolio_administrator"
PROGRAM_MANAGER = "program_manager"

_ANYWHERE = ("organisation", "portfolio", "program", "project")
_WHOLE_PROGRAMS = ("organisation", "portfolio", "program")
_IN_PROGRAMS = ("program", "project")

_ROLES = (
    Role(
        "portfolio_administrator",
        "Portfolio administrator",
        "Sets up programs, decides who does what in them and approves baselines.",
        ("organisation", "portfolio"),
        "role.grant_trusted",
    ),
    Role(
        "program_manager",
        "Program manager",
        "Answers for a program and all its projects.",
        _WHOLE_PROGRAMS,
        "role.grant_lead",
    ),
    Role(
        "project_manager",
        "Project manager",
        "Plans and steers a project; proposes baselines and changes.",
        _IN_PROGRAMS,
        "role.grant_lead",
    ),
    Role(
        "member",
        "Member",
        "Reads the plan and updates the tasks assigned to them.",
        _IN_PROGRAMS,
        "role.grant",
    ),
    Role(
        "finance",
        "Finance manager",
        "Keeps budgets, actuals and rates; sees what a person costs, and of the history the money.",
        _WHOLE_PROGRAMS,
        "role.grant_trusted",
    ),
    Role(
        "sponsor",
        "Sponsor",
        "Reads what is decided on, and approves it.",
        _ANYWHERE,
        "role.grant_lead",
    ),
    Role(
        "viewer",
        "Viewer",
        "Reads the plan as it stands, without history, money or risks.",
        _ANYWHERE,
        "role.grant",
    ),
    Role(
        "auditor",
        "Auditor",
        "Reads everything and changes nothing; reading what is confidential is logged.",
        _WHOLE_PROGRAMS,
        "role.grant_trusted",
    ),
    Role(
        "vendor",
        "Vendor",
        "Sees, plans and reports on the work handed to them, and sees nobody else's names.",
        _IN_PROGRAMS,
        "role.grant_lead",
    ),
    Role(
        "system_administrator",
        "System administrator",
        "Looks after accounts, sign-in and backups; sees no program.",
        ("organisation",),
        "system.operate",
    ),
)
ROLES: Mapping[str, Role] = MappingProxyType({role.key: role for role in _ROLES})

TABLE = """
                   portfolio  program  project  member  finance  sponsor  viewer     auditor  vendor  system
program.read       all        all      all      all     all      all      published  all      all     -
program.add        all        -        -        -       -        -        -          -        -       -
program.edit       all        all      -        -       -        -        -          -        -       -
project.add        all        all      -        -       -        -        -          -        -       -
project.edit       all        all      all      -       -        -        -          -        -       -
portfolio.edit     all        -        -        -       -        -        -          -        -       -
brief.read         all        all      all      all     all      all      published  all      -       -
brief.edit         all        all      -        -       -        -        -          -        -       -
brief.approve      -          -        -        -       -        all      -          -        -       -
plan.read          all        all      all      all     all      all      published  all      own     -
plan.edit          all        all      all      -       -        -        -          -        own     -
plan.status        all        all      all      own     -        -        -          -        own     -
calendar.edit      all        all      all      -       -        -        -          -        -       -
baseline.read      all        all      all      all     all      all      -          all      -       -
baseline.propose   all        all      all      -       -        -        -          -        -       -
baseline.edit      -          all      -        -       -        -        -          -        -       -
baseline.approve   all        all      -        -       -        all      -          -        -       -
report.read        all        all      all      -       all      all      published  all      -       -
report.draft       all        all      all      -       -        -        -          -        -       -
report.publish     -          all      -        -       -        -        -          -        -       -
budget.read        all        all      all      -       all      all      -          all      -       -
budget.edit        all        all      -        -       all      -        -          -        -       -
forecast.edit      all        all      all      -       all      -        -          -        -       -
actuals.read       all        all      all      own     all      totals   -          all      own     -
actuals.edit       -          -        -        -       all      -        -          -        -       -
time.record        own        own      own      own     -        -        -          -        own     -
rate.read          -          totals   -        -       all      -        -          logged   -       -
rate.edit          -          -        -        -       all      -        -          -        -       -
contract.read      all        all      listed   -       all      all      -          all      own     -
contract.edit      -          all      -        -       all      -        -          -        -       -
risk.read          all        all      all      all     all      all      -          all      own     -
risk.raise         all        all      all      all     -        -        -          -        own     -
risk.edit          all        all      all      -       -        -        -          -        -       -
sensitive.read     listed     listed   -        -       listed   listed   -          logged   -       -
sensitive.edit     listed     listed   -        -       -        -        -          -        -       -
influence.read     all        all      all      -       -        -        -          all      -       -
influence.edit     -          all      -        -       -        -        -          -        -       -
capacity.read      all        all      all      own     all      totals   -          all      -       -
capacity.edit      all        all      -        -       -        -        -          -        -       -
capacity.request   all        all      all      -       -        -        -          -        -       -
absence.read       all        all      all      own     -        -        -          -        -       -
absence.reason     own        own      own      own     own      own      own        own      own     -
history.read       all        all      all      own     money    -        -          all      -       -
history.undo       all        all      all      own     all      -        -          -        own     -
history.verify     -          -        -        -       -        -        -          all      -       -
access.read        all        all      -        -       all      -        -          all      -       -
share.edit         all        all      all      -       -        -        -          -        -       -
token.edit         all        all      all      own     -        -        -          -        -       all
people.read        all        all      all      all     all      all      all        all      -       all
people.invite      all        all      all      -       -        -        -          -        -       all
people.edit        all        -        -        -       -        -        -          -        -       all
role.grant         all        all      all      -       -        -        -          -        -       -
role.grant_lead    all        all      -        -       -        -        -          -        -       -
role.grant_trusted all        -        -        -       -        -        -          -        -       -
organisation.read  all        all      all      all     all      all      all        all      all     all
organisation.edit  all        -        -        -       -        -        -          -        -       all
security.read      -          -        -        -       -        -        -          all      -       all
system.operate     -          -        -        -       -        -        -          -        -       all
"""


def _read(table: str) -> dict[str, dict[str, Reach]]:
    """`TABLE` as role -> right -> reach, leaving out what is not granted."""
    rights: dict[str, dict[str, Reach]] = {role.key: {} for role in _ROLES}
    for line in table.strip().splitlines()[1:]:
        right, *reaches = line.split()
        for role, reach in zip(_ROLES, reaches, strict=True):
            if reach != "-":
                rights[role.key][right] = Reach(reach)
    return rights


RIGHTS_OF: Mapping[str, Mapping[str, Reach]] = MappingProxyType(_read(TABLE))

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "program.read": "see the program",
        "program.add": "add programs",
        "program.edit": "change the program",
        "project.add": "add projects",
        "project.edit": "change the project",
        "portfolio.edit": "change portfolios",
        "brief.read": "read the brief",
        "brief.edit": "write the brief",
        "brief.approve": "approve the brief",
        "plan.read": "read the plan",
        "plan.edit": "change the plan",
        "plan.status": "report progress",
        "calendar.edit": "change calendars",
        "baseline.read": "compare with baselines",
        "baseline.propose": "propose a baseline",
        "baseline.edit": "set a baseline",
        "baseline.approve": "approve a baseline",
        "report.read": "read status reports",
        "report.draft": "draft status reports",
        "report.publish": "publish status reports",
        "budget.read": "read the budget",
        "budget.edit": "change the budget",
        "forecast.edit": "change the forecast of cost",
        "actuals.read": "read actual cost",
        "actuals.edit": "record actual cost",
        "time.record": "record time",
        "rate.read": "read what people cost",
        "rate.edit": "change what people cost",
        "contract.read": "read contract values",
        "contract.edit": "change contract values",
        "risk.read": "read the risk register",
        "risk.raise": "raise a risk",
        "risk.edit": "change the risk register",
        "sensitive.read": "read sensitive risks",
        "sensitive.edit": "change sensitive risks",
        "influence.read": "read notes on stakeholders",
        "influence.edit": "write notes on stakeholders",
        "capacity.read": "read who is booked when",
        "capacity.edit": "book people",
        "capacity.request": "ask for people",
        "absence.read": "see who is absent",
        "absence.reason": "see why somebody is absent",
        "history.read": "read the history",
        "history.undo": "undo what was done",
        "history.verify": "verify the history",
        "access.read": "see who read confidential figures",
        "share.edit": "share views and connect other tools",
        "token.edit": "make personal tokens",
        "people.read": "see the directory of people",
        "people.invite": "invite people",
        "people.edit": "change and deactivate people",
        "role.grant": "make somebody a member or viewer",
        "role.grant_lead": "make somebody a manager, sponsor or vendor",
        "role.grant_trusted": "make somebody an administrator, finance manager or auditor",
        "organisation.read": "see the organisation's settings",
        "organisation.edit": "change the organisation's settings",
        "security.read": "read the security log",
        "system.operate": "look after the system",
    }
)
"""Every right, as what it lets a person do: "That takes the right to …"."""

RIGHTS = frozenset(MEANINGS)

SYSTEM_RIGHTS = frozenset({"system.operate"})
"""Rights that no role on a program can ever bring."""

FIELD_RIGHTS: Mapping[str, str] = MappingProxyType(
    {
        "finance": "budget.read",
        "people_cost": "rate.read",
        "contract": "contract.read",
        "sensitive": "sensitive.read",
    }
)
"""Which right opens a class of fields; fields of the class `public` need none of their own."""

SCOPES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "read": frozenset(right for right in RIGHTS if right.endswith((".read", ".verify"))),
        "plan": frozenset({"plan.edit", "plan.status", "calendar.edit", "baseline.propose", "history.undo"}),
        "progress": frozenset({"plan.status", "time.record"}),
        "programs": frozenset(
            {"program.add", "program.edit", "project.add", "project.edit", "brief.edit", "portfolio.edit"}
        ),
        "decide": frozenset({"brief.approve", "baseline.edit", "baseline.approve", "report.publish"}),
        "people": frozenset(
            {"people.invite", "people.edit", "role.grant", "role.grant_lead", "organisation.edit"}
        ),
    }
)
"""What a personal token may be limited to. Every scope but `progress` is a group of rights; a token
with none of them can do nothing, and no token can make another token."""

SCOPE_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "read": "Read what I can read",
        "plan": "Edit plans: tasks, links, calendars, proposed baselines",
        "progress": "Report progress on tasks",
        "programs": "Add and edit programs, projects and briefs",
        "decide": "Set and approve baselines, approve briefs, publish reports",
        "people": "Invite people and hand out roles",
    }
)


def limits_of(scopes: Iterable[str]) -> frozenset[str]:
    """The rights a token with these scopes may use at most."""
    return frozenset(right for scope in scopes for right in SCOPES[scope])


def scope(kind: str, ledger: int, number: int) -> Scope:
    """The node a stored grant names."""
    if kind not in get_args(ScopeKind):
        raise ValueError(f"'{kind}' is not a kind of node")
    return Scope(cast(ScopeKind, kind), ledger, number)


def session_handle(session_key: str) -> str:
    """The name of a signed-in browser: stable, and of no use for signing in."""
    return "s-" + hashlib.sha256(session_key.encode()).hexdigest()[:24]
