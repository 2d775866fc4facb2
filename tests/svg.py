"""What an SVG of matplotlib shows."""

import re


def texts(picture):
    """Return the texts of an SVG, which matplotlib keeps in comments beside their outlines."""
    return re.findall(r"<!-- (.*?) -->", picture.decode())
