"""Which entry is at which table, and in which order a judge walks."""
