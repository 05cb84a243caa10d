"""Files that answer a question: what is taken, who sees which, and what versions keep."""

import base64
import io
from hashlib import sha256
from zlib import crc32

import pytest
from PIL import Image

from schemas.refusal import Invalid, NotFound, Refusal
from services.registration.applications.domain.form import DEFAULT_FORM
from services.registration.attachments import queries
from services.registration.attachments.handlers import MOST_FILES
from services.registration.attachments.reading import AttachmentReader
from services.registration.decks.reading import DeckReader
from tests.support import pdf
from tests.unit.registration.registry import Registry
from tests.unit.registration.test_applications import GOOD, a_call, begin, save, submit

PLAN, LOGO = "f-plan", "f-logo"
FIELDS = [
    {"field_id": PLAN, "kind": "file", "label": "Business plan", "required": True},
    {"field_id": LOGO, "kind": "file", "label": "Logo"},
]


def a_picture(format="PNG", size=(20, 10)):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format)
    return out.getvalue()


def digest_of(content):
    return sha256(content).hexdigest()


@pytest.fixture
def registry():
    """An edition that asks for a plan and a logo."""
    registry = Registry()
    registry.start()
    a_call(registry)
    registry.here("SetForm", seen=1, form=[*[f.as_dict() for f in DEFAULT_FORM], *FIELDS])
    return registry


@pytest.fixture
def entry_id(registry):
    entry_id = begin(registry)
    save(registry, entry_id, 1, **GOOD)
    return entry_id


def send(registry, entry_id, content, *, field_id=PLAN, name="Plan.pdf", instead_of="", by="p-ada"):
    digest = digest_of(content)
    part = {"digest": digest, "data": base64.b64encode(content).decode()}
    registry.here("KeepAttachmentPart", entry_id=entry_id, file=digest, number=0, **part)
    named = {"field_id": field_id, "file": digest, "size": len(content), "name": name}
    return registry.here("AttachFile", entry_id=entry_id, by=by, instead_of=instead_of, **named)


def ask(registry, answer, **wanted):
    return answer(registry.store, {"edition_id": registry.edition_id, **wanted})


def part(registry, entry_id, content, *, drafts=False):
    wanted = {"entry_id": entry_id, "file": digest_of(content), "number": 0, "drafts": drafts}
    return base64.b64decode(ask(registry, queries.get_attachment_part, **wanted)["data"])


def listed(registry, entry_id):
    found = ask(registry, queries.list_attachments, entry_id=entry_id)["files"]
    return [(file["label"], file["name"]) for file in found]


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (pdf.a_pdf(2), "application/pdf"),
        (a_picture(), "image/png"),
        (a_picture("JPEG"), "image/jpeg"),
    ],
)
def test_a_file_is_attached_whatever_it_is_called(registry, entry_id, content, media):
    attached = send(registry, entry_id, content, name="計畫.exe")
    assert (attached["name"], attached["media"], attached["size"]) == ("計畫.exe", media, len(content))
    assert registry.tell("get_application", entry_id=entry_id)["answers"][PLAN] == digest_of(content)
    assert part(registry, entry_id, content, drafts=True) == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><script>", "attachment_kind"),
        (b"GIF89a", "attachment_kind"),
        (pdf.a_pdf()[:300], "deck_broken"),
        (pdf.a_pdf(61), "attachment_pages"),
        (pdf.with_password(), "deck_encrypted"),
        (a_picture()[:40], "attachment_picture_broken"),
        (a_picture("JPEG", size=(900, 900))[:900], "attachment_picture_broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "attachment_picture_broken"),
    ],
)
def test_what_is_no_good_file_is_refused_with_a_reason_and_the_one_before_stays(
    registry, entry_id, content, code
):
    send(registry, entry_id, a_picture())
    with pytest.raises(Refusal) as refused:
        send(registry, entry_id, content, instead_of=digest_of(a_picture()))
    assert refused.value.code == code
    assert registry.tell("get_application", entry_id=entry_id)["answers"][PLAN] == digest_of(a_picture())


def test_a_picture_is_measured_before_it_is_unpacked_in_a_process_of_its_own(tmp_path):
    header = bytearray(a_picture(size=(1, 1)))
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    header[29:33] = crc32(header[12:29]).to_bytes(4, "big")
    path = tmp_path / "picture"
    path.write_bytes(bytes(header))
    with pytest.raises(Refusal) as refused:
        AttachmentReader(DeckReader())(path, tmp_path)
    assert refused.value.code == "attachment_picture_large"
    path.write_bytes(a_picture())
    assert AttachmentReader(DeckReader())(path, tmp_path) == "image/png"


