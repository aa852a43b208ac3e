from flask import Blueprint

digest = Blueprint("digest", __name__)
