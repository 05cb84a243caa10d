"""Letters to people: written by what happens, looked at, and sent."""
