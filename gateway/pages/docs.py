"""A page on which the interface can be tried."""

from flask import Blueprint, render_template

pages = Blueprint("docs", __name__)


@pages.get("/api/docs")
def try_it() -> str:
    """Show every operation of the OpenAPI document, with a form to try it."""
    return render_template("docs.html")
