"""Appeals of founders against published results, and the organiser's answers."""
