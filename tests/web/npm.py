"""What tests get from npm, the packages that a lock names and no others; or why not, loudly."""

import os
import shutil
import subprocess

import pytest


def installed(folder, what):
    """Have npm install what a folder's lock says.

    Where npm or its registry is missing the test is skipped, or fails if Chromium and all that
    belongs to it was asked for.

    Args:
        folder: holds `package.json` and `package-lock.json`.
        what: what is got, for the message.

    Returns:
        The folder `node_modules`.
    """
    if why := _install(folder):
        missing = f"{what} is not to be had: {why}"
        if os.environ.get("AE_REQUIRE_CHROMIUM") == "1":
            pytest.fail(f"AE_REQUIRE_CHROMIUM=1, but {missing}", pytrace=False)
        pytest.skip(f"NOT RUN: {missing}")
    return folder / "node_modules"


def _install(folder):
    """Return why npm could not install, or an empty text."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not on this machine"
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
        )
    except subprocess.TimeoutExpired:
        return "npm did not answer within 120 s"
    return done.stderr.strip()[-300:] if done.returncode else ""
