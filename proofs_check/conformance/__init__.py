"""A suite of cases whose answers are known, and what judges any solver, in any language, by them: exactly.

The vectors are in `vectors/*.json`; `making` writes them, `suite` reads them. Import from the modules.
"""
