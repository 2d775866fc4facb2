"""The theory and its certificates for Coq's kernel: the development (`theories/*.v`) and what Python does with it.

`development` builds it, `assumptions` reads what its theorems rest on, `theorems` lists them, `writing` turns a
certificate into a file that Coq's kernel checks. `docs/formal.md` is the reader's guide; `make proofs` does it all.
"""
