from sparsest.campaign.block import Block


def test_rng__depends_on_seed_and_index_only():
    draw = {name: Block(*name).rng().integers(1 << 60) for name in [(0, 0, 5), (0, 1, 5), (1, 0, 5), (0, 0, 9)]}
    assert draw[0, 0, 5] == draw[0, 0, 9]
    assert len(set(draw.values())) == 3
