"""An organiser's password, and the list of where one is signed in."""

from playwright.sync_api import expect

GOOD = "seven slow tortoises"
EMAIL = "wei@darkhorse.example"


def sign_in_by_password(visitor, password=GOOD):
    page = visitor.page
    page.goto("/sign-in")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in with password").click()
    return page


def test_an_organiser_sets_a_password_gets_back_in_by_it_and_signs_the_other_device_out(make, visitors):
    evening, laptop, phone = make(entries=1), visitors(laptop=True), visitors()
    laptop.sign_in(evening.invite("organiser", "Wei Wu", EMAIL))
    page = laptop.page
    page.goto("/account")
    page.get_by_label("New password").fill("wei wu wei wu")
    page.get_by_role("button", name="Set a password").click()
    expect(page.get_by_role("alert")).to_contain_text("must not be your name")
    page.get_by_label("New password").fill(GOOD)
    page.get_by_role("button", name="Set a password").click()
    expect(page.get_by_role("status")).to_contain_text("Your password is set")

    expect(sign_in_by_password(phone, "not the password").get_by_role("alert")).to_be_visible()
    expect(phone.page.get_by_label("Email")).to_have_value(EMAIL)
    sign_in_by_password(phone).wait_for_url("**/")
    phone.page.goto(evening.path + "/people")
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text("Judges and investors")

    page.reload()
    expect(page.locator("[data-session]")).to_have_count(2)
    page.locator("[data-session]", has_text="By password").get_by_role("button").click()
    expect(page.locator("[data-session]")).to_have_count(1)


def test_a_judge_whose_phone_is_lost_is_signed_out_by_the_organiser(make, visitors, organiser):
    evening, judge, desk = make(entries=1), visitors(), visitors(laptop=True)
    desk.carry(str(organiser.token))
    # A session that no worker of the gateway has met: one that has may take it for a while.
    judge.carry(evening.session_of(evening.judges[0]))
    unused = evening.link(evening.judges[0])
    page = desk.page
    page.goto(evening.path + "/people")
    card = page.locator("li.card", has_text=evening.judges[0].name)
    card.get_by_text("Lost phone").click()
    card.get_by_label("Void unused sign-in links too").check()
    card.get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("status")).to_contain_text("signed out on 1 devices")
    assert "/sign-in" in judge.page.goto("/account").url
    judge.page.goto(unused)
    judge.page.locator("main form button").first.click()
    expect(judge.page.get_by_role("alert")).to_contain_text("This link is not known")


def test_an_organiser_reads_who_did_what_and_what_it_changed(make, visitors):
    evening, desk = make(entries=1), visitors(laptop=True)
    evening.open()
    desk.sign_in(evening.invite("organiser", "Wei Wu", EMAIL))
    page = desk.page
    page.goto(f"{evening.path}/audit")
    page.get_by_label("What").select_option("OpenStage")
    page.get_by_role("button", name="Show").click()
    acts = page.locator("[data-act]")
    expect(acts).to_have_count(1)
    acts.get_by_text("What it changed").click()
    expect(acts.locator("del").first).to_have_text("Planned")
    expect(acts.locator("ins").first).to_have_text("Open")
    page.get_by_label("Who").select_option("")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "OpenStage" in download.value.path().read_text(encoding="utf-8")
