"""Which cluster to talk to, always said explicitly."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Target(Struct, frozen=True):
    """A context of a kubeconfig. The current context is never used by itself."""

    context: str
    kubeconfig: Path | None = None
    """None: the usual places, KUBECONFIG or ~/.kube/config."""
    allow_commands: bool = False
    """Whether the kubeconfig may run commands to log in (exec plugins)."""
