"""From a migration plan to files: object trees, Dockerfiles, manifests and charts."""
