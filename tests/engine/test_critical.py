"""Dates, floats and paths of small plans, computed by hand."""

from __future__ import annotations

from milepost.engine.instants import TICKS_PER_HOUR as HOUR
from milepost.engine.notation import days
from tests.engine.conftest import Worked, shown


def test_finish_follows_the_longer_branch(worked: Worked) -> None:
    """
    design   5d
    build   10d  after design
    manual   3d  after design
    launch   0d  after build, after manual
    """
    assert shown(worked.analysis.finish) == "01-23 17:00"  # 5 + 10 days from Monday the 5th
    assert worked["manual"].total_float == days(10 - 3)
    assert worked["manual"].free_float == days(10 - 3)
    assert worked["build"].is_critical
    assert worked.drivers("launch") == ["build"]


def test_a_milestone_stays_where_the_work_ended_and_what_follows_starts_next_morning(worked: Worked) -> None:
    """
    build    3d
    done     0d  after build
    kickoff  0d  start milestone, after build
    run      1d  after done
    """
    assert worked.shown("done") == "01-07 17:00 - 01-07 17:00"
    assert worked.shown("kickoff") == "01-08 08:00 - 01-08 08:00"
    assert worked.shown("run") == "01-08 08:00 - 01-08 17:00"


def test_a_finish_to_finish_link_delays_a_task_but_never_stretches_it(worked: Worked) -> None:
    """
    write   5d
    review  2d  after write FF+1d
    """
    assert worked.shown("review") == "01-09 08:00 - 01-12 17:00"
    assert worked["review"].duration == days(2)


def test_an_elapsed_lag_runs_over_the_weekend(worked: Worked) -> None:
    """
    pour   5d
    cure   0d  after pour +2ed
    build  1d  after cure
    """
    assert worked.shown("build") == "01-12 08:00 - 01-12 17:00"  # Friday 17:00 + 48 h is Sunday 17:00


def test_an_elapsed_duration_counts_nights_and_weekends(worked: Worked) -> None:
    """
    pour   5d
    cure   3ed  after pour
    """
    assert worked.shown("cure") == "01-12 08:00 - 01-15 08:00"


def test_a_deadline_moves_nothing_and_makes_float_negative(worked: Worked) -> None:
    """
    build   5d
    test    5d  after build, deadline 2026-01-14
    """
    assert worked.shown("test") == "01-12 08:00 - 01-16 17:00"
    assert worked["build"].total_float == -days(2)
    assert worked.problems() == ["deadline_missed"]


def test_logic_wins_over_a_hard_constraint_and_the_clash_is_reported(worked: Worked) -> None:
    """
    build   5d
    test    3d  after build, finish no later than 2026-01-13
    """
    assert worked.shown("test") == "01-12 08:00 - 01-14 17:00"
    assert worked["test"].total_float == -days(1)
    assert worked.problems() == ["constraint_conflict"]


def test_by_ms_projects_rules_a_hard_constraint_pulls_the_task_before_its_predecessor_is_done(
    worked: Worked,
) -> None:
    """
    rules msproject
    build   5d
    test    3d  after build, finish no later than 2026-01-13
    """
    assert worked.shown("test") == "01-09 08:00 - 01-13 17:00"
    assert worked["build"].total_float == -days(1)
    assert worked.problems() == ["constraint_conflict"]


def test_a_task_as_late_as_possible_delays_nobody(worked: Worked) -> None:
    """
    build   5d
    train   2d  as late as possible
    launch  1d  after build, after train
    """
    assert worked.shown("train") == "01-08 08:00 - 01-09 17:00"
    assert worked.shown("launch") == "01-12 08:00 - 01-12 17:00"


def test_a_link_on_a_summary_holds_each_of_its_parts(worked: Worked) -> None:
    """
    contract  2d
    phase
      design  3d
      build   4d
    close     1d  after phase
    """
    assert worked.shown("close") == "01-09 08:00 - 01-09 17:00"  # after build, the longer part


