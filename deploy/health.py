"""Whether the app answers here: for a container's health check. Exit code 0 or 1."""

import os
import sys
import urllib.request

PORT = os.environ.get("STREAMLIT_SERVER_PORT", "8501")
BELOW = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")


def main() -> int:
    """Ask once."""
    parts = [f"http://127.0.0.1:{PORT}", *filter(None, [BELOW]), "_stcore/health"]
    try:
        with urllib.request.urlopen("/".join(parts), timeout=4) as reply:
            return int(reply.status != 200)
    except OSError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
