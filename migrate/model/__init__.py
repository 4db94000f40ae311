"""The nouns: frozen values that travel between the stages. Nothing of ours is imported here."""
