"""The plan stage: what is known and what people decided go in; the target comes out."""
