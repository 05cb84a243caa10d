"""Terms, answers and lists of judges, in plain Python."""
