"""The command line: exit codes, help of every service, and what reaches which stream."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import subprocess
import sys
from typing import Literal, get_args

import pytest

from lexome.apps import commands
from lexome.apps.cli import _app, main
from lexome.core import shelf
from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem

SERVICES = shelf.names("services")


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_a_command_with_help_for_each_option(service: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*commands.words(service), "--help"]) == 0
    shown = capsys.readouterr().out
    for name, field in shelf.take("services", service).ask.model_fields.items():
        assert field.description, f"{service}.{name} has no description"
        assert name.replace("_", "-") in shown.lower()


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(["no-such-command"], id="unknown command"),
        pytest.param(["version", "--no-such-option"], id="unknown option"),
        pytest.param(["version", "--format", "yaml"], id="value that is not a choice"),
    ],
)
def test_a_wrong_call_exits_with_2_and_says_so_on_stderr(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(call) == 2
    captured = capsys.readouterr()
    assert captured.err
    assert not captured.out


def test_json_documents_carry_schema_version_and_provenance(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema_version"]
    assert document["provenance"]["lexome_version"] == document["lexome"]


def test_bad_input_exits_with_1_and_lists_every_problem_on_stderr(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = shelf.take("services", "version")

    def run(ask: object, lab: object) -> None:
        raise BadInput([Problem(Level.ERROR, f"code-{n}", f"file {n}", "is bad", "mend it") for n in (1, 2)])

    broken = type(service)(service.ask, service.answer, run)
    monkeypatch.setattr(shelf, "take", lambda role, name: broken)
    assert main(["version"]) == 1
    captured = capsys.readouterr()
    assert "code-1" in captured.err
    assert "code-2" in captured.err
    assert "mend it" in captured.err
    assert not captured.out


def test_a_fault_of_ours_shows_where_but_no_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = shelf.take("services", "version")

    def run(ask: object, lab: object) -> None:
        raise KeyError("Jane Doe")

    monkeypatch.setattr(shelf, "take", lambda role, name: type(service)(service.ask, service.answer, run))
    assert main(["version"]) == 1
    shown = capsys.readouterr().err
    assert "Jane Doe" not in shown
    assert "KeyError" in shown


def test_help_imports_no_service() -> None:
    program = (
        "import sys; from lexome.apps.cli import main; main(['--help']);"
        "bad = [m for m in sys.modules if m.startswith('lexome.services.') or m in ('numpy', 'pyarrow')];"
        "sys.exit(len(bad))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run([sys.executable, "-m", "lexome", "version"], capture_output=True, check=False, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith("lexome ")


def test_an_enumeration_is_chosen_by_the_values_that_documents_spell() -> None:
    choice = commands._spelt(Assembly | None)
    assert set(get_args(get_args(choice)[0])) == {"GRCh37", "GRCh38"}
    assert commands._spelt(tuple[Assembly, ...]) == tuple[Literal["GRCh37", "GRCh38"], ...]


def test_the_command_line_of_one_command_lists_the_same_options_as_that_of_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = []
    for first in ("check", ""):
        with contextlib.suppress(SystemExit):
            _app(first)(["check", "--help"], exit_on_error=False)
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert "--format" in told[0]


@pytest.mark.parametrize("service", SERVICES)
def test_the_summary_of_a_command_is_the_first_line_of_what_its_module_says(service: str) -> None:
    said = ast.get_docstring(ast.parse(shelf.path_of("services", service).read_text(encoding="utf-8")))
    assert said is not None
    assert commands.summary(service) == said.partition("\n")[0]


@pytest.mark.parametrize(("given", "kept"), [(None, "__all__"), ("only_this", "only_this")])
def test_no_plug_in_of_pydantic_sees_what_is_validated_unless_the_user_says_so(
    given: str | None, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "")
    if given is None:
        monkeypatch.delenv("PYDANTIC_DISABLE_PLUGINS")
    else:
        monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", given)
    assert main(["version"]) == 0
    assert os.environ["PYDANTIC_DISABLE_PLUGINS"] == kept
