"""What all files of a site call -> the functions that rules may ask for, with their first places.

Only the application's own code counts, and of it what is a call: a method, a function of its own
and what a comment or string names are none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from migrate.knowledge.php import php_versions
from migrate.model.code import Use
from migrate.read.php.survey import File, Survey, places
from migrate.read.php.unreached import Unreached

_PLACES = 20


def uses(survey: Survey, never: Unreached) -> Sequence[Use]:
    """Return the functions of PHP and its extensions that the application's own code calls.

    What is gone from PHP is left out where the application asks for it first or never gets to.
    """
    gone = php_versions().gone
    where: defaultdict[str, list[tuple[File, int]]] = defaultdict(list)
    for file in survey.own_files():
        for name, lines in file.seen.calls.items():
            asked = name in gone and name in survey.asked
            if not asked and len(where[name]) < _PLACES and not survey.defines(name, file):
                reached = (line for line in lines if not never.is_so(file, name, line))
                where[name].extend((file, line) for line in islice(reached, _PLACES))
    called = sorted(name for name in where if where[name])
    return tuple(Use("method", name, places(where[name], _PLACES)) for name in called)
