"""The catalogue as commands: `milepost tasks edit 412 --program atlas --duration 8d`.

A noun is a group, a verb its command, the thing itself an argument and every field an option. The same
command runs on the database of this machine or, with `--server`, over REST on another; what it prints is
the same, because both answer in the catalogue's own JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
import pydantic

from milepost.surfaces.catalog import asking, index
from milepost.surfaces.catalog.forms import FieldForm
from milepost.surfaces.catalog.offers import Offer
from milepost.surfaces.cli import output, shown
from milepost.surfaces.cli.reach import Asked, reach

NOTHING = "none"
"""What an option says to clear a field."""


@cache
def groups() -> Mapping[str, click.Group]:
    """A group for each noun, by the word it is called with."""
    made: dict[str, click.Group] = {}
    for offer in index.offers():
        noun = offer.entry.noun
        if noun.plural not in made:
            made[noun.plural] = click.Group(noun.plural, help=noun.about)
        made[noun.plural].add_command(_command(offer))
    return made


def _command(offer: Offer) -> click.Command:
    parameters: list[click.Parameter] = []
    if offer.item is not None:
        parameters.append(click.Argument([_word(offer.item.name)], metavar=offer.item.name.upper()))
    if offer.entry.ledger == "program":
        parameters.append(_text("--program", "The program, by its name in addresses.", "MILEPOST_PROGRAM"))
    parameters += [_option(field) for field in offer.fields]
    parameters += _for_writing() if offer.is_write else _for_reading(offer)
    parameters += [
        _text(
            "--server", "Another Milepost, by its address; else this machine's database.", "MILEPOST_SERVER"
        ),
        _text("--token", "The personal token to act with.", "MILEPOST_TOKEN"),
        _text("--as", "On this machine: act as the person with this e-mail address.", "MILEPOST_AS"),
        click.Option(["--json", "is_json"], is_flag=True, help="Print one JSON document and nothing else."),
    ]
    name = offer.entry.called or offer.entry.verb
    return click.Command(name, params=parameters, callback=_runner(offer), help=offer.sentence)


def _runner(offer: Offer) -> Callable[..., None]:
    def run(is_json: bool, server: str | None, token: str | None, **given: Any) -> None:
        person = given.pop("as", None)
        asked = _asked(offer, given)
        answer = reach(server, token, person).carry_out(offer, asked)
        output.answer(answer, as_json=is_json, lines=shown.lines(answer))

    return run


def _asked(offer: Offer, given: dict[str, Any]) -> Asked:
    """The fields as JSON values, apart from what is said about the request itself."""
    fields = {
        field.name: _value(field, given[_word(field.name)])
        for field in offer.fields
        if given.get(_word(field.name)) not in (None, ())
    }
    item = None if offer.item is None else given[_word(offer.item.name)]
    about = {name: given[name] for name in (*asking.READING, "seen", "reason") if given.get(name) is not None}
    program = given.get("program")
    if offer.entry.ledger == "program" and program is None:
        raise click.UsageError("Say which program: --program NAME, or MILEPOST_PROGRAM.")
    return Asked(program, item, fields, about)


def _value(field: FieldForm, text: Any) -> Any:
    """An option's value as JSON. `none` clears; what is neither text nor number is written as JSON, or as
    `@file` with the JSON in it."""
    if isinstance(text, tuple):
        return list(text)
    if text == NOTHING and _allows_null(field):
        return None
    if _kind(field) != "json" or not isinstance(text, str):
        return text
    source = Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text
    try:
        return json.loads(source)
    except ValueError as error:
        raise click.BadParameter(f"is not JSON: {error}", param_hint=_flag(field.name)) from None


def _option(field: FieldForm) -> click.Option:
    kind = _kind(field)
    about = {"json": "JSON, or @FILE with it.", "list": "Repeat for several."}.get(kind, "")
    if kind == "flag":
        flag = _flag(field.name)
        return click.Option(
            [f"{flag}/--no-{flag[2:]}", _word(field.name)], default=None, required=field.is_required
        )
    if _allows_null(field):
        about = f"{about} '{NOTHING}' clears it.".strip()
    return click.Option(
        [_flag(field.name), _word(field.name)],
        required=field.is_required,
        multiple=kind == "list",
        help=about,
        metavar=_metavar(field),
    )


@cache
def _schema(accepts: Any) -> dict[str, Any]:
    return pydantic.TypeAdapter(accepts).json_schema()


def _arms(field: FieldForm) -> list[dict[str, Any]]:
    schema = _schema(field.form.accepts)
    return [arm for arm in schema.get("anyOf", [schema]) if arm.get("type") != "null"]


def _allows_null(field: FieldForm) -> bool:
    return any(arm.get("type") == "null" for arm in _schema(field.form.accepts).get("anyOf", []))


def _kind(field: FieldForm) -> str:
    """How a field is written: a `flag`, a `list` of plain values, `json`, or plain `text`."""
    for arm in _arms(field):
        if arm.get("type") == "boolean" and len(_arms(field)) == 1:
            return "flag"
        if arm.get("type") == "array":
            return "list" if arm.get("items", {}).get("type") in ("string", "integer", "number") else "json"
        if arm.get("type") == "object" or "$ref" in arm or not arm:
            return "json"
    return "text"


def _metavar(field: FieldForm) -> str:
    arm = _arms(field)[0] if _arms(field) else {}
    words = {"date-time": "YYYY-MM-DDTHH:MM", "date": "YYYY-MM-DD"}
    kinds = {"integer": "NUMBER", "number": "NUMBER", "array": "VALUE", "string": "TEXT"}
    return words.get(arm.get("format", "")) or kinds.get(arm.get("type", ""), "JSON")


def _for_writing() -> list[click.Parameter]:
    return [
        _text("--seen", "The revision you were looking at; refuses what somebody changed since."),
        _text("--reason", "Why, in the words the history shows."),
    ]


def _for_reading(offer: Offer) -> list[click.Parameter]:
    shared = [_text("--fields", "Only these fields, separated by commas.")]
    if "as_of" in offer.takes:
        shared.append(_text("--as-of", "As it was at a date, an instant or a revision."))
    if offer.is_list:
        shared += [
            _text("--filter", "Only rows like that: 'is_critical=true;finish<2027-01-01'."),
            _text("--sort", "By these fields, separated by commas; '-finish' from the last."),
        ]
        shared += [_text("--limit", "At most so many rows."), _text("--cursor", "Where the last page ended.")]
    return shared


def _text(flag: str, about: str, variable: str | None = None) -> click.Parameter:
    return click.Option([flag, flag[2:].replace("-", "_")], help=about, envvar=variable)


def _word(name: str) -> str:
    """A parameter's name inside; a field called like one of our own options steps aside."""
    return (
        f"field_{name}" if name in ("program", "server", "token", "as", "reason", "fields", "seen") else name
    )


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")
