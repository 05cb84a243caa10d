"""Large files of entries: kept, entered in parts, and told how far they are."""
