"""Score sheets and certificates: what is on paper, for whom, and that it is as it was signed."""

import io
import subprocess
from contextlib import suppress
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2
import pytest

from gateway.pages.frame import LANGUAGES
from gateway.sheets import fonts
from gateway.sheets.signing import NoPackage, SigningKey, unpacked
from schemas.refusal import NotFound
from tests.unit.gateway.answers import ANSWERS, EDITION, ENTRY, FINAL, JUDGE, JUDGE_ANSWER, ROWS

STAGE = f"/editions/{EDITION}/stages/{FINAL}"
SHEET = f"{STAGE}/score-sheet.pdf"
FIRST = ROWS[0]["entry_id"]


def card(number, *, state="locked", judge=JUDGE, note="Between us: weak"):
    return {
        "scorecard_id": f"sc-{number:024x}",
        "entry_id": FIRST,
        "judge_id": judge,
        "state": state,
        "revision": 2,
        "marks": {"team": f"{number}.25", "pitch": None},
        "comment": "Say more of the market",
        "note": note,
        "made_at": None,
        "received_at": None,
        "command_ids": [],
    }


@pytest.fixture(autouse=True)
def scored(gateway):
    """Three scorecards, of which the first counts; the second came late, the third is void."""
    cards = [card(1), card(2), card(3, state="void")]
    gateway.ask.answers["ListScorecards"] = {"scorecards": cards, "next": None}


def words(response):
    assert response.status_code == 200, response.text
    assert response.data.startswith(b"%PDF-")
    document = pypdfium2.PdfDocument(io.BytesIO(response.data))
    return [page.get_textpage().get_text_bounded() for page in document]


def test_the_sheet_has_places_and_every_mark_that_counts_and_no_other(gateway):
    text = "\n".join(words(gateway.get(SHEET, by="olive")))
    for told in ("黑馬支付 DarkPay", "9.12", "8.97", "Judy Chen", "1.25", "Certificate no. 1", "Signatures"):
        assert told in text
    assert ANSWERS["GetStandings"]["proof"]["root"] in text.replace("\n", "").replace("\r", "")
    assert "2.25" not in text
    assert "3.25" not in text
    assert "1 scorecard came or changed after the freeze" in text


def test_neither_comments_nor_private_notes_are_on_it(gateway):
    text = "\n".join(words(gateway.get(SHEET, by="olive")))
    assert "Between us" not in text
    assert "Say more" not in text


def test_judges_are_numbers_where_the_organiser_wants_no_names(gateway):
    text = "\n".join(words(gateway.get(f"{SHEET}?judges=numbered", by="olive")))
    assert JUDGE_ANSWER["name"] not in text
    assert "Judge 1" in text


@pytest.mark.parametrize(("language", "said"), [("zh_Hant", "評分彙總表"), ("zh_Hans", "评分汇总表")])
def test_the_sheet_is_in_the_language_that_is_asked_for(gateway, language, said):
    [first, *_] = words(gateway.get(f"{SHEET}?language={language}", by="olive"))
    assert said in first


def test_without_a_wish_it_is_in_the_language_of_the_editions_letters(gateway):
    gateway.ask.answers["ListLetters"] = {
        **ANSWERS["ListLetters"],
        "rules": {"language": "zh_Hant", "held": []},
    }
    assert "評分彙總表" in words(gateway.get(SHEET, by="olive"))[0]


def test_there_is_no_sheet_before_the_results_stand(gateway):
    gateway.ask.answers["GetStandings"] = {**ANSWERS["GetStandings"], "state": "frozen"}
    assert gateway.get(SHEET, by="olive").status_code == 409
    assert gateway.get(f"{STAGE}/certificates.pdf", by="olive").status_code == 409


def test_sheets_are_for_organisers(gateway):
    for path in (SHEET, f"{STAGE}/score-sheet.zip", f"{STAGE}/certificates.pdf"):
        for other in (None, "oscar", "judy", "fay", "ivan"):
            assert gateway.get(path, by=other).status_code in (303, 403)


def test_a_signed_sheet_is_checked_with_openssl_and_a_changed_one_is_found_out(gateway, tmp_path):
    answer = gateway.get(f"{STAGE}/score-sheet.zip", by="olive")
    with ZipFile(io.BytesIO(answer.data)) as folder:
        folder.extractall(tmp_path)
        [sheet] = [name for name in folder.namelist() if name.endswith(".pdf")]
    assert (tmp_path / "signing-key.pub.pem").read_bytes() == gateway.get("/signing-key.pem").data
    assert sheet in (tmp_path / "README.txt").read_text()

    def verified():
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "signing-key.pub.pem", "-rawin"]
        return subprocess.run([*command, "-in", sheet, "-sigfile", f"{sheet}.sig"], cwd=tmp_path).returncode

    assert verified() == 0
    (tmp_path / sheet).write_bytes((tmp_path / sheet).read_bytes() + b" ")
    assert verified() != 0


def checked(gateway, **files):
    """Return what the page says of the files, each a name and its bytes."""
    form = {field: (io.BytesIO(content), name) for field, (name, content) in files.items()}
    return gateway.post("/check-sheet", data=form, content_type="multipart/form-data")


