"""One function for each command or event: load, decide, save."""
