"""A deck and its versions; what a deck may not be."""
