"""The app: one thin page per stage, on the same pipeline as the command line."""
