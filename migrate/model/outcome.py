"""What engines and clusters answered."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class ImageOutcome(Struct, frozen=True):
    """One image built, or not."""

    workload: str
    reference: str
    state: Literal["built", "pushed", "failed"]
    detail: str = ""
    """Image id, or the engine's error with the failing step."""


class ObjectOutcome(Struct, frozen=True):
    """What the API server did with one object."""

    object: str
    """`apps/v1 Deployment portal/portal`"""
    path: str
    """File it came from."""
    state: Literal["created", "changed", "unchanged", "refused", "kept", "unchecked"]
    """`kept`: a live Secret that templates never overwrite. `unchecked`: in a dry run, an object
    whose namespace the server does not have yet."""
    detail: str = ""
    """The server's reason, one line."""
