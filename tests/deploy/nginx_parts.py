"""Real nginx with the site of `deploy/nginx.conf`, in front of servers of this machine."""

import getpass
import re
import subprocess
from pathlib import Path

from tests.conftest import START_SECONDS, wait_until
from tests.workers.redis_parts import free_port

SITE = Path(__file__).resolve().parent.parent.parent / "deploy" / "nginx.conf"
PROGRAM = "nginx"
MAIN = """
user {user};
daemon off;
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Nginx:
    """nginx on a free port; only ports, paths and one column of the log differ from the site.

    Args:
        ports: of the servers behind it.
    """

    def __init__(self, folder, ports):
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        (folder / "site.conf").write_text(self.site(SITE.read_text(), ports))
        (folder / "main.conf").write_text(MAIN.format(folder=folder, user=getpass.getuser()))
        command = [PROGRAM, "-c", str(folder / "main.conf"), "-e", str(folder / "error.log")]
        self.process = subprocess.Popen(command, process_group=0)
        log = folder / "access.log"
        wait_until(lambda: log.exists() or self.process.poll(), START_SECONDS, "nginx")
        assert self.process.poll() is None, (folder / "error.log").read_text()

    def site(self, text, ports):
        (server,) = re.findall(r"server app:8501[^;]*;", text)
        each = [server.replace("app:8501", f"127.0.0.1:{port}") for port in ports]
        for old, new in (
            (server, "\n    ".join(each)),
            ("listen 80;", f"listen 127.0.0.1:{self.port};"),
            ("/var/log/nginx/access.log", f"{self.folder}/access.log"),
            ("$request_time';", "$request_time $upstream_addr';"),
        ):
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text

    def log(self):
        """Return the lines of the log, in columns."""
        return [line.split() for line in (self.folder / "access.log").read_text().splitlines()]

    def end(self):
        self.process.terminate()
        self.process.wait()
