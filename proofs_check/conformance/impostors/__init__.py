"""Solvers that are wrong on purpose, each with its one fault: none may pass, and the suite has to name the fault.

`register` lists them all.
"""
