"""What explaining can complain about."""

from __future__ import annotations

from migrate.model.complaint import Complaint


class ExplainError(Complaint):
    """The place that was asked for does not exist, or the file cannot be read."""
