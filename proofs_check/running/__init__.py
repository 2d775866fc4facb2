"""Runs the claims: one check (`runs`), a session of many with one record (`session`), a campaign (`campaign`).

Import from its modules; they may import every room but `report` and `errata`, which read what comes out.
"""
