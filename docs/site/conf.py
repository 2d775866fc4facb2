"""How Sphinx makes the site: `make docs`. It reads build/site-source, which stage.py lays out."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "sparsest"
author = "The sparsest developers"
copyright = author  # noqa: A001 - Sphinx's name for it

extensions = ["sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc", "myst_nb", "docstrings", "mathml"]
nitpicky = True
exclude_patterns = ["**/.ipynb_checkpoints"]
highlight_language = "text"
default_role = "code"

# Documents: Markdown as GitHub reads it, and formulas between dollars.
myst_enable_extensions = ["dollarmath", "colon_fence", "attrs_inline"]
myst_heading_anchors = 4
html_math_renderer = "mathml"

# Notebooks come executed.
nb_execution_mode = "off"
nb_merge_streams = True

# api.py writes the pages; docstrings say the types, with their shapes and exactness.
autosummary_generate = False
autodoc_typehints = "none"
autodoc_mock_imports = ["torch", "sklearn"]
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

html_theme = "furo"
html_title = "sparsest"
_EXTRA = Path(__file__).parents[2] / "build" / "site-extra"  # the explorer, where it is there
html_extra_path = [str(_EXTRA)] if _EXTRA.is_dir() else []
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "sidebar_hide_name": False,
    "light_css_variables": {
        "color-brand-primary": "#0072b2",
        "color-brand-content": "#0072b2",
        "font-stack": "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
    },
    "dark_css_variables": {"color-brand-primary": "#56b4e9", "color-brand-content": "#56b4e9"},
}
pygments_style = "friendly"
pygments_dark_style = "github-dark"
