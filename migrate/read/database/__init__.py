"""Captures of database servers -> components."""
