"""A group of entries that competes separately."""

from dataclasses import dataclass

from services.registration.domain.fields import Fields

TRACK_FIELDS = ("track_id", "name")


@dataclass(frozen=True, slots=True)
class Track:
    """An entry is in at most one track of its edition."""

    track_id: str
    name: str

    def as_dict(self) -> dict[str, str]:
        """Return the track as it travels."""
        return {"track_id": self.track_id, "name": self.name}


def read_track(fields: Fields) -> Track:
    """Return the track that the fields describe."""
    return Track(track_id=fields.identifier("track_id"), name=fields.text("name"))
