"""The checker extracted from the Coq development beside the independent ones: drawn certificates, honest and edited.

``python -m tests.bench.extracted CHECKER [NUMBER] [SEED]``: same verdicts and clauses? CHECKER is what `make proofs`
builds: build/formal/extracted/checker. Ends with 1 if they differ.
"""

import json
import random
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check.formal.extraction import verdicts
from proofs_check.verify import check_text
from tests.bench.measure import table
from tests.proofs_check import test_mutations, test_tolerance_checker

#: So many of each honest certificate's edits are asked about beside it; one certificate in so many is of tolerances.
EDITS, ONE_IN = 3, 4


def draw(number, seed):
    """Return so many texts of certificates at all exponents and within tolerances."""
    rng, texts = random.Random(seed), []
    while len(texts) < number:
        within = rng.randrange(ONE_IN) == 0
        honest = (test_tolerance_checker if within else test_mutations).honest(rng)
        texts.append(json.dumps(honest))
        texts += [json.dumps(test_mutations.mutant(rng, honest)) for _ in range(EDITS)]
    return texts[:number]


def asked(program, texts):
    """Return verdict and clause ("" of an accepted one) of the extracted checker, which is run once on all texts."""
    with TemporaryDirectory() as room:
        files = [Path(room) / f"{k}.json" for k in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return verdicts(program, files)


def expected(text):
    """Return verdict and clause of the independent checker, "" of an accepted one."""
    found = check_text(text)
    return found.verdict, "" if found.verdict == "accept" else found.clause


def compare(program, texts):
    """Return how many there are of each verdict and clause of the independent checker, what differs, and seconds.

    Those of the extracted one include the writing of the files.
    """
    start = time.perf_counter()
    theirs = asked(program, texts)
    between = time.perf_counter()
    ours = list(map(expected, texts))
    seconds = between - start, time.perf_counter() - between
    apart = [(text, one, two) for text, one, two in zip(texts, ours, theirs, strict=True) if one != two]
    return Counter(ours), apart, seconds


def main(arguments):
    """Print how many there were of each, what differed, and how long both took."""
    chosen = dict(zip(("number", "seed"), map(int, arguments[1:]), strict=False))
    program, number, seed = Path(arguments[0]), chosen.get("number", 10_000), chosen.get("seed", 19)
    counts, apart, (theirs, ours) = compare(program, draw(number, seed))
    table(("verdict", "clause", "certificates"), [(*what, many) for what, many in sorted(counts.items())])
    print(f"{number} certificates, seed {seed}: {len(apart)} differ")
    print(f"extracted {theirs:.2f} s, independent {ours:.2f} s")
    for text, one, two in apart[:10]:
        print(one, two, text)
    return int(bool(apart))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
