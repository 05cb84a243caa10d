"""What scoring can be asked to tell."""

from marshmallow import Schema, fields, validate

from schemas.fields import id_field, track_field
from schemas.message import Query


class ScoringQuery(Query):
    source = "scoring"


class GetStandings(ScoringQuery):
    """Answers a stage's standings, for those entitled only; with `track` of those in that track only.

    After so many rows as `after` says come at most `limit`, all where it is None; with `entry_ids` the
    rows of these entries alone, with the places that they have among all.

    {"edition_id", "stage_id", "state": "building"|"frozen"|"certified"|"revealing"|"published",
    "counted", "expected", "late", "certificate", "corrected", "rule": "the rule in words",
    "rows": [{"entry_id", "company", "place", "shared", "total", "means": {criterion_id: mean},
    "scorecards", "award", "track_place": the place in the track, where one was asked for, "panels":
    {panel_id: total} in a stage with panels, "judged" and
    "votes" where the audience's votes are in the total}], "of": how many rows there are, "steps",
    "revealed", "proof": {"size", "root", "at"}|None}. `steps` is how many reveals there are,
    `revealed` how many were done, `late` how many scorecards came in after the freeze, `proof`
    the head of the proof log at the freeze. An entry without scorecards, or that a panel has not marked, comes last, its place and total None; a mean is None where nobody marked.
    """

    edition_id = id_field()
    stage_id = id_field()
    track = track_field()
    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0))
    entry_ids = fields.List(
        id_field(), load_default=None, allow_none=True, validate=validate.Length(max=1000)
    )


class GetBoard(ScoringQuery):
    """Answers {"edition_id", "name", "stages": [body of BoardChanged + {"name"}]}; public."""

    edition_id = id_field()


class GetResults(ScoringQuery):
    """Answers published results {"stage_id", "certificate", "corrected", "rows": [BoardRow...]}; public.

    Refused with `not_published` before.
    """

    edition_id = id_field()
    stage_id = id_field()


class ListCertificates(ScoringQuery):
    """Answers what was certified of a stage, the newest first; with `public` once the results are.

    {"edition_id", "stage_id", "state", "certificates": [{"number", "replaced_by": number|None,
    "correction": {"kind": "amended"|"void"|"disqualified", "entry_id", "company", "judge", "reason",
    "at", "index", "head", "certificate"}|None, "moved": [{"entry_id", "company",
    "place_before"|None, "place"|None, "total_before"|None, "total"|None, "up"|None, "by"|None}]}]}.
    `moved` says who stands elsewhere than by the certificate before: `up` places higher, `by` so much in
    the total. `judge` is the alias of the proof log. Refused with `not_certified` or `not_published`.
    """

    edition_id = id_field()
    stage_id = id_field()
    public = fields.Boolean(load_default=False)


class GetCertificate(ScoringQuery):
    """Answers one certificate {"stage_id", "number", "replaced_by", "rows": [as in GetStandings]}.

    Refused as ListCertificates is.
    """

    edition_id = id_field()
    stage_id = id_field()
    number = fields.Integer(required=True, validate=validate.Range(min=1))
    public = fields.Boolean(load_default=False)


class GetProof(ScoringQuery):
    """Answers what proves published results, without the leaves of the log; public.

    {"format": "darkhorse-proof/1", or /2 with votes of the audience in it, or /3 with panels, "edition": {"edition_id", "name"}, "stage": {"stage_id", "name",
    "criteria", "rule", and in /3 "panels"}, "certificate", "head", "heads": [{"size", "root", "at"}], "consistency":
    [one for each head], "log": {"size", "root"}, "open": [stage_id], "entries": {entry_id: company},
    "withdrawn": [{"entry_id", "company", "judge", "reason": REASON}],
    "certified": [{"entry_id", "company", "place", "shared", "total", "means", "scorecards", and in /3
    "panels": {panel_id: total}, and with votes of the audience "judged", "votes"}],
    "corrections": [as in ListCertificates, with "consistency"]}. REASON is "withdrawn", "ineligible",
    "disqualified" or "elsewhere" of an entry, "unassigned"
    of a single scorecard, which then has a `judge`. `head` is the last of `heads`: each freeze of the stage brings one.
    `consistency` is in the form of pymerkle, None for an empty head; `open` names the stages whose
    leaves are shown. Refused with `not_published` before.
    """

    edition_id = id_field()
    stage_id = id_field()


LEAVES_AT_ONCE = 500


class GetProofLeaves(ScoringQuery):
    """Answers {"leaves": [{"index", "hash", "data": {...}|None}]} from index `first` on; public.

    At most `limit`, in the order of the log. `hash` is in hex; `data` is None for a leaf of a stage
    whose results are not public. Refused with `not_published` before.
    """

    edition_id = id_field()
    stage_id = id_field()
    first = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=LEAVES_AT_ONCE, validate=validate.Range(min=1, max=LEAVES_AT_ONCE))


class FindProof(ScoringQuery):
    """Answers {"stage_id"}: the stage whose public results a scorecard is proven in, None before."""

    scorecard_id = id_field()


class GetRevealKey(ScoringQuery):
    """Answers {"key", "certificate"} for organisers; refused with `not_certified` before.

    `key` is 128 bits in base32, in groups of four: what opens the sealed results.
    """

    edition_id = id_field()
    stage_id = id_field()


class GetSealedResults(ScoringQuery):
    """Answers certified results that can be carried before they are revealed, for organisers.

    {"format": "darkhorse-sealed/1", "salt", "certificate", "steps": [{"step", "nonce", "sealed"}]}.
    `nonce` and `sealed` are base64. A step is opened with AES-256-GCM, the text "step N" as
    additional data, by the key HKDF-SHA256(reveal key, salt, info "step N"); it is then
    {"step", "rows": [BoardRow...]} as JSON, with spaces behind: all steps are of the same length.
    Refused with `not_certified` before.
    """

    edition_id = id_field()
    stage_id = id_field()


class CountedRef(Schema):
    scorecard_id = id_field()
    revision = fields.Integer(required=True)


class GetCounted(ScoringQuery):
    """Answers {"counted": [scorecard_id, ...]}: those in the standings at that revision or a later one."""

    scorecards = fields.List(fields.Nested(CountedRef), required=True, validate=validate.Length(max=5000))
