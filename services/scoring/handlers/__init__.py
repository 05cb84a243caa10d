"""One function for each fact heard and each command given."""
