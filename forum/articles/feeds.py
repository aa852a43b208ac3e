from flask import Blueprint

feeds = Blueprint("feeds", __name__)