def test_a_file_that_is_needed_keeps_the_entry_from_being_submitted(registry, entry_id):
    with pytest.raises(Invalid) as refused:
        submit(registry, entry_id)
    assert refused.value.errors[PLAN]["problem"] == "missing"
    send(registry, entry_id, a_picture())
    assert submit(registry, entry_id)["number"] == 1


def test_a_version_keeps_the_file_that_it_was_submitted_with(registry, entry_id):
    first, second = a_picture(), pdf.a_pdf(1)
    send(registry, entry_id, first, name="First.png")
    submit(registry, entry_id)
    send(registry, entry_id, second, name="Second.pdf", instead_of=digest_of(first))
    assert listed(registry, entry_id) == [("Business plan", "First.png")]
    submit(registry, entry_id)
    assert listed(registry, entry_id) == [("Business plan", "Second.pdf")]
    assert part(registry, entry_id, first) == first
    versions = registry.tell("list_submissions", entry_id=entry_id)
    names = [versions["files"][v["answers"][PLAN]]["name"] for v in versions["submissions"]]
    assert names == ["Second.pdf", "First.png"]


def test_what_is_in_the_draft_alone_is_for_the_team_alone(registry, entry_id):
    send(registry, entry_id, a_picture())
    with pytest.raises(NotFound):
        part(registry, entry_id, a_picture())
    assert part(registry, entry_id, a_picture(), drafts=True) == a_picture()
    assert listed(registry, entry_id) == []
    submit(registry, entry_id)
    assert part(registry, entry_id, a_picture()) == a_picture()
    counted = ask(registry, queries.count_attachments, entry_ids=[entry_id, "e-other"])
    assert counted == {"counts": {entry_id: 1}}


def test_a_file_is_of_its_entry_and_edition_alone(registry, entry_id):
    send(registry, entry_id, a_picture())
    submit(registry, entry_id)
    other = begin(registry, "bo@founders.example")
    for wanted in ({"entry_id": other}, {"entry_id": entry_id, "edition_id": "ed-other"}):
        asked = {
            "edition_id": registry.edition_id,
            "file": digest_of(a_picture()),
            "number": 0,
            "drafts": True,
        }
        with pytest.raises(NotFound):
            queries.get_attachment_part(registry.store, {**asked, **wanted})


def test_removing_takes_it_out_of_the_draft_and_again_changes_nothing(registry, entry_id):
    send(registry, entry_id, a_picture())
    named = {"entry_id": entry_id, "field_id": PLAN, "file": digest_of(a_picture())}
    removed = registry.here("RemoveAttachment", **named)
    assert registry.here("RemoveAttachment", **named) == removed
    assert registry.tell("get_application", entry_id=entry_id)["problems"][PLAN]["problem"] == "missing"
    with pytest.raises(NotFound):
        part(registry, entry_id, a_picture(), drafts=True)


def test_the_second_who_replaces_the_same_file_is_told_and_the_first_ones_stays(registry, entry_id):
    send(registry, entry_id, a_picture())
    theirs, mine = pdf.a_pdf(1), pdf.a_pdf(2)
    send(registry, entry_id, theirs, instead_of=digest_of(a_picture()), by="p-bo")
    with pytest.raises(Refusal) as refused:
        send(registry, entry_id, mine, instead_of=digest_of(a_picture()))
    told = refused.value.errors[PLAN]
    assert (refused.value.code, told["theirs"], told["by"]) == ("draft_changed", digest_of(theirs), "p-bo")
    assert send(registry, entry_id, theirs, instead_of=digest_of(a_picture()))["file"] == digest_of(theirs)


def test_a_file_answers_only_what_asks_for_one_and_is_never_typed(registry, entry_id):
    with pytest.raises(NotFound):
        send(registry, entry_id, a_picture(), field_id="company")
    with pytest.raises(Invalid) as refused:
        save(registry, entry_id, 2, **{PLAN: digest_of(a_picture())})
    assert PLAN in refused.value.errors


def test_an_entry_has_only_so_many_files(registry, entry_id):
    registry.store.attachments.count = lambda entry_id: MOST_FILES
    with pytest.raises(Refusal) as refused:
        send(registry, entry_id, a_picture())
    assert refused.value.code == "attachment_full"


def test_a_form_asks_for_no_more_files_than_a_page_can_send(registry):
    many = [{**FIELDS[1], "field_id": f"f-{n}"} for n in range(9)]
    with pytest.raises(Invalid) as refused:
        registry.here("SetForm", seen=2, form=[*[f.as_dict() for f in DEFAULT_FORM], *many])
    assert refused.value.errors["form"]["came"] == 9
