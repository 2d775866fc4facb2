from sparsest import campaign, workers


def test_worker_pool__is_still_found_under_its_first_name():
    assert workers.worker_pool is campaign.worker_pool
