"""Routing tables, calls and attributes of PHP frameworks -> `http.paths`."""
