"""Portfolios, programs, projects and what they are for, as machines are offered them."""

from __future__ import annotations

from milepost.domain.programs.operations import aims, documents, portfolios, programs, projects
from milepost.domain.programs.queries import documents as document_queries
from milepost.domain.programs.queries import programs as program_queries
from milepost.surfaces.catalog.entry import Entry, Noun, Operation, Query

PORTFOLIO = Noun("portfolio", "portfolios", "Portfolios of programs.", place="organisation")
PROGRAM = Noun("program", "programs", "Programs.", place="organisation", is_ledger=True)
PROJECT = Noun("project", "projects", "Projects of a program.")
BRIEF = Noun("brief", "brief", "Why a program or a project exists.", single=True)
SCOPE = Noun("scope", "scope", "What is in and out of a program or a project.", single=True)
EDITION = Noun("edition", "editions", "Briefs and scope statements as they were agreed.")
OBJECTIVE = Noun("objective", "objectives", "What the program is to achieve.")
DELIVERABLE = Noun("deliverable", "deliverables", "What is handed over and accepted.")
CRITERION = Noun("criterion", "criteria", "Measurable conditions of success.")
KEY_DATE = Noun("key_date", "key-dates", "Promised dates and the tasks that stand for them.")

ENTRIES: tuple[Entry, ...] = (
    Query(noun=PORTFOLIO, verb="list", run=program_queries.portfolios),
    Operation(
        noun=PORTFOLIO,
        verb="add",
        run=portfolios.add,
        example={"name": "Digital bank", "purpose": "Everything customers touch"},
    ),
    Operation(noun=PORTFOLIO, verb="edit", run=portfolios.edit, example={"portfolio": 12, "name": "Digital"}),
    Operation(noun=PORTFOLIO, verb="remove", run=portfolios.remove, example={"portfolio": 12}),
    Query(noun=PROGRAM, verb="list", run=program_queries.programs, key="slug"),
    Query(noun=PROGRAM, verb="show", run=program_queries.program, place="program"),
    Operation(
        noun=PROGRAM,
        verb="add",
        run=programs.open_program,
        example={"name": "Atlas: core banking to cloud", "slug": "atlas", "currency": "EUR"},
    ),
    Operation(
        noun=PROGRAM,
        verb="edit",
        run=programs.edit,
        place="program",
        example={"purpose": "Core banking runs in the cloud by June"},
    ),
    Operation(
        noun=PROGRAM, verb="set-stage", run=programs.set_stage, place="program", example={"stage": "delivery"}
    ),
    Operation(
        noun=PROGRAM,
        verb="set-status-date",
        run=programs.set_status_date,
        place="program",
        example={"status_date": "2026-09-18T17:00"},
    ),
    Query(noun=PROJECT, verb="list", run=program_queries.projects),
    Query(noun=PROJECT, verb="show", run=program_queries.project, example={"project": 3}),
    Operation(noun=PROJECT, verb="add", run=projects.add, example={"name": "Data migration", "code": "MIG"}),
    Operation(
        noun=PROJECT,
        verb="edit",
        run=projects.edit,
        example={"project": 3, "name": "Data migration and retest"},
    ),
    Operation(noun=PROJECT, verb="order", run=projects.order, example={"projects": [3, 2, 4]}),
    Operation(noun=PROJECT, verb="remove", run=projects.remove, example={"project": 3}),
    Query(noun=BRIEF, verb="show", run=document_queries.brief),
    Operation(
        noun=BRIEF,
        verb="edit",
        run=documents.write_brief,
        example={"vision": "A bank that ships weekly", "outcome": "Core banking off the mainframe"},
    ),
    Operation(
        noun=BRIEF, verb="agree", run=documents.agree_brief, example={"note": "Steering group, 2 March"}
    ),
    Query(noun=SCOPE, verb="show", run=document_queries.scope),
    Operation(
        noun=SCOPE,
        verb="edit",
        run=documents.write_scope,
        example={"included": "Accounts, payments, cards", "excluded": "Treasury"},
    ),
    Operation(
        noun=SCOPE, verb="agree", run=documents.agree_scope, example={"note": "Steering group, 2 March"}
    ),
    Query(noun=EDITION, verb="list", run=document_queries.editions, example={"document": "brief"}),
    Query(noun=OBJECTIVE, verb="list", run=document_queries.objectives),
    Operation(
        noun=OBJECTIVE,
        verb="add",
        run=aims.add_objective,
        example={"title": "Payments settle in ten seconds", "measure": "95th percentile", "target": "10 s"},
    ),
    Operation(
        noun=OBJECTIVE, verb="edit", run=aims.edit_objective, example={"objective": 31, "target": "8 s"}
    ),
    Operation(noun=OBJECTIVE, verb="remove", run=aims.remove_objective, example={"objective": 31}),
    Query(noun=DELIVERABLE, verb="list", run=document_queries.deliverables),
    Operation(
        noun=DELIVERABLE,
        verb="add",
        run=aims.add_deliverable,
        example={"title": "Posting API", "acceptance": "10,000 postings a second", "due_on": "2026-10-21"},
    ),
    Operation(
        noun=DELIVERABLE,
        verb="edit",
        run=aims.edit_deliverable,
        example={"deliverable": 40, "status": "accepted"},
    ),
    Operation(noun=DELIVERABLE, verb="remove", run=aims.remove_deliverable, example={"deliverable": 40}),
    Query(noun=CRITERION, verb="list", run=document_queries.criteria),
    Operation(
        noun=CRITERION,
        verb="add",
        run=aims.add_criterion,
        example={"title": "No customer notices the weekend", "measure": "calls", "threshold": "under 200"},
    ),
    Operation(
        noun=CRITERION,
        verb="edit",
        run=aims.edit_criterion,
        example={"criterion": 52, "threshold": "under 150"},
    ),
    Operation(noun=CRITERION, verb="remove", run=aims.remove_criterion, example={"criterion": 52}),
    Query(noun=KEY_DATE, verb="list", run=document_queries.key_dates),
    Operation(
        noun=KEY_DATE,
        verb="add",
        run=aims.add_key_date,
        example={"name": "Go live", "due_on": "2027-02-27", "task": 412, "is_headline": True},
    ),
    Operation(
        noun=KEY_DATE, verb="edit", run=aims.edit_key_date, example={"key_date": 60, "due_on": "2027-03-06"}
    ),
    Operation(noun=KEY_DATE, verb="remove", run=aims.remove_key_date, example={"key_date": 60}),
)

NOT_OFFERED = {
    "programs.begin": "opening a program begins it; alone it would write a ledger nobody may write yet",
    "programs.add_imported_project": "a step of importing a file",
    "programs.renew_project": "a step of taking over a newer version of a file",
}
