"""Who is admitted, who waits and who is declined."""
