"""When a judge may be reminded, in plain Python."""
