"""Exported models seen from elsewhere: by a process that knows nothing of this project."""

import importlib.util
import json
import os
import subprocess
import sys

import pytest

# In a folder with `expected.npz`: by file the largest difference from what is expected of it.
LOOK = """
import json, pathlib, sys
import numpy as np

found = {}
expected = np.load("expected.npz", allow_pickle=False)
for path in sorted(pathlib.Path().glob("*/*.*")):
    half = path.stem
    given = expected[f"{path.parent}/{'codes' if half == 'decoder' else 'samples'}"]
    wanted = expected[f"{path.parent}/{'codes' if half == 'encoder' else 'restored'}"]
    if path.suffix == ".keras":
        import keras

        made = keras.models.load_model(path, safe_mode=True, compile=False)(given)
    elif path.suffix == ".onnx":
        import onnxruntime

        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        made = session.run(None, {"input": given})[0]
        assert session.run(None, {"input": given[:1]})[0].shape == wanted[:1].shape
    else:
        continue
    found[str(path)] = float(np.abs(np.asarray(made) - wanted).max())
assert not [name for name in sys.modules if name.partition(".")[0] == "ae"]
print(json.dumps(found))
"""


def needed(*packages):
    """Skip a test loudly where packages are missing; with AE_REQUIRE_EXPORTS=1, fail it."""
    if missing := [one for one in packages if importlib.util.find_spec(one) is None]:
        why = f"{', '.join(missing)} missing: pip install -r requirements-dev.txt"
        if os.environ.get("AE_REQUIRE_EXPORTS") == "1":
            pytest.fail(f"AE_REQUIRE_EXPORTS=1, but {why}", pytrace=False)
        pytest.skip(f"NOT RUN: {why}")


def looked_at(folder, environment, seconds):
    """Return the largest difference of every model file below a folder, by its path there.

    Args:
        folder: holds `expected.npz`, and a folder for each model: in the file `<model>/samples`,
            `<model>/codes` and `<model>/restored`.
    """
    command = [sys.executable, "-I", "-c", LOOK]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])