UNCHANGED, CHANGED = "Signed by this installation, and unchanged since", "Not what this installation signed"


def test_anybody_checks_a_signed_sheet_as_a_folder_or_by_itself_and_a_changed_one_is_found_out(gateway):
    package = gateway.get(f"{STAGE}/score-sheet.zip", by="olive").data
    assert UNCHANGED in checked(gateway, file=("sheet.zip", package)).text
    with ZipFile(io.BytesIO(package)) as folder:
        [name] = [name for name in folder.namelist() if name.endswith(".pdf")]
        sheet, signature = folder.read(name), (f"{name}.sig", folder.read(f"{name}.sig"))
    assert UNCHANGED in checked(gateway, file=(name, sheet), signature=signature).text
    for other in (sheet + b" ", b""):
        assert CHANGED in checked(gateway, file=(name, other), signature=signature).text
    assert CHANGED in checked(gateway, file=(name, sheet), signature=("x.sig", b"none")).text


def test_what_is_no_signed_sheet_is_refused_with_what_is_needed(gateway):
    empty = io.BytesIO()
    with ZipFile(empty, "w") as folder:
        folder.writestr("readme.txt", "nothing")
    for content in (b"no zip", empty.getvalue(), b"PK\x03\x04broken"):
        answer = checked(gateway, file=("sheet.zip", content))
        assert (answer.status_code, "a ZIP with one PDF and its .sig" in answer.text) == (422, True)
    assert gateway.post("/check-sheet", data={}).status_code == 422


def test_a_folder_that_is_broken_anywhere_is_no_package():
    broken, file = Random(2013), io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as folder:
        folder.writestr("sheet.pdf", broken.randbytes(500) + b"8.97 " * 4000)
        folder.writestr("sheet.pdf.sig", broken.randbytes(64))
    package = file.getvalue()
    for at in range(len(package)):
        spoilt = package[:at] + broken.randbytes(3) + package[at + 3 :]
        for content in (spoilt, package[:at]):
            with suppress(NoPackage):
                unpacked(io.BytesIO(content))


def test_the_same_results_make_the_same_bytes(gateway):
    first, again = (gateway.get(SHEET, by="olive").data for _ in range(2))
    assert first == again


def test_the_key_is_made_once_and_kept_from_others(tmp_path):
    keys = [SigningKey(tmp_path) for _ in range(2)]
    assert keys[0].public() == keys[1].public()
    assert (tmp_path / "signing-key.pem").stat().st_mode & 0o077 == 0


def test_each_award_has_a_certificate_and_so_has_each_who_took_part(gateway):
    awards = words(gateway.get(f"{STAGE}/certificates.pdf?kind=awards", by="olive"))
    assert len(awards) == sum(bool(row["award"]) for row in ROWS)
    assert "Gold" in awards[0]
    assert "黑馬支付 DarkPay" in awards[0]
    taking_part = words(gateway.get(f"{STAGE}/certificates.pdf?kind=participation", by="olive"))
    assert len(taking_part) == len(ROWS)
    assert "Gold" not in taking_part[0]


def test_a_founder_gets_the_own_certificate_once_results_are_public(gateway):
    path = f"/founder/certificate.pdf?stage_id={FINAL}"
    assert gateway.get(path, by="fay").status_code == 404  # no place in these results
    own = {**ROWS[0], "entry_id": ENTRY}
    gateway.ask.answers["GetResults"] = {**ANSWERS["GetResults"], "rows": [own]}
    assert "Gold" in words(gateway.get(path, by="fay"))[0]
    gateway.ask.answers["GetResults"] = NotFound("the results are not public yet")
    assert gateway.get(path, by="fay").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_certificate_shows_ink_where_its_name_is(gateway, language):
    """The face that set-up brings is in the file: what is seen needs no font of the reader's."""
    assert fonts.carried() is not None, "run make setup, which brings a font"
    answer = gateway.get(f"{STAGE}/certificates.pdf?language={language}", by="olive")
    page = pypdfium2.PdfDocument(io.BytesIO(answer.data))[0]
    text = page.get_textpage()
    at = text.get_text_range().index("黑馬")
    seen = []
    for number in (at, at + 1):
        left, bottom, right, top = text.get_charbox(number)
        size = page.get_size()
        crop = (left, bottom, size[0] - right, size[1] - top)
        pixels = page.render(scale=3, crop=crop, grayscale=True).to_numpy()
        seen.append(round(float((pixels < 128).mean()), 3))
    assert all(0.1 < dark < 0.9 for dark in seen)
    assert seen[0] != seen[1]  # two signs, not twice the box of a sign that is missing


def test_what_is_printed_says_where_one_sees_whether_it_is_in_force(gateway):
    place = f"http://localhost{STAGE}/certificates/1"
    for path in (SHEET, f"{STAGE}/certificates.pdf?kind=awards"):
        told = words(gateway.get(path, by="olive"))[0]
        assert f"in force: {place}" in told.replace("\n", "").replace("\r", "")
