"""Linear programs over the rationals, whose every answer carries a proof."""
