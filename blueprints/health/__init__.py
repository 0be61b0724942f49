"""Whether this process serves and whether its worker beats."""
