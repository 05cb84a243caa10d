"""What the judge's page takes over the wire on a first load."""

from tests.browser.wire import first_load
from tests.support.serving import serving

MOST_BYTES = 60_000
MOST_REQUESTS = 8


def test_the_judges_page_takes_60_kb_and_8_requests_at_most(make, visitor):
    evening = make(entries=10).open()
    phone = evening.client_of(evening.judges[0])
    visitor.carry(str(phone.token))
    cost = first_load(visitor, "/judge")
    assert visitor.page.get_by_text("Amber Looms").count() == 1
    assert cost.bytes <= MOST_BYTES
    assert len(cost.requests) <= MOST_REQUESTS, cost.requests


def test_bytes_and_requests_are_counted_as_they_are(visitor):
    picture = b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 10_000 + b"</svg>"
    page = "".join(f"<img alt='' src='{number}.svg'>" for number in range(MOST_REQUESTS))
    page += "<link rel='icon' href='0.svg'>"
    files = {"/": page.encode(), **{f"/{number}.svg": picture for number in range(MOST_REQUESTS)}}
    with serving(files) as url:
        cost = first_load(visitor, f"{url}/")
    sent = len(files["/"]) + len(picture) * MOST_REQUESTS
    assert sorted(set(cost.requests)) == sorted(f"{url}{path}" for path in files)
    assert len(cost.requests) > MOST_REQUESTS
    assert MOST_BYTES < sent < cost.bytes
