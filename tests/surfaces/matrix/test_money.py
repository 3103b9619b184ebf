"""Who reads money, how much of the history that opens, and what is written down about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction

from milepost.base import history, journal, permissions, undoable
from milepost.base.identity import ORGANISATION, program_scope
from milepost.base.operation import Acting
from milepost.domain.accounts.models import ConfidentialRead
from milepost.domain.accounts.operations import reads
from milepost.domain.accounts.queries import reads as read_queries
from milepost.domain.programs.operations import programs
from milepost.domain.resources.operations import people
from milepost.domain.schedule.operations import tasks
from milepost.surfaces.mcp import tools
from tests.surfaces.matrix.world import World, acting, actor

pytestmark = pytest.mark.django_db

RATES = "/api/v1/programs/atlas/rates"


@pytest.fixture(autouse=True)
def _taken_back(world: World) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_of_the_history_finance_reads_the_money(world: World) -> None:
    """A rate that was set is theirs to read, a task that was renamed is not."""
    ledger = world.ledger("own")
    renamed = tasks.edit(acting(ledger), task=world.things["own"]["task"], name="only planners know").entry
    costly = people.set_rate(acting(ledger), resource=world.things["own"]["resource"], cost_per_hour=99).entry

    told = {one.entry.seq: one for one in history.told(actor(world, "finance"), ledger)}

    assert renamed not in told
    assert told[costly or 0].deltas[0].fields["cost_per_hour"][1] == "99"
    text = world.clients["finance"].get("/api/v1/programs/atlas/history").content.decode()
    assert "only planners know" not in text
    assert "only planners know" not in world.clients["finance"].get("/p/atlas/history").content.decode()


def test_what_finance_did_itself_finance_reads_whole(world: World) -> None:
    who, ledger = actor(world, "finance"), world.ledger("own")
    done = people.set_rate(Acting(who, ledger), resource=world.things["own"]["resource"], cost_per_hour=88)

    told = next(one for one in history.told(who, ledger) if one.entry.seq == done.entry)

    assert told.entry.parameters["resource"] == world.things["own"]["resource"]
    assert not told.hidden


def test_an_entry_of_plan_and_money_tells_finance_the_money(world: World) -> None:
    ledger, task = world.ledger("own"), world.things["own"]["task"]
    seq = tasks.edit(acting(ledger), task=task, name="only planners know", duration="9d").entry

    assert history.one(actor(world, "finance"), ledger, seq=seq or 0) is None
    assert history.one(actor(world, "program_manager"), ledger, seq=seq or 0) is not None


def test_how_it_was_is_open_to_finance(world: World) -> None:
    """Money is compared with what it was: the past of the plan is theirs, who made it so is not."""
    answer = world.clients["finance"].get("/api/v1/programs/atlas/rates?as_of=1")

    assert answer.status_code == 200


def test_an_auditor_reads_what_people_cost_on_record(world: World) -> None:
    before = ConfidentialRead.objects.count()

    assert world.clients["auditor"].get(RATES).json()["items"]

    line = ConfidentialRead.objects.order_by("-pk")[0]
    assert ConfidentialRead.objects.count() == before + 1
    assert (line.person, line.program) == (world.people["auditor"], world.ledger("own"))
    assert (line.field_class, line.door) == ("people_cost", "web")


def test_whatever_the_door_it_is_on_record(world: World) -> None:
    client, lines = world.clients["auditor"], ConfidentialRead.objects
    for read in (
        lambda: tools.call(actor(world, "auditor"), "list_objects", {"noun": "rates", "program": "atlas"}),
        lambda: client.get("/p/atlas/history"),
        lambda: client.get("/api/v1/programs/atlas/history"),
        lambda: client.get("/api/v1/programs/atlas/assignments"),
    ):
        before = lines.count()
        read()
        assert lines.count() > before


@pytest.mark.parametrize("who", ["finance", "program_manager", "viewer", "vendor", "nobody"])
def test_others_leave_no_line(world: World, who: str) -> None:
    before = ConfidentialRead.objects.count()

    world.clients[who].get(RATES)

    assert ConfidentialRead.objects.count() == before


def test_what_cannot_be_written_down_is_not_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(reads.ConfidentialRead.objects, "using", lambda _: type("Full", (), {"create": full}))

    with pytest.raises(DatabaseError):
        permissions.may_read_class(actor(world, "auditor"), "people_cost", program_scope(world.ledger("own")))


def test_the_record_is_read_by_who_answers_for_the_program(world: World) -> None:
    world.clients["auditor"].get(RATES)

    for who in ("portfolio_administrator", "program_manager", "finance", "auditor"):
        rows = world.clients[who].get("/api/v1/programs/atlas/confidential-reads").json()["items"]
        assert rows[0]["by"] == "auditor", who
        assert "auditor" in world.clients[who].get("/p/atlas/history/reads").content.decode(), who
    for who in ("project_manager", "member", "sponsor", "viewer"):
        rows = world.clients[who].get("/api/v1/programs/atlas/confidential-reads").json()["items"]
        assert rows == [], who
        assert world.clients[who].get("/p/atlas/history/reads").status_code == 403, who
    assert world.clients["system_administrator"].get("/p/atlas/history/reads").status_code == 404


def test_a_line_of_the_record_is_neither_changed_nor_dropped(world: World) -> None:
    world.clients["auditor"].get(RATES)
    for attempt in (lambda rows: rows.update(person=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt(ConfidentialRead.objects.all())

    assert read_queries.confidential_reads(actor(world, "auditor"), program=world.ledger("own"))


def test_a_portfolio_administrator_approves_baselines_and_sets_none(world: World) -> None:
    body = {"name": "Mine", "reason": "because"}
    for who, status in (("portfolio_administrator", 403), ("program_manager", 201)):
        answer = world.clients[who].post(
            "/api/v1/programs/atlas/baselines",
            body,
            content_type="application/json",
            headers={"If-Match": "*"},
        )
        assert answer.status_code == status, who
    holder = actor(world, "portfolio_administrator")
    assert permissions.may(holder, "baseline.approve", program_scope(world.ledger("own")))


def test_who_opens_a_program_is_its_manager(world: World) -> None:
    who = actor(world, "portfolio_administrator")
    opened = programs.open_program(Acting(who, ORGANISATION), name="Cetus", slug="cetus")

    now = actor(world, "portfolio_administrator")
    assert [held.role for held in now.grants if held.scope.kind == "program"] == ["program_manager"]
    assert (
        undoable.acceptable(now, ORGANISATION, journal.entries(ORGANISATION, after=opened.revision - 1))
        == frozenset()
    )
