"""What every route takes: one line for each, read by the matrix. A route without a line fails the suite.

Machines' routes go by the catalogue's codes, pages by their names. A line says the right it takes and where
the thing it is about stands:

- `project`       in a project: seen and changed with the right on that project
- `shared`        in a whole program: seen from any of its projects, changed with the right on the program
- `names`         in a whole program, with names of people: not for those who see only what is their own
- `program`       the program itself
- `organisation`  the organisation: with the right on the organisation
- `directory`     an organisation row that everybody who holds the right anywhere may see
- `grant`         a role: stands where it is held
- `own`           one's own: everybody who signed in, and only theirs
- `open`          nobody needs to sign in
- `watch`         for who keeps watch over the whole organisation; not found by others
- `undo`          takes the right of what is taken back
- `anybody`       everybody who signed in; what is on it is narrowed to what they may see
"""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """What a route takes. `sees` is the right with which the thing is visible, where that is another one."""

    right: str
    place: str
    sees: str


_MACHINES = """
organisation.show          -                   anybody
organisation.edit          organisation.edit   organisation  organisation.read
organisation.undo          -                   own
organisation.redo          -                   own
people.list                people.read         directory
people.show                people.read         directory
people.add                 people.invite       directory
people.edit                people.edit         organisation  people.read
people.deactivate          people.edit         organisation  people.read
people.reactivate          people.edit         organisation  people.read
people.make-administrator  system.operate      organisation  people.read
people.retire-administrator system.operate     organisation  people.read
roles.list                 -                   anybody
roles.show                 -                   anybody
grants.add                 role.grant          grant         people.read
grants.remove              role.grant          grant         people.read
tokens.list                -                   own
tokens.show                -                   own
tokens.add                 -                   own
tokens.remove              -                   own
sessions.list              -                   own
sessions.show              -                   own
sessions.remove            -                   own
views.list                 -                   own
views.show                 -                   own
views.add                  -                   own
views.edit                 -                   own
views.remove               -                   own
portfolios.list            -                   anybody
portfolios.show            program.read        organisation
portfolios.add             portfolio.edit      organisation  program.read
portfolios.edit            portfolio.edit      organisation  program.read
portfolios.remove          portfolio.edit      organisation  program.read
programs.list              -                   anybody
programs.show              program.read        program
programs.add               program.add         organisation  program.read
programs.edit              program.edit        program       program.read
programs.set-stage         program.edit        program       program.read
programs.set-status-date   plan.edit           program       program.read
programs.undo              -                   own
programs.redo              -                   own
projects.list              program.read        project
projects.show              program.read        project
projects.add               project.add         program       program.read
projects.edit              project.edit        project       program.read
projects.order             program.edit        program       program.read
projects.remove            program.edit        program       program.read
brief.show                 brief.read          shared
brief.edit                 brief.edit          program       brief.read
brief.agree                brief.approve       program       brief.read
scope.show                 brief.read          shared
scope.edit                 brief.edit          program       brief.read
scope.agree                brief.approve       program       brief.read
editions.list              brief.read          shared
editions.show              brief.read          shared
objectives.list            brief.read          shared
objectives.show            brief.read          shared
objectives.add             brief.edit          program       brief.read
objectives.edit            brief.edit          program       brief.read
objectives.remove          brief.edit          program       brief.read
deliverables.list          brief.read          project
deliverables.show          brief.read          project
deliverables.add           brief.edit          project       brief.read
deliverables.edit          brief.edit          project       brief.read
deliverables.remove        brief.edit          project       brief.read
criteria.list              brief.read          shared
criteria.show              brief.read          shared
criteria.add               brief.edit          program       brief.read
criteria.edit              brief.edit          program       brief.read
criteria.remove            brief.edit          program       brief.read
key-dates.list             brief.read          project
key-dates.show             brief.read          project
key-dates.add              brief.edit          project       brief.read
key-dates.edit             brief.edit          project       brief.read
key-dates.remove           brief.edit          project       brief.read
tasks.list                 plan.read           project
tasks.show                 plan.read           project
tasks.add                  plan.edit           project       program.read
tasks.edit                 plan.edit           project       plan.read
tasks.edit-many            plan.edit           project       plan.read
tasks.remove               plan.edit           project       plan.read
tasks.move                 plan.edit           project       plan.read
tasks.indent               plan.edit           project       plan.read
tasks.outdent              plan.edit           project       plan.read
tasks.paste                plan.edit           project       program.read
tasks.link                 plan.edit           project       plan.read
tasks.unlink               plan.edit           project       plan.read
tasks.assign               plan.edit           project       plan.read
tasks.report-progress      plan.status         project       plan.read
links.list                 plan.read           project
links.show                 plan.read           project
links.add                  plan.edit           project       plan.read
links.edit                 plan.edit           project       plan.read
links.remove               plan.edit           project       plan.read
calendars.list             plan.read           shared
calendars.show             plan.read           shared
calendars.add              calendar.edit       program       plan.read
calendars.edit             calendar.edit       program       plan.read
calendars.remove           calendar.edit       program       plan.read
calendar-exceptions.list   plan.read           shared
calendar-exceptions.show   plan.read           shared
calendar-exceptions.add    calendar.edit       program       plan.read
calendar-exceptions.edit   calendar.edit       program       plan.read
calendar-exceptions.remove calendar.edit       program       plan.read
work-weeks.list            plan.read           shared
work-weeks.show            plan.read           shared
work-weeks.add             calendar.edit       program       plan.read
work-weeks.remove          calendar.edit       program       plan.read
shared-calendars.list      plan.read           directory
shared-calendars.show      plan.read           directory
shared-calendars.add       calendar.edit       organisation  plan.read
shared-calendars.edit      calendar.edit       organisation  plan.read
shared-calendars.remove    calendar.edit       organisation  plan.read
shared-exceptions.list     plan.read           directory
shared-exceptions.show     plan.read           directory
shared-exceptions.add      calendar.edit       organisation  plan.read
shared-exceptions.remove   calendar.edit       organisation  plan.read
custom-fields.list         plan.read           shared
custom-fields.show         plan.read           shared
custom-fields.add          program.edit        program       plan.read
custom-fields.edit         program.edit        program       plan.read
custom-fields.remove       program.edit        program       plan.read
baselines.list             baseline.read       shared
baselines.show             baseline.read       shared
resources.list             plan.read           names
resources.show             plan.read           names
resources.add              plan.edit           program       plan.read
resources.edit             plan.edit           names         plan.read
resources.remove           plan.edit           names         plan.read
resources.set-rate         rate.edit           program       plan.read
rates.list                 rate.read           program
rates.show                 rate.read           program
assignments.list           plan.read           project
assignments.show           plan.read           project
assignments.edit           plan.edit           project       plan.read
analysis.show              plan.read           shared
dates.list                 plan.read           project
dates.show                 plan.read           project
milestones.list            plan.read           project
milestones.show            plan.read           project
problems.list              plan.read           project
driving-path.list          plan.read           project
floats.show                plan.read           project
float-paths.list           plan.read           project
baselines.add              baseline.edit       program       baseline.read
changes.show               history.read        shared        plan.read
comparison.show            baseline.read       shared        plan.read
trend.list                 plan.read           shared
milestone-trends.list      plan.read           project
why-moved.show             history.read        shared        plan.read
quality.show               plan.read           shared
quality-by-project.list    plan.read           project
my-tasks.list              -                   anybody
confidential-reads.list    access.read         program
confidential-reads.show    access.read         program
uploads.list               -                   own
uploads.show               -                   own
uploads.add                -                   own
uploads.remove             -                   own
uploads.bring-in           -                   own
uploads.differences        -                   own
uploads.take-over          -                   own
uploads.set-columns        -                   own
plan-files.list            plan.read           project
plan-files.show            plan.read           project
column-mappings.list       -                   own
column-mappings.show       -                   own
column-mappings.add        -                   own
column-mappings.remove     -                   own
exports.show               plan.read           shared
history.list               history.read        project
history.show               history.read        project
history.undo               plan.edit           project       plan.read
"""


