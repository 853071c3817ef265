"""Does what the Dockerfile says without Docker: its own lines, in an empty root, as its own user.

    python tests/deploy/image.py               # as root, on Linux; takes minutes
    python tests/deploy/image.py --keep FOLDER # leave the root there, and use what is there

The root has this machine's system folders, read-only, for the base image's, and a copy of this
Python's installation without its packages for the base image's /usr/local. RUN, COPY, ENV, USER and
CMD are done as they stand; CMD without any network but its own loopback. Printed: how large
what was copied and installed is (not the base image), how long from CMD to the first healthy
answer, the memory of all processes, and what the user may write.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent.parent
SYSTEM = ("usr", "lib", "lib64", "bin", "sbin")
LEFT_OUT = ("site-packages", "test", "idlelib", "turtledemo", "__pycache__", "share", "include")
USERS = ("root", "daemon", "nobody", "nogroup", "shadow", "mail")
PYTHON = f"python{sys.version_info[0]}.{sys.version_info[1]}"
STARTS = 3
WAIT = """
began=$(date +%s.%N)
{command} >/tmp/log 2>&1 &
until {check} 2>/dev/null; do sleep 0.05; kill -0 $! || {{ cat /tmp/log; exit 1; }}; done
echo "seconds $(echo "$(date +%s.%N) - $began" | bc -l 2>/dev/null || python -c \
"import time; print(time.time() - $began)")"
sleep {rest}
python - <<'END'
import pathlib
total = 0
for path in pathlib.Path("/proc").glob("[0-9]*/smaps_rollup"):
    try:
        total += sum(int(l.split()[1]) for l in path.read_text().splitlines() if l[:4] == "Pss:")
    except OSError:
        pass
print("memory", total / 1000)
END
for place in /app /app/ae /usr/local/lib /cache; do
  test -w $place && echo "writable $place"
