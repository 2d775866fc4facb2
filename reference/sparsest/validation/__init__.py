"""Somebody's network held against the certified optimum, exactly: facts -> verdict -> validate."""
