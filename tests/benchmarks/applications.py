"""What autoencoders are used for: every goal beside its competitors, one part after another.

Each part is a benchmark of its own, which can be run alone, too.
"""

import argparse
import subprocess
import sys
from pathlib import Path

PARTS = ("anomalies", "signals", "recommendation")
"""The names of the parts' files."""


def main() -> int:
    """Run the parts; return 1 where one has failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", default=PARTS, help=f"default: {' '.join(PARTS)}")
    failed = 0
    for part in parser.parse_args().parts:
        print(f"\n## {part}\n", flush=True)
        script = Path(__file__).with_name(f"{part}.py")
        failed |= subprocess.run([sys.executable, script], check=False).returncode
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
