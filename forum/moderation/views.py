from flask import Blueprint

desk = Blueprint("desk", __name__)
