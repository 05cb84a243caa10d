"""Work that changes hands: when a judge drops out, and where entries lack judges."""
