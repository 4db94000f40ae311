"""The command line: parse, call the pipeline, print."""

from __future__ import annotations

import os
import sys

from migrate.cli.language import speak
from migrate.model.complaint import Complaint

EXIT_CANNOT_WORK = 3


def main() -> None:
    """Run the console script.

    Exit codes: 0 done; 1 done, but something needs a person; 2 wrong use; 3 cannot work here.
    """
    from migrate.cli.commands import app

    try:
        app(prog_name="migrate")
    except Complaint as complaint:
        _say(speak(complaint.because.id, **complaint.because.params))
        sys.exit(complaint.exit_code)
    except ModuleNotFoundError as missing:
        _say(speak("cli.missing_room", room=missing.name or ""))
        sys.exit(EXIT_CANNOT_WORK)
    except KeyboardInterrupt:
        _say(speak("cli.interrupted"))
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as defect:
        if os.environ.get("MIGRATE_DEBUG"):
            raise
        _say(speak("cli.defect", kind=type(defect).__name__, detail=str(defect)[:300]))
        sys.exit(EXIT_CANNOT_WORK)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
