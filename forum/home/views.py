from flask import Blueprint

from forum.web.gate import public

home = Blueprint("home", __name__)


@home.get("/")
@public
def home_page() -> str:
    return "x"
