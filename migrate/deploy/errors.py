"""What keeps a deployment from starting; each has one sentence in migrate/text."""

from __future__ import annotations

from migrate.model.complaint import Complaint


class EngineError(Complaint):
    """There is no Docker engine to build with."""

    exit_code = 3


class ClusterError(Complaint):
    """There is no cluster to talk to, or no way in."""

    exit_code = 3


class DeployError(Complaint):
    """What was handed over cannot be deployed as it is."""


class SecretsError(Complaint):
    """The file of secrets is missing, unreadable or incomplete."""
