"""One function for each command: load, decide, save."""
