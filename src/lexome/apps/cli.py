"""The command line: every service is a command, imported only when it is asked."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lexome import __version__
from lexome.core import shelf

if TYPE_CHECKING:
    from cyclopts import App

ALLOCATIONS = 100_000
"""Objects made and not freed after which cycles are looked for. A command makes some hundred thousand, and nearly all
live as long as it does: at Python's 700, looking for cycles is a twentieth of a run's time."""

NO_PLUGINS = ("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""A plug-in of pydantic is handed every value validated and may send it away: none is loaded unless asked for."""

HELP = """A patient's genome and a clinician's words in; a ranked, explained differential out.

Lexome runs on this computer and sends nothing anywhere. It supports, and does not replace, a qualified professional.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 the input is bad, 2 the call is wrong."""
    from cyclopts import CycloptsError

    gc.set_threshold(ALLOCATIONS)
    os.environ.setdefault(*NO_PLUGINS)
    tokens = list(sys.argv[1:] if argv is None else argv)
    try:
        result = _app(tokens[0] if tokens else "")(tokens, exit_on_error=False, result_action="return_value")
    except CycloptsError:
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        return 130
    except OSError as error:
        if os.environ.get("LEXOME_DEBUG"):
            raise
        sys.stderr.write(f"error: {error.filename or 'a file'}: {error.strerror or 'cannot be used'}\n")
        return 1
    except Exception as error:
        if os.environ.get("LEXOME_DEBUG"):
            raise
        sys.stderr.write(_apology(error))
        return 1
    return result if isinstance(result, int) else 0


def _app(first: str) -> App:
    """Return the command line: with the command or group that the first word names, else with all there are."""
    from cyclopts import App

    from lexome.apps import commands

    app = App(name="lexome", help=HELP, version=__version__, help_format="plaintext")
    groups: dict[str, App] = {}
    named = [service for service in shelf.own("services") if commands.words(service)[0] == first]
    for service in named or shelf.names("services"):
        *group, command = commands.words(service)
        home = app
        if group:
            if group[0] not in groups:
                groups[group[0]] = App(name=group[0], help=commands.GROUPS[group[0]], help_format="plaintext")
                app.command(groups[group[0]])
            home = groups[group[0]]
        home.command(f"{commands.module_name()}:{service}", name=command, help=commands.summary(service))
    return app


def _apology(error: Exception) -> str:
    """Return what to say of a fault of our own: where it happened, never the data it happened on."""
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    where = f"{last.tb_frame.f_globals.get('__name__')}:{last.tb_lineno}" if last else "?"
    return (
        f"error: Lexome failed ({type(error).__name__} at {where}); no result was written.\n"
        "  → This is a fault of Lexome. Please report it with this line; LEXOME_DEBUG=1 shows the full trace,\n"
        "    which may contain patient data.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
