"""What is left out of the collection: the script that recorded PyTorch's states, run by hand."""

collect_ignore = ["record_states.py"]
