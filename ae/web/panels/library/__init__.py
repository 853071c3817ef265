"""Panels about many runs: all of them as a list, some side by side, one choice in many values."""

from ae.web.panels.library.compare import compare
from ae.web.panels.library.listed import list_runs
from ae.web.panels.library.sweep import sweep

__all__ = ["compare", "list_runs", "sweep"]