_PAGES = """
healthz                    -                   open
readyz                     -                   open
start                      -                   open
start_owner                -                   open
join                       -                   open
enter                      -                   open
account_login              -                   open
account_logout             -                   open
account_reset_password     -                   open
account_reset_password_done -                  open
account_reset_password_from_key -              open
account_reset_password_from_key_done -         open
mfa_authenticate           -                   open
help                       -                   anybody
prefer                     -                   own
keep-view                  -                   own
change-view                -                   own
search                     -                   anybody
palette                    -                   anybody
palette-of                 -                   anybody
start_organisation         organisation.edit   anybody
start_plan                 -                   anybody
sample                     program.add         anybody
sessions                   -                   own
end_session                -                   own
end_other_sessions         -                   own
tokens                     -                   own
revoke_token               -                   own
account_reauthenticate     -                   own
account_change_password    -                   own
account_set_password       -                   own
mfa_index                  -                   own
mfa_reauthenticate         -                   own
mfa_activate_totp          -                   own
mfa_deactivate_totp        -                   own
mfa_view_recovery_codes    -                   own
mfa_generate_recovery_codes -                  own
people                     -                   anybody
roles                      -                   anybody
invite                     people.invite       anybody
security                   security.read       watch
edit_person                people.edit         organisation  people.read
give_role                  role.grant          grant         people.read
take_role                  role.grant          grant         people.read
deactivate_person          people.edit         organisation  people.read
reactivate_person          people.edit         organisation  people.read
new_link                   people.invite       directory
today                      -                   anybody
report                     plan.status         project       plan.read
portfolio                  -                   anybody
new-program                program.add         anybody
import                     program.add         anybody
import-preview             -                   own
import-file                -                   own
import-newer               -                   own
import-reasons             -                   anybody
import-dates               -                   own
import-fields              -                   own
imports                    plan.read           shared
import-original            -                   own
import-columns             -                   own
import-confirm             -                   own
import-discard             -                   own
home                       program.read        shared
plan                       plan.read           shared
plan-on-paper              plan.read           shared
plan-steps                 plan.read           shared
export                     plan.read           shared
export-file                plan.read           shared
export-left                plan.read           shared
brief                      program.read        shared
write-document             brief.edit          program       brief.read
agree-document             brief.approve       program       brief.read
edition                    brief.read          shared
add-item                   brief.edit          program       brief.read
edit-item                  brief.edit          program       brief.read
remove-item                brief.edit          program       brief.read
calendars                  plan.read           shared
calendar                   plan.read           shared
add-calendar               calendar.edit       program       plan.read
edit-calendar              calendar.edit       program       plan.read
remove-calendar            calendar.edit       program       plan.read
add-days                   calendar.edit       program       plan.read
remove-days                calendar.edit       program       plan.read
history                    history.read        shared        program.read
confidential-reads         access.read         shared        program.read
trends                     history.read        shared        program.read
moves                      history.read        shared        program.read
compare                    baseline.read       shared        program.read
compare-causes             baseline.read       shared        program.read
compare-table              baseline.read       shared        program.read
quality                    plan.read           shared
take-back                  -                   undo
take-back-here             -                   undo
settings                   program.read        shared
edit-program               program.edit        program       program.read
set-stage                  program.edit        program       program.read
set-status-date            plan.edit           program       program.read
add-project                project.add         program       program.read
edit-project               project.edit        project       program.read
remove-project             program.edit        program       program.read
"""


def _read(table: str) -> dict[str, Line]:
    lines = {}
    for text in table.strip().splitlines():
        code, right, place, *sees = text.split()
        lines[code] = Line(right, place, sees[0] if sees else right)
    return lines


MACHINES = _read(_MACHINES)
PAGES = _read(_PAGES)
