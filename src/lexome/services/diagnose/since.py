"""An earlier report of the same case read back, and what differs from it written into the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.report.schema import DiagnosisReport

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 64 << 20
"""A report has some hundred kilobytes."""


def read_earlier(path: Path) -> DiagnosisReport:
    """Return an earlier report.

    Raises
    ------
    BadInput
        when the file is no ``report.json`` of this form.
    """
    try:
        text = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
        return DiagnosisReport.model_validate_json(text)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it is no report.json of diagnose"
        problem = Problem(Level.ERROR, "earlier-unreadable", path.name, why, "give DIR/report.json of an earlier run")
        raise BadInput([problem]) from error


def with_changes(report: DiagnosisReport, earlier: DiagnosisReport) -> DiagnosisReport:
    """Return the report with what moved since the earlier one; another case's report is told."""
    from lexome.report.changes import changes

    problems = report.problems
    if earlier.case_id != report.case_id:
        message = "the earlier report has another case id; what moved is told as if it were the same case"
        problem = Problem(Level.WARNING, "earlier-other-case", "--since", message, "check that it is the same patient")
        problems = (*problems, problem)
    return report.model_copy(update={"changes": changes(earlier, report), "problems": problems})
