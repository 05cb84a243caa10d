"""People who are made up; the same chance makes the same people."""

from random import Random

GIVEN = (
    *("Ada", "Amara", "Bao", "Beatriz", "Chia-Ling", "Daniel", "Dewi", "Elif", "Emeka", "Fatima", "Georg"),
    *("Hana", "Hsin-Yi", "Ines", "Ivan", "Jia", "Jonas", "Kaito", "Lena", "Luis", "Mei", "Mia", "Nadia"),
    *("Noah", "Oksana", "Priya", "Qiang", "Rafael", "Rui", "Sanjay", "Sofia", "Tomasz", "Uma", "Wei", "Yuki"),
)
FAMILY = (
    *("Abe", "Becker", "Castro", "Chang", "Costa", "Demir", "Diallo", "Eze", "Fischer", "Garcia", "Haddad"),
    *(
        "Huang",
        "Ito",
        "Jansen",
        "Kim",
        "Kovacs",
        "Lee",
        "Lin",
        "Mensah",
        "Moreau",
        "Novak",
        "Okafor",
        "Patel",
    ),
    *("Petrov", "Rao", "Rossi", "Santos", "Sato", "Singh", "Tran", "Wang", "Wu", "Yilmaz", "Zhang"),
)


def made_up(rng: Random, count: int) -> list[str]:
    """Return so many different names."""
    every = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    return rng.sample(every, count)
