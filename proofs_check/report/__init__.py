"""What people and programs get to read: sessions as table, JSON, HTML and PDF, and lists of the claims.

Import from its modules, from above only: they read the record and the registry, and nothing of `proofs_check` but
`errata` stands beside them. `table`, `schema`, `listing`, `statements`, `contents` and `paper` need no extra; the
rest needs "report".
"""
