"""Table numbers of a stage in which judges walk from table to table."""