done
id -u | sed 's/^/user /'
"""


class Root:
    """The root folder in which a Dockerfile's steps are done."""

    def __init__(self, folder: Path):
        self.folder, self.user = folder, 0
        self.workdir, self.environment = Path("/"), dict[str, str]()

    def lay(self) -> None:
        """Make what the base image brings."""
        for name in ("proc", "dev", "tmp", "var", "home", "opt", "root", "run", *SYSTEM):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "tmp").chmod(0o1777)
        shutil.copytree("/etc", self.folder / "etc", symlinks=True)
        for name in ("passwd", "group", "shadow", "gshadow"):
            kept = (Path("/etc") / name).read_text().splitlines()
            kept = [line for line in kept if line.split(":")[0] in USERS]
            (self.folder / "etc" / name).write_text("\n".join(kept) + "\n")
        ignore = shutil.ignore_patterns(*LEFT_OUT)
        local = self.folder / "local"
        shutil.copytree(sys.base_prefix, local, symlinks=True, ignore=ignore)
        packages = Path("lib") / PYTHON / "site-packages"
        (local / packages).mkdir()
        for part in (Path(sys.base_prefix) / packages).glob("pip*"):
            shutil.copytree(part, local / packages / part.name, ignore=ignore)
        for path in (local / "bin").glob("pip*"):
            path.unlink()
        (local / "bin" / "pip").write_text('#!/bin/sh\nexec python -m pip "$@"\n')
        (local / "bin" / "pip").chmod(0o755)

    def run(self, script: str, alone: bool = False, env: dict[str, str] | None = None) -> str:
        """Run a shell's script in this root, as the user of now; return what it prints.

        Args:
            alone: without a network but its own loopback, and with processes of its own.
            env: settings more.
        """
        inside = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"]
        inside += ["sh", "-euc", f"cd {self.workdir}\n{script}"]
        mounts = [f"mount --rbind /{name} {self.folder}/{name}" for name in SYSTEM]
        mounts += [f"mount -o remount,bind,ro {self.folder}/usr"]
        mounts += [f"mount --bind {self.folder}/local {self.folder}/usr/local"]
        mounts += [f"mount --rbind /dev {self.folder}/dev", f"mount -t proc p {self.folder}/proc"]
        mounts += ["ip link set lo up"] if alone else []
        lines = [*mounts, f"exec chroot {self.folder} {shlex.join(inside)}"]
        space = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        whole = {**self.environment, "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
        whole |= {"LD_LIBRARY_PATH": "/usr/local/lib", "HOME": "/tmp", **(env or {})}
        done = subprocess.run(
            [*space, *(["--net"] if alone else []), "sh", "-euc", "\n".join(lines)],
            env=whole,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"Exit code {done.returncode} of:\n{script}\n{done.stdout}")
        return done.stdout

    def place(self, path: str) -> Path:
        """Return where a path of the root lies here."""
        whole = self.workdir / path
        if whole.is_relative_to("/usr/local"):
            return self.folder / "local" / whole.relative_to("/usr/local")
        return self.folder / whole.relative_to("/")

    def copy(self, words: list[str]) -> None:
        """Do one COPY: tracked files, but for those that `.dockerignore` names."""
        *sources, target = words
        place = self.place(target)
        if sources[0].startswith("--from="):
            shutil.copytree(self.place(sources[1]), place, symlinks=True, dirs_exist_ok=True)
            return
        listed = subprocess.check_output(["git", "ls-files", *sources], cwd=PROJECT, text=True)
        ignored = (PROJECT / ".dockerignore").read_text().split()
        for name in listed.splitlines():
            if not any(part in ignored for part in (name, name.split("/")[0])):
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(PROJECT / name, place / name)


def steps() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions and what follows each."""
    text = re.sub(r"^\s*#.*\n", "", (PROJECT / "Dockerfile").read_text(), flags=re.M)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines if line]


def build(root: Root, done: bool) -> dict[str, list[str]]:
    """Do every step; return the commands that a container is started and checked by.

    Args:
        done: whether root has what RUN and COPY make.
    """
    commands = {}
    for name, words in steps():
        print(name, words[:90], flush=True)
        if name == "FROM":
            root.user, root.workdir, root.environment = 0, Path("/"), {}
        elif name == "ENV":
            root.environment |= dict(word.split("=", 1) for word in shlex.split(words))
        elif name == "WORKDIR":
            root.workdir = Path(words)
            (root.folder / words.lstrip("/")).mkdir(exist_ok=True)
        elif name == "USER":
            root.user = int(words)
        elif name in ("CMD", "HEALTHCHECK"):
            commands[name] = json.loads(words[words.index("[") :])
        elif name == "RUN" and not done:
            registry = {key: value for key, value in os.environ.items() if key[:4] == "PIP_"}
            root.run(words, env=registry)
        elif name == "COPY" and not done:
            root.copy(shlex.split(words))
    return commands


def megabytes(folder: Path) -> float:
    """Return the size of a folder's files in MB."""
    return sum(p.lstat().st_size for p in folder.rglob("*") if not p.is_dir()) / 1e6


def start(root: Root, commands: dict[str, list[str]]) -> dict[str, Any]:
    """Start the app as a container does; return what was seen of it."""
    script = WAIT.format(
        command=shlex.join(commands["CMD"]), check=shlex.join(commands["HEALTHCHECK"]), rest=20
    )
    rows = [line.split(maxsplit=1) for line in root.run(script, alone=True).splitlines()]
    found = {name: value for name, value in rows if name != "writable"}
    return found | {"writable": [value for name, value in rows if name == "writable"]}


def main() -> None:
    """Build, start, print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--keep", type=Path, help="leave the root there, and use what is there")
    given = options.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="ae-image-"))
    root, done = Root(folder), (folder / "cache").exists()
    try:
        if not done:
            root.lay()
        commands = build(root, done)
        for part in (f"local/lib/{PYTHON}/site-packages", "app"):
            print(f"{part}: {megabytes(folder / part):.0f} MB")
        for _ in range(STARTS):
            print(start(root, commands), flush=True)
    finally:
        if not given.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
