"""Stage values go in; readiness reports and the dependency picture come out."""
