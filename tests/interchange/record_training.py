"""Records a network that PyTorch trained, for docs/networks.md: by hand, `python -m tests.interchange.record_training`.

It is trained on the peak and plateau of the paper, with the threshold of its Algorithm 1 and then without, so that it
ends near the sparsest function through the points, as far as float32 and 9,000 steps go. Needs torch.
"""

import base64
import io
import json
from pathlib import Path

import torch

from sparsest.torch import PathNormProx

FILE = Path(__file__).with_name("recorded") / "training.json"
X, Y = [[-2.0], [-1.0], [0.0], [1.0], [2.0], [3.0]], [[0.0], [0.0], [1.0], [1.0], [0.0], [0.0]]


def trained(seed=4, width=6, epochs=(7000, 1000, 1000)):
    torch.manual_seed(seed)
    x, y = torch.tensor(X), torch.tensor(Y)
    model = torch.nn.Sequential(torch.nn.Linear(1, width), torch.nn.ReLU(), torch.nn.Linear(width, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    prox = PathNormProx(optimizer, pairs=[(model[0], model[2])], p=0.5, lam=0.01, bias="scaled")
    for stage, steps in enumerate(epochs):
        for group in optimizer.param_groups:
            group["lr"] = 0.01 / 10**stage
        for _ in range(steps):
            optimizer.zero_grad()
            ((model(x) - y) ** 2).mean().backward()
            optimizer.step()
            if stage == 0:
                prox.step()
    return model


if __name__ == "__main__":
    torch.set_num_threads(1)
    stream = io.BytesIO()
    torch.save(trained().state_dict(), stream)
    recorded = {"torch": torch.__version__, "net.pt": base64.b64encode(stream.getvalue()).decode()}
    FILE.write_text(json.dumps(recorded, indent=1) + "\n")
