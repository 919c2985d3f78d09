"""Calendar files that nobody here wrote: those in the source archives of two libraries, from many programs and fuzzers.

pip fetches each archive once, by exact version and hash, into a folder outside the repository. It asks the archive's
own build tools about it, which the lock holds.
"""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

ARCHIVES = """\
icalendar==7.3.0 --hash=sha256:7bd001c8e648205e1bde5c6a5b77096598e8d0893dcf57755c6c597635620132
recurring-ical-events==3.8.2 --hash=sha256:e731af31d0b7dec5cd47a1defacd8549e2f36fab1c1995e8b9f042822a0acf8e
"""
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "dit-network-samples"


def samples() -> dict[str, bytes]:
    """Every .ics file of both archives, by its name."""
    return {
        f"{archive.name}: {member.name}": found.read()
        for archive in fetched()
        for tar in [tarfile.open(archive)]
        for member in tar.getmembers()
        if member.name.endswith(".ics") and (found := tar.extractfile(member))
    }


def fetched() -> list[Path]:
    """The archives, as they were fetched before or from the package index that pip is set up with."""
    if len(found()) < len(ARCHIVES.splitlines()):
        CACHE.mkdir(parents=True, exist_ok=True)
        wanted = CACHE / "archives.txt"
        wanted.write_text(ARCHIVES, encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        pip += ["--no-binary", ":all:", "--no-build-isolation", "--require-hashes", "--dest", str(CACHE)]
        subprocess.run([*pip, "--requirement", str(wanted)], check=True)
    return found()


def found() -> list[Path]:
    return sorted(CACHE.glob("*.tar.gz"))
