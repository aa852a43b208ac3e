from flask import Blueprint

activity = Blueprint("activity", __name__)
