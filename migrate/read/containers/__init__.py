"""What runs in containers already: Dockerfiles, compose files, Kubernetes objects, charts."""
