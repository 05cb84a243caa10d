"""Scoring: from marks to standings, from standings to certified, revealed and published results."""
