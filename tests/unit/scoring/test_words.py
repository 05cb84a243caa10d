from services.scoring.domain.words import rule_in_words
from tests.unit.scoring.test_aggregation import a_rule


def test_a_weighted_mean_is_named_in_full():
    assert rule_in_words(a_rule()) == (
        "Marks not given are left out. The mean of each criterion's marks is rounded half up to 2 decimals. "
        "Each mean is multiplied by its weight out of 100 (Problem 20, Market 30, Team 50) and rounded half up "
        "to 2 decimals; the total is the sum. A criterion that nobody marked adds nothing. "
        "Entries with equal totals share the place, and the places after it are skipped. "
        "An entry without a scorecard is not placed."
    )


def test_a_trimmed_mean_says_what_is_dropped_and_when_not():
    words = rule_in_words(
        a_rule(
            "trimmed_mean",
            drop_highest=1,
            drop_lowest=1,
            digits=1,
            tie_breaks=("criterion:team", "highest_mark", "scorecards"),
        )
    )
    assert words == (
        "Marks not given are left out. Of each criterion's marks the 1 highest and 1 lowest are dropped; where "
        "only 2 marks or fewer were given, none is dropped. The mean of the marks kept is rounded half up to "
        "1 decimal. Each mean is multiplied by its weight out of 100 (Problem 20, Market 30, Team 50) and "
        "rounded half up to 1 decimal; the total is the sum. A criterion that nobody marked adds nothing. "
        "Equal totals are decided by the higher mean in Team, then by the highest single mark, then by the "
        "larger number of scorecards; entries equal in all of these share the place, and the places after it "
        "are skipped. An entry without a scorecard is not placed."
    )
