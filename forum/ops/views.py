from flask import Blueprint

ops = Blueprint("ops", __name__)
