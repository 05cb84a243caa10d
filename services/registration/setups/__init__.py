"""Set-ups of editions: changed by hand, kept as blueprints, written as files, and started from again."""
