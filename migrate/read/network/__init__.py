"""Captures of a host: sockets, hosts files, schedules, keystores."""
