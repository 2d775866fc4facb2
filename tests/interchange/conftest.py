"""What is left out of the collection: the scripts that recorded files of PyTorch and scikit-learn, run by hand."""

collect_ignore_glob = ["record*.py"]
