"""Files that come through the browser: named safely, checked by their first bytes, then kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Protocol, TypeAlias

from migrate.model.complaint import Complaint
from migrate.workspace import Workspace, save_file

ARCHIVES = ("war", "ear", "jar", "zip", "tar", "tgz", "gz")
_SAFE = re.compile(r"[^\w.\-]+")
_ZIP = b"PK\x03\x04"
_BEGINNINGS = {
    ".xlsx": (_ZIP,),
    ".ods": (_ZIP,),
    ".xls": (b"\xd0\xcf\x11\xe0",),
    ".war": (_ZIP,),
    ".ear": (_ZIP,),
    ".jar": (_ZIP,),
    ".zip": (_ZIP,),
    ".gz": (b"\x1f\x8b",),
    ".tgz": (b"\x1f\x8b",),
    ".tar": (b"",),
}
"""A tar archive has no mark at its beginning; reading it tells."""


class Upload(Protocol):
    """A file as the browser hands it over."""

    @property
    def name(self) -> str:
        """File name the browser tells; not to be trusted."""

    def getvalue(self) -> bytes:
        """Its bytes."""


Keep: TypeAlias = Callable[[Workspace, str, bytes], str]


class UploadError(Complaint):
    """A file is not what its name says."""


def keep_workbook(workspace: Workspace, name: str, data: bytes) -> str:
    """Put a survey workbook into survey/; return its path in the workspace."""
    safe = _checked(name, data)
    return _keep(workspace, f"survey/{safe}", data)


def keep_artifact(workspace: Workspace, name: str, data: bytes) -> str:
    """Put an archive into a folder of its own below artifacts/; return its path."""
    safe = _checked(name, data)
    return _keep(workspace, f"artifacts/{safe.split('.')[0]}/{safe}", data)


def _keep(workspace: Workspace, path: str, data: bytes) -> str:
    save_file(workspace.root / path, data)
    return path


def _checked(name: str, data: bytes) -> str:
    safe = _SAFE.sub("-", PurePath(name.replace("\\", "/")).name).strip(".-")
    ending = PurePath(safe).suffix.lower()
    if not data.startswith(_BEGINNINGS.get(ending, ())):
        raise UploadError("ui.upload.wrong", name=name)
    return safe
