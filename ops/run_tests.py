"""`make test`: installs what the tests need (environments, Redis, Chromium) and runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from ops.errors import StartError
from ops.layout import ROOT, python_of
from ops.prepare.checks import check_disk, check_platform, is_root
from ops.prepare.environments import install_environments

PACKAGES = {  # a program that the tests use, and the Debian package that brings it
    "redis-server": "redis-server",
    "chromedriver": "chromium-driver",
    "chromium": "chromium",
    "docker-compose": "docker-compose",  # judges the compose file; needs no engine
    "fc-list": "fontconfig",
    "pg_lsclusters": "postgresql",
    "java": "openjdk-17-jre-headless",  # Spark, beside DuckDB
}
CHINESE_FONT = "fonts-noto-cjk"


def main() -> int:
    """Run pytest with the given arguments and return its status."""
    try:
        check_platform()
        check_disk()
        install_environments(("platform", "actions", "bot", "dev"), lambda line: print(line, flush=True))
        _install_packages()
    except StartError as error:
        print(f"the tests cannot start: {error}", file=sys.stderr)
        return 1
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "2"}
    command = [str(python_of("dev")), "-m", "pytest", *(sys.argv[1:] or ["tests"])]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def _install_packages() -> None:
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if not missing:
        return
    names = " ".join([*missing, CHINESE_FONT])
    if not is_root() or not shutil.which("apt-get"):
        raise StartError(f"programs the tests use are missing: {names}", f"run: sudo apt-get install -y {names}")
    print(f"installing Debian packages: {names}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", *missing, CHINESE_FONT]):
        done = subprocess.run(["apt-get", *step], env=environment, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise StartError(f"apt-get could not install {names}", "look at its message above, then run again")


if __name__ == "__main__":
    sys.exit(main())
