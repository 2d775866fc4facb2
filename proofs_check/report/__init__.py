"""The report: every claim of the registry with its evidence, as JSON, HTML and PDF, with figures."""
