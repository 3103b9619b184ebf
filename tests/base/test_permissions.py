"""Who may see and do what: by role, by scope, by field, by token, on the stored row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.models import Q

from milepost.base import fork, permissions, undo
from milepost.base.identity import SYSTEM, THE_ORGANISATION, Actor, Scope, key, program_scope, project_scope
from milepost.base.models import Ledger
from milepost.base.operation import Acting, NotAllowed, NotFound
from milepost.base.permissions import Reach, visible_to
from tests.base.conftest import ROLES, Program, a_person, a_program
from tests.workshop import operations as workshop
from tests.workshop.models import Hours, Job, Site, Step


@pytest.fixture
def pit(program: Program) -> int:
    """A second site of the program."""
    return workshop.add(program.by(), table="site", name="Pit").value


def manager_of(program: Program, site: int) -> Actor:
    return a_person("Pia", ("manager", project_scope(program.ledger, site)))


def names(actor: Actor) -> set[str]:
    return set(visible_to(actor, Job.objects.all()).values_list("name", flat=True))


def test_a_right_holds_for_everything_below_the_scope_it_is_granted_on(program: Program, pit: int) -> None:
    other = a_program("Borealis")
    program.job("dig")
    workshop.add(program.by(), table="job", site=pit, name="blast")
    other.job("sail")

    assert names(a_person("Ora", ("viewer", THE_ORGANISATION))) == {"dig", "blast", "sail"}
    assert names(a_person("Max", ("viewer", program_scope(program.ledger)))) == {"dig", "blast"}
    assert names(manager_of(program, pit)) == {"blast"}
    assert names(a_person("Nobody")) == set()
    assert names(a_person("Admin", ("unknown role", THE_ORGANISATION))) == set()


def test_a_portfolio_reaches_its_programs(program: Program) -> None:
    other = a_program("Borealis")
    program.job("dig")
    other.job("sail")
    permissions.register_portfolios(
        lambda portfolios: Ledger.objects.filter(pk=program.ledger if 7 in portfolios else 0).values_list(
            "pk"
        )
    )
    owner = a_person("Pat", ("manager", Scope("portfolio", 1, 7)))

    assert names(owner) == {"dig"}
    assert [ledger.pk for ledger in permissions.visible_ledgers(owner)] == [program.ledger]


def test_scenarios_are_seen_by_who_sees_the_program_and_nobody_else(program: Program, pit: int) -> None:
    program.job("dig")
    workshop.add(program.by(), table="job", site=pit, name="blast")
    scenario = fork.fork(program.ledger, slug="what-if", name="What if")
    pia, stranger = manager_of(program, pit), a_person("Sam", ("manager", program_scope(999)))

    seen = visible_to(pia, Job.objects.filter(ledger=scenario))
    assert [job.name for job in seen] == ["blast"]
    assert not visible_to(stranger, Job.objects.filter(ledger=scenario)).exists()
    assert {row.ledger_id for row in permissions.in_programs(Job.objects.all())} == {program.ledger}


def test_rows_reached_over_several_tables_are_filtered_too(program: Program, pit: int) -> None:
    mine = [workshop.add(program.by(), table="job", site=pit, name=n).value for n in ("a", "b")]
    other = [program.job(n) for n in ("c", "d")]
    workshop.join(program.by(), before=mine[0], after=mine[1])
    workshop.join(program.by(), before=other[0], after=other[1])

    assert visible_to(manager_of(program, pit), Step.objects.all()).count() == 1


def test_what_may_not_be_seen_is_not_found_and_what_may_not_be_changed_is_said(
    program: Program, pit: int
) -> None:
    job = program.job("dig")
    pia, viewer = manager_of(program, pit), a_person("Vic", ("viewer", program_scope(program.ledger)))
    missing = _told(NotFound, program.by(pia), 999)

    assert _told(NotFound, program.by(pia), job) == missing.replace("999", str(job))
    assert "takes the right to" in _told(NotAllowed, program.by(viewer), job)
    assert _told(NotFound, program.by(a_person("Sam")), job) == "There is no such program."


def _told(kind: type[Exception], acting: Acting, job: int) -> str:
    with pytest.raises(kind) as refused:
        workshop.edit(acting, number=job, length=1)
    return str(refused.value)


def test_a_row_is_not_moved_out_of_reach_nor_into_it(program: Program, pit: int) -> None:
    mine = workshop.add(program.by(), table="job", site=pit, name="blast").value
    theirs = program.job("dig")
    acting = program.by(manager_of(program, pit))

    with pytest.raises(NotFound):
        workshop.edit(acting, number=mine, site=program.site)
    with pytest.raises(NotFound):
        workshop.edit(acting, number=theirs, site=pit)
    with pytest.raises(NotFound):
        workshop.add(acting, table="job", site=program.site, name="dug in")
    with pytest.raises(NotFound):
        workshop.remove(acting, table="job", number=theirs)
    with pytest.raises(NotAllowed):
        workshop.add(acting, table="hours", name="whole program's")


def test_ones_own_rows_may_be_changed_where_a_role_reaches_only_them(program: Program) -> None:
    permissions.register_owners(
        Job,
        owners=lambda job: {job.worker_id & 0xFFFFFFFF} if job.worker_id else set(),
        own_rows=lambda person: Q(worker=key(1, person)),
    )
    worker = workshop.hire(Acting(SYSTEM, 1), name="Bo").value
    mine, other = program.job("mine", worker=worker), program.job("other")
    bo = replace(a_person("Bo", ("member", program_scope(program.ledger))), person=worker)

    workshop.edit(program.by(bo), number=mine, length=1)
    with pytest.raises(NotAllowed):
        workshop.edit(program.by(bo), number=other, length=1)
    assert permissions.reach(bo, "plan.edit", program_scope(program.ledger)) is Reach.OWN
    assert [row.name for row in visible_to(bo, Job.objects.all(), "plan.edit")] == ["mine"]


def test_a_confidential_field_is_set_and_cleared_only_by_who_may_read_it(program: Program) -> None:
    scope = program_scope(program.ledger)
    manager, accountant = a_person("Max", ("manager", scope)), a_person("Ada", ("accountant", scope))
    job = program.job("dig", cost="12.5")

    for value in ("1", None):
        with pytest.raises(NotAllowed, match="confidential"):
            workshop.edit(program.by(manager), number=job, cost=value)
    with pytest.raises(NotAllowed, match="confidential"):
        workshop.add(program.by(manager), table="job", site=program.site, name="fill", cost="1")
    workshop.edit(program.by(accountant), number=job, cost="2")
    assert permissions.hidden_fields(manager, Job, scope) == {"cost"}
    assert permissions.hidden_fields(accountant, Job, scope) == frozenset()


def test_a_conflict_tells_nothing_of_a_confidential_field(program: Program) -> None:
    job = program.job("dig")
    seen = Ledger.objects.get(pk=program.ledger).revision
    accountant = a_person("Ada", ("accountant", program_scope(program.ledger)))
    workshop.edit(program.by(accountant), number=job, cost="4711")
    manager = a_person("Max", ("manager", program_scope(program.ledger)))

    with pytest.raises(NotAllowed) as refused:
        workshop.edit(program.by(manager, seen=seen), number=job, cost="1")

    assert "4711" not in str(refused.value)


def test_a_token_without_the_right_to_a_class_of_fields_reads_none_of_it(program: Program) -> None:
    permissions.use_roles(ROLES, class_rights={"finance": "budget.read"})
    here = program_scope(program.ledger)
    accountant = a_person("Ada", ("accountant", here))

    assert permissions.may_read_class(accountant, "finance", here)
    for limits, opened in ({"plan.read"}, False), ({"plan.read", "budget.read"}, True):
        token = replace(accountant, limits=frozenset(limits))
        assert permissions.may_read_class(token, "finance", here) is opened
        assert permissions.may_read_class(token, "public", here)


def test_undoing_ones_own_removal_needs_no_sight_of_what_was_confidential(program: Program) -> None:
    manager = a_person("Max", ("manager", program_scope(program.ledger)))
    job = program.job("dig", cost="12.5")
    workshop.remove(program.by(manager), table="job", number=job)

    undo.undo_last(program.by(manager))

    assert Job.objects.get(pk=key(program.ledger, job)).cost is not None


def test_a_token_narrows_but_never_widens(program: Program) -> None:
    job = program.job("dig")
    manager = a_person("Max", ("manager", program_scope(program.ledger)))
    reading = replace(manager, limits=frozenset({"plan.read"}))

    assert names(reading) == {"dig"}
    with pytest.raises(NotAllowed):
        workshop.edit(program.by(reading), number=job, length=1)
    assert names(replace(manager, limits=frozenset({"plan.edit"}))) == set()
    assert names(replace(a_person("Nobody"), limits=frozenset({"plan.read"}))) == set()


def test_a_system_administrator_sees_no_business_data(program: Program) -> None:
    program.job("dig")
    admin = replace(a_person("Root"), is_system_admin=True)

    assert names(admin) == set()
    workshop.hire(Acting(admin, 1), name="Zoe")
    with pytest.raises(NotFound):
        workshop.edit(program.by(admin), number=1, length=1)
    with pytest.raises(NotAllowed):
        workshop.hire(Acting(a_person("Max", ("manager", THE_ORGANISATION)), 1), name="Eve")


def test_a_programs_own_rows_are_read_by_whoever_reads_one_of_its_projects(
    program: Program, pit: int
) -> None:
    workshop.add(program.by(), table="hours", name="Night shift")
    stranger = a_person("Sam", ("viewer", program_scope(999)))

    assert visible_to(manager_of(program, pit), Hours.objects.all()).count() == 1
    assert visible_to(manager_of(program, pit), Site.objects.all()).get().name == "Pit"
    assert visible_to(stranger, Site.objects.all()).count() == 0
    assert visible_to(stranger, Hours.objects.all()).count() == 0
    assert permissions.projects_seen(manager_of(program, pit), program.ledger) == {pit}
    assert permissions.projects_seen(stranger, program.ledger) == frozenset()
