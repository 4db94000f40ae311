"""Survey workbooks: rows and problems come out of filled-in ones; blank ones are written."""

from migrate.survey.reader import load
from migrate.survey.template import template

__all__ = ["load", "template"]
