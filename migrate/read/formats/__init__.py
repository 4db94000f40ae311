"""The syntax of configuration files: text -> keys with the exact place of their values."""
