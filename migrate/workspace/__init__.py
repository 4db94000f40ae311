"""The project folder: what lies where, what was decided, what people edited."""

from migrate.workspace.cache import CacheFolder
from migrate.workspace.decisions_file import DecisionsError
from migrate.workspace.folder import Workspace, WorkspaceError, save_file
from migrate.workspace.merge import Written

__all__ = ["CacheFolder", "DecisionsError", "Workspace", "WorkspaceError", "Written", "save_file"]