def test_what_follows_a_summary_by_its_start_follows_its_first_part(worked: Worked) -> None:
    """
    phase
      design  3d  start no earlier than 2026-01-07
      build   4d  start no earlier than 2026-01-12
    watch     2d  after phase SS+1d
    """
    assert worked.shown("watch") == "01-08 08:00 - 01-09 17:00"


def test_a_link_between_summaries_lets_every_part_wait_for_every_part(worked: Worked) -> None:
    """
    first
      a  3d
      b  5d
    second  0d  after first
      c  2d
      d  1d
    """
    assert worked.shown("c") == "01-12 08:00 - 01-13 17:00"
    assert worked.shown("d") == "01-12 08:00 - 01-12 17:00"
    assert worked["a"].total_float == days(2)
    assert worked["a"].free_float == days(2)
    assert worked.shown("first") == "01-05 08:00 - 01-09 17:00"
    assert worked["first"].duration == days(5)


def test_a_circle_is_reported_with_its_tasks_and_everything_still_gets_dates(worked: Worked) -> None:
    """
    a  1d  after c
    b  1d  after a
    c  1d  after b
    d  1d  after c
    """
    (problem,) = worked.analysis.problems
    assert problem.code == "circular_logic"
    assert "'a' → 'b' → 'c' → 'a'" in problem.message
    assert worked.shown("d") == "01-08 08:00 - 01-08 17:00"  # the link from c back to a is ignored


def test_an_inactive_task_holds_nobody(worked: Worked) -> None:
    """
    old   5d  inactive
    new   1d  after old
    """
    assert worked.shown("new") == "01-05 08:00 - 01-05 17:00"
    assert shown(worked.analysis.finish) == "01-05 17:00"


def test_a_manual_task_stays_and_what_follows_it_moves(worked: Worked) -> None:
    """
    build   5d
    move    0d  manual 2026-01-07 to 2026-01-08, after build
    settle  1d  after move
    """
    assert worked.shown("move") == "01-07 08:00 - 01-08 17:00"
    assert worked.shown("settle") == "01-09 08:00 - 01-09 17:00"


def test_level_of_effort_lasts_as_long_as_what_it_serves_and_never_drives(worked: Worked) -> None:
    """
    build    3d
    test     2d  after build
    manage   0d  level of effort, after build SS, after test FF
    launch   1d  after test, after manage
    """
    assert worked.shown("manage") == "01-05 08:00 - 01-09 17:00"
    assert worked["manage"].total_float is None
    assert not worked["manage"].is_critical
    assert worked.drivers("launch") == ["test"]


def test_remaining_work_starts_at_the_status_date(worked: Worked) -> None:
    """
    status 2026-01-08
    build   5d  started 2026-01-05, left 4d
    test    1d  after build
    """
    assert worked.shown("build") == "01-05 08:00 - 01-13 17:00"
    assert worked.shown("test") == "01-14 08:00 - 01-14 17:00"


def test_a_complete_task_keeps_its_dates_and_has_no_float(worked: Worked) -> None:
    """
    status 2026-01-08
    build   5d  started 2026-01-05, finished 2026-01-06
    test    1d  after build
    """
    assert worked.shown("build") == "01-05 08:00 - 01-06 17:00"
    assert worked["build"].total_float == 0
    assert not worked["build"].is_critical
    assert worked.shown("test") == "01-08 08:00 - 01-08 17:00"


def test_the_lag_after_a_started_predecessor_shrinks_by_what_it_has_done(worked: Worked) -> None:
    """
    status 2026-01-08
    build   10d  started 2026-01-05, left 7d
    test    5d   after build SS+5d
    """
    assert worked.shown("test").startswith("01-12 08:00")  # 3 of 5 days of lag are done by Thursday


def test_an_impossible_project_finish_shows_as_negative_float(worked: Worked) -> None:
    """
    build  5d
    test   2d  after build, must finish on 2026-01-09
    """
    assert worked["test"].total_float == -days(2)


