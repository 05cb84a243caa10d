"""One function for each command and fact: load, decide, save."""
