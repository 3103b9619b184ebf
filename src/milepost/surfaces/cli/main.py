"""The `milepost` command.

Commands are imported when they are called: those on plan files must start in a few hundredths of a second and
never load Django, those on the database load it once they know they are wanted.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping

import click

from milepost import __version__
from milepost.base.documents.sources import Unreadable
from milepost.base.refusal import Refusal
from milepost.surfaces.cli import output

_COMMANDS = {
    "read": "milepost.surfaces.cli.files.read:read",
    "schedule": "milepost.surfaces.cli.files.schedule:schedule",
    "verify": "milepost.surfaces.cli.upkeep:verify",
    "backup": "milepost.surfaces.cli.upkeep:backup",
    "restore": "milepost.surfaces.cli.upkeep:restore",
    "doctor": "milepost.surfaces.cli.upkeep:doctor",
    "serve": "milepost.surfaces.cli.serve:serve",
    "worker": "milepost.surfaces.cli.serve:work",
    "import": "milepost.surfaces.cli.bring:bring",
    "export": "milepost.surfaces.cli.export:export",
    "init": "milepost.surfaces.cli.init:init",
    "user": "milepost.surfaces.cli.people:user",
    "token": "milepost.surfaces.cli.people:token",
    "mcp": "milepost.surfaces.mcp.stdio:mcp",
    "check": "milepost.surfaces.cli.files.check:check",
    "compare": "milepost.surfaces.cli.files.compare:compare",
    "convert": "milepost.surfaces.cli.files.convert:convert",
}
"""Where each command lives; the module is imported when the command is called or its help is asked for."""


class Commands(click.Group):
    """The command group, each command loaded when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order they are listed in help; nouns of the program last."""
        return [*_COMMANDS, *super().list_commands(ctx), *sorted(_of_the_program())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name) or _of_the_program().get(cmd_name)
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


def commands() -> dict[str, str]:
    """The commands that are written by hand, groups word by word, with what each does in a sentence."""
    found: dict[str, str] = {}
    context = click.Context(milepost)
    for name in _COMMANDS:
        command = milepost.get_command(context, name)
        assert command is not None
        inner = command.commands if isinstance(command, click.Group) else {}
        found |= {f"{name} {word}": one.get_short_help_str(200) for word, one in inner.items()} or {
            name: command.get_short_help_str(200)
        }
    return found


def _of_the_program() -> Mapping[str, click.Command]:
    """The commands derived from the catalogue; asked for only when a word is none of the others."""
    from milepost.surfaces.cli import house

    # A command for a server elsewhere needs the catalogue's words, and no folder or key of its own.
    is_elsewhere = "MILEPOST_SERVER" in os.environ or any(
        word.partition("=")[0] == "--server" for word in sys.argv
    )
    if is_elsewhere:
        house.settings_without_a_house()
    else:
        house.settings()
    from milepost.surfaces.cli import derive

    return derive.groups()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="milepost %(version)s")
def milepost() -> None:
    """Plan, watch, steer and report an IT program."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with 0 done, 1 refused, 2 wrong usage."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; a refusal has gone to standard error as one line."""
    try:
        milepost.main(args=arguments, prog_name="milepost", standalone_mode=False)
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.Abort:
        return output.refuse("Stopped.")
    except click.ClickException as wrong:
        wrong.show()
        return output.USAGE
    except (Unreadable, Refusal) as refused:
        return output.refuse(str(refused))
    except BrokenPipeError:
        # Whoever read our output has gone; closing quietly keeps Python from complaining at exit.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - it lives as long as the process
        return output.REFUSED
    except MemoryError:
        return output.refuse("The file needs more memory than there is; nothing was done.")
    except Exception as mistake:
        if os.environ.get("MILEPOST_DEBUG"):
            raise
        return output.refuse(
            f"Milepost made a mistake ({type(mistake).__name__}: {mistake}); please report it."
        )
    return 0
