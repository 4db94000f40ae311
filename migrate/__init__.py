"""Reads surveys and legacy applications, and moves them to Kubernetes with evidence.

`migrate.pipeline` runs the stages; `migrate.model` holds the values they exchange.
"""

__version__ = "0.1.0"
