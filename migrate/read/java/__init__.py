"""Java archives, exploded folders and source trees -> components."""