def test_a_levelling_delay_moves_a_task_and_what_follows(worked: Worked) -> None:
    """
    build  1d  delay 3ed
    test   1d  after build
    """
    assert worked.shown("build") == "01-08 08:00 - 01-08 17:00"
    assert worked.shown("test") == "01-09 08:00 - 01-09 17:00"


def test_a_summary_has_the_least_float_of_its_unfinished_parts(worked: Worked) -> None:
    """
    status 2026-01-06 17:00
    phase
        done    2d, started 2026-01-05, finished 2026-01-06
        slack   1d, after done
        loose   4d, after done
    tight  10d, after done
    launch  0d, after slack, after loose, after tight
    """
    assert worked["loose"].total_float == days(10 - 4)
    assert worked["phase"].total_float == days(10 - 4)


def test_a_finish_held_overnight_by_another_calendar_loses_no_float(worked: Worked) -> None:
    """
    calendar always always
    pour  10h  on always
    cure  4h   after pour FF
    close  1d  after cure
    """
    # Pour ends at 18:00. Cure cannot finish then: it did at 17:00, and would for any end before 8:00.
    assert worked.shown("cure") == "01-05 13:00 - 01-05 17:00"
    assert worked["pour"].total_float == worked["pour"].free_float == 14 * HOUR
    assert worked.drivers("cure") == ["pour"]


def test_a_lead_on_another_calendar_takes_no_float_from_its_predecessor(worked: Worked) -> None:
    """
    calendar always always
    pour  12h  on always
    cure  4h   after pour -4h
    close  1d  after cure
    """
    # Pour ends at 20:00, four hours of work before which are 13:00; an end at 8:00 leads there too.
    assert worked.shown("cure") == "01-05 13:00 - 01-05 17:00"
    assert worked["pour"].total_float == 12 * HOUR


def test_the_end_of_a_summary_counts_a_lag_over_the_night_once(worked: Worked) -> None:
    """
    phase    0d
      build  5d
    test     1d  after phase SS+1d
    """
    # The lag ends on Monday evening, test starts on Tuesday morning: no work between the two.
    assert worked.shown("test") == "01-06 08:00 - 01-06 17:00"
    assert worked["build"].free_float == 0


def test_a_summary_holds_its_parts_to_its_own_start(worked: Worked) -> None:
    """
    phase    0d  start no earlier than 2026-01-07
      build  2d
      test   3d  after build
    close    1d  after test
    """
    assert worked.shown("build") == "01-07 08:00 - 01-08 17:00"
    assert worked.shown("close") == "01-14 08:00 - 01-14 17:00"


def test_a_summary_limits_how_late_its_parts_may_be_and_pulls_none(worked: Worked) -> None:
    """
    rules msproject
    phase    0d  finish no later than 2026-01-08
      build  2d
      test   3d  after build
    close    1d  after test
    """
    assert worked.shown("test") == "01-07 08:00 - 01-09 17:00"
    assert worked["build"].total_float == worked["test"].total_float == days(-1)
    assert worked.problems() == ["constraint_conflict"]


def test_p6_shows_the_float_between_the_dates_of_a_level_of_effort(worked: Worked) -> None:
    """
    rules p6
    build   5d
    survey  2d
    watch   0d  level of effort, after survey SS, after survey FF
    """
    assert worked["watch"].total_float == worked["survey"].total_float == days(3)
    assert worked["watch"].free_float == 0


def test_of_two_levels_of_effort_the_later_hangs_from_the_earlier_whichever_is_listed_first(
    worked: Worked,
) -> None:
    """
    guard   0d  level of effort, after fence SS+2d, after fence FF
    fence   0d  level of effort, after sign, after pave FF
    patrol  0d  level of effort, after fence SS+2d, after fence FF
    sign    1d
    pave    5d  after sign
    """
    # Pave is the 6th to the 12th, so is the fence; two days after its start is the morning of the 8th.
    assert worked.shown("fence") == "01-06 08:00 - 01-12 17:00"
    assert worked.shown("guard") == worked.shown("patrol") == "01-08 08:00 - 01-12 17:00"
