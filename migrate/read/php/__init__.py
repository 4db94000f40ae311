"""PHP sites -> components, one for each application."""
