"""Records networks that scikit-learn trained, for docs/networks.md: `python -m tests.interchange.record_regressor`.

Both see the peak and plateau of the paper, the second one through scalers of inputs and labels. Floats are written as
JSON has them, which gives the same doubles back, and beside them what scikit-learn predicts and what was found out of
the real objects, exactly. Needs scikit-learn.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler

import sparsest

FILE = Path(__file__).with_name("recorded") / "regressor.json"
OPTIONS = {"solver": "lbfgs", "alpha": 0, "tol": 1e-14, "max_iter": 20_000, "max_fun": 10**6}
X, Y = np.arange(-2.0, 4.0)[:, None], np.array([0.0, 0.0, 1.0, 1.0, 0.0, 0.0])


def trained(x, y, seed):
    return MLPRegressor(hidden_layer_sizes=[8], random_state=seed, **OPTIONS).fit(x, y)


def arrays(model):
    return {name: [part.tolist() for part in getattr(model, name)] for name in ("coefs_", "intercepts_")}


def recorded():
    model = trained(X, Y, 1)
    x_scaler, y_scaler = StandardScaler().fit(X), StandardScaler().fit(Y[:, None])
    scaled = trained(x_scaler.transform(X), y_scaler.transform(Y[:, None])[:, 0], 6)
    data = sparsest.Dataset(X[:, 0], Y)
    exact = sparsest.read_network(scaled, x_scaler=x_scaler, y_scaler=y_scaler)
    predicted = y_scaler.inverse_transform(scaled.predict(x_scaler.transform(X))[:, None])[:, 0]
    return {
        "scikit-learn": sklearn.__version__,
        "model": arrays(model),
        "scaled": arrays(scaled),
        "x_scaler": {"mean_": x_scaler.mean_.tolist(), "scale_": x_scaler.scale_.tolist()},
        "y_scaler": {"mean_": y_scaler.mean_.tolist(), "scale_": y_scaler.scale_.tolist()},
        "predicted": {"model": model.predict(X).tolist(), "scaled": predicted.tolist()},
        "validated": {
            "model": sparsest.validate(model, data).residuals.to_json(),
            "scaled": sparsest.validate(exact, data).residuals.to_json(),
        },
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(recorded(), indent=1) + "\n")
