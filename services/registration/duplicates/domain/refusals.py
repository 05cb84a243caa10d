"""Why a pair is left as it is."""

from schemas.refusal import Refusal


class PairDecided(Refusal):
    """Somebody else decided on the pair since it was read."""

    code = "pair_decided"


class PairUndecided(Refusal):
    """Nothing was decided on the pair that could be taken back."""

    code = "pair_undecided"
