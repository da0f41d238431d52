"""The class report: one page that is read alone, and the tables behind it as CSV.

`data` reads the verdicts and counts, `similarity` compares the submissions' code, `charts` draws,
`page` puts it all together. Nothing here runs, imports or renders anything of a submission.
"""

from __future__ import annotations

from autograde.report.data import ReportError
from autograde.report.page import write_report

__all__ = ["ReportError", "write_report"]
