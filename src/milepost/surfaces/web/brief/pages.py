"""Brief and scope: read, write in place, agree to an edition.

Every form is opened by `?edit=…` in the page's own address and saves by an ordinary post; HTMX only takes the
section it needs out of the page that comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milepost.base.operation import Operation, Written
from milepost.base.refusal import NotFound
from milepost.domain.accounts.queries import people as people_queries
from milepost.domain.programs.operations import documents as operations
from milepost.domain.programs.queries import documents
from milepost.domain.schedule.queries import tasks as task_queries
from milepost.surfaces.web.brief import present
from milepost.surfaces.web.brief.forms import AgreeForm, ItemForm
from milepost.surfaces.web.brief.lists import LISTINGS, Listing
from milepost.surfaces.web.shell import asking, frames, undoing
from milepost.surfaces.web.shell.asking import About
from milepost.surfaces.web.shell.forms import Form
from milepost.surfaces.web.shell.frame import page
from milepost.surfaces.web.shell.saving import saved

_QUERIES: dict[str, Any] = {"brief": documents.brief, "scope": documents.scope}
_WRITE: dict[str, Operation[Any, Any]] = {"brief": operations.write_brief, "scope": operations.write_scope}
_AGREE: dict[str, Operation[Any, Any]] = {"brief": operations.agree_brief, "scope": operations.agree_scope}


@dataclass(frozen=True, slots=True)
class Section:
    """A list on the page. `action` is where its open form posts to, `removal` where its line is removed."""

    listing: Listing
    lines: tuple[present.Line, ...]
    form: Form | None = None
    action: str = ""
    removal: str = ""


@require_GET
def brief(request: HttpRequest, slug: str) -> HttpResponse:
    """The documents and lists of a program, or of one of its projects."""
    about = asking.about(request, slug)
    return _page(request, about, _open_form(request, about))


@require_POST
def write(request: HttpRequest, slug: str, document: str) -> HttpResponse:
    """Save one of the two documents."""
    about = asking.about(request, slug)
    form = present.FORMS[document](request.POST)
    acting = asking.acting(request, about.ledger)
    if saved(form, lambda: _WRITE[document](acting, project=about.project, **form.cleaned_data)):
        said = _("The brief is saved.") if document == "brief" else _("The scope is saved.")
        undoing.done(request, about, form.written, said)
        return _done(about, document)
    return _page(request, about, (document, form), status=422)


@require_POST
def agree(request: HttpRequest, slug: str, document: str) -> HttpResponse:
    """Agree to a document as it stands."""
    about = asking.about(request, slug)
    form = AgreeForm(request.POST)
    acting = asking.acting(request, about.ledger)
    if saved(form, lambda: _AGREE[document](acting, project=about.project, **form.cleaned_data)):
        undoing.done(request, about, form.written, _("Agreed. The edition is kept word for word."))
        return _done(about, document)
    return _page(request, about, (f"agree-{document}", form), status=422)


@require_GET
def edition(request: HttpRequest, slug: str, document: str, edition: int) -> HttpResponse:
    """A document word for word as it was agreed."""
    about = asking.about(request, slug)
    for row in documents.editions(
        about.reader, program=about.ledger, document=document, project=about.project, as_of=about.revision
    ):
        if row.edition == edition:
            title = (
                _("Brief, edition %(edition)s") if document == "brief" else _("Scope, edition %(edition)s")
            )
            return page(
                request,
                "brief/edition.html",
                frames.of_program(
                    request, about, title=title % {"edition": edition}, here="brief", has_as_of=False
                ),
                line=present.document(document, None, [row]).editions[0],
                parts=present.parts(document, row.content),
                back=_address(about),
            )
    raise NotFound(f"There is no edition {edition}.")


@require_http_methods(["POST"])
def item(request: HttpRequest, slug: str, listing: str, number: int | None = None) -> HttpResponse:
    """Add a line to one of the lists, or change it."""
    about = asking.about(request, slug)
    wanted = _listing(listing)
    form = wanted.form(request.POST, **_offered(about))
    if saved(form, lambda: _save(request, about, wanted, number, form)):
        undoing.done(request, about, form.written, _("Added.") if number is None else _("Changed."))
        return _done(about, listing)
    return _page(request, about, (f"{listing}-{number or 'new'}", form), status=422)


@require_POST
def remove(request: HttpRequest, slug: str, listing: str, number: int) -> HttpResponse:
    """Remove a line; undo brings it back."""
    about = asking.about(request, slug)
    wanted = _listing(listing)
    written = wanted.remove(asking.acting(request, about.ledger), **{wanted.item: number})
    undoing.done(request, about, written, _("Removed."))
    return _done(about, listing)


def _save(
    request: HttpRequest, about: About, listing: Listing, number: int | None, form: Form
) -> Written[Any]:
    acting = asking.acting(request, about.ledger)
    if number is None:
        return listing.add(acting, **form.cleaned_data)
    return listing.edit(acting, **{listing.item: number}, **form.cleaned_data)


def _page(
    request: HttpRequest, about: About, opened: tuple[str, Form] | None, *, status: int = 200
) -> HttpResponse:
    where: dict[str, Any] = {"program": about.ledger, "as_of": about.revision}
    rows = {key: listing.rows(about.reader, **where) for key, listing in LISTINGS.items()}
    owners = {row.owner for found in rows.values() for row in found if getattr(row, "owner", None)}
    names = people_queries.names(about.reader, people=owners, **where)
    keepers = {row.task for row in rows["dates"] if row.task}
    tasks = task_queries.names_seen(about.reader, program=about.ledger, tasks=keepers)
    return page(
        request,
        "brief/page.html",
        frames.of_program(request, about, title=_("Brief & scope"), here="brief"),
        status=status,
        documents=[_document(about, key) for key in _WRITE],
        sections=[
            _section(about, listing, present.lines(key, rows[key], names, tasks, about.today), opened)
            for key, listing in LISTINGS.items()
        ],
        opened=opened[0] if opened else "",
        form=opened[1] if opened else None,
        edit_with=f"{_address(about)}{'&' if about.query else '?'}edit=",
        revision=about.program.revision,
        here=_address(about),
        query=about.query,
        slug=about.slug,
        may_edit=about.may("brief.edit", about.project),
        may_agree=about.may("brief.approve", about.project),
    )


def _section(
    about: About, listing: Listing, lines: tuple[present.Line, ...], opened: tuple[str, Form] | None
) -> Section:
    """One list with the form that is open in it, if any."""
    key, _dash, number = (opened[0] if opened else "").partition("-")
    if opened is None or key != listing.key:
        return Section(listing, lines)
    where = [about.slug, key] if number == "new" else [about.slug, key, int(number)]
    route = "web:add-item" if number == "new" else "web:edit-item"
    removal = "" if number == "new" else reverse("web:remove-item", args=where) + about.query
    return Section(listing, lines, opened[1], reverse(route, args=where) + about.query, removal)


def _document(about: About, key: str) -> present.Document:
    where: dict[str, Any] = {"program": about.ledger, "project": about.project, "as_of": about.revision}
    row = _QUERIES[key](about.reader, **where)
    return present.document(key, row, documents.editions(about.reader, document=key, **where))


def _open_form(request: HttpRequest, about: About) -> tuple[str, Form] | None:
    """The form `?edit=` asks for, filled with what is stored."""
    wanted = request.GET.get("edit", "")
    if wanted in present.FORMS:
        row = _QUERIES[wanted](about.reader, program=about.ledger, project=about.project)
        form = present.FORMS[wanted]
        return wanted, form(initial={name: getattr(row, name) for name in form.base_fields} if row else None)
    if wanted in ("agree-brief", "agree-scope"):
        return wanted, AgreeForm()
    key, _dash, number = wanted.partition("-")
    if key not in LISTINGS:
        return None
    return wanted, _item_form(about, LISTINGS[key], number)


def _item_form(about: About, listing: Listing, number: str) -> ItemForm:
    if number == "new":
        return listing.form(**_offered(about))
    for row in listing.rows(about.reader, program=about.ledger):
        if str(row.number) == number:
            initial = {name: getattr(row, name, None) for name in listing.form.base_fields}
            return listing.form(initial=initial, **_offered(about))
    raise NotFound(f"There is no line {number}.")


def _offered(about: About) -> dict[str, list[tuple[int, str]]]:
    return {
        "people": [(row.number, row.name) for row in people_queries.people(about.reader)],
        "projects": [(row.number, row.name) for row in about.projects],
        "objectives": [
            (row.number, row.title) for row in documents.objectives(about.reader, program=about.ledger)
        ],
    }


def _listing(key: str) -> Listing:
    if key not in LISTINGS:
        raise NotFound(f"There is no list '{key}'.")
    return LISTINGS[key]


def _address(about: About) -> str:
    return reverse("web:brief", args=[about.slug]) + about.query


def _done(about: About, section: str) -> HttpResponse:
    """Back to the page, at the section that changed."""
    return HttpResponseRedirect(f"{_address(about)}#{section}")
