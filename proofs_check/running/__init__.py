"""Runs the claims: on given and on drawn data (`runs`), and on very many data (`campaign`)."""
