"""What is left out of the collection: the script that recorded PyTorch's files, run by hand."""

collect_ignore = ["record.py"]
