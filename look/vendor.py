"""Development time only: fetch nhsuk-frontend and axe-core with npm, compile the brand, vendor what is needed.

Run `python -m look.vendor` after changing a version below or `brand.scss`, read the difference, commit it.
The site itself needs neither npm nor a network: it serves the files that this wrote.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = {"nhsuk-frontend": "10.6.1", "axe-core": "4.14.1", "sass": "1.108.2"}
ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static" / "vendor"
FIXTURES = ROOT / "tests" / "look" / "fixtures"
AXE = ROOT / "tests" / "vendor"
COMPONENTS = [
    "button",
    "character-count",
    "checkboxes",
    "date-input",
    "error-message",
    "error-summary",
    "fieldset",
    "hint",
    "input",
    "label",
    "legend",
    "password-input",
    "radios",
    "select",
    "textarea",
]


def fetch(into: Path) -> Path:
    """Install the packages into an empty folder, without running anything of theirs; return the folder of packages."""
    npm = shutil.which("npm") or sys.exit("npm is missing: install Node.js (on Debian: apt-get install npm)")
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(into), *wanted]
    subprocess.run(command, check=True)  # noqa: S603
    return into / "node_modules"


def compile_brand(modules: Path) -> str:
    """Compile nhsuk-frontend's styles with the network's own colours and type."""
    sass = [str(modules / ".bin" / "sass"), "--no-source-map", "--no-charset", "--style=compressed", "--quiet-deps"]
    command = [*sass, f"--load-path={modules}", str(ROOT / "look" / "brand.scss")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def without_source_map(text: str) -> str:
    """Drop the pointer to a source map, which is not vendored."""
    return re.sub(r"\n?(//[#@]|/\*[#@]) *sourceMappingURL=.*?(\*/|$)", "", text, flags=re.MULTILINE).rstrip() + "\n"


def write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")


def vendor_styles(modules: Path) -> None:
    """Write the compiled styles with the few images that they name, and the script."""
    dist = modules / "nhsuk-frontend" / "dist" / "nhsuk"
    styles = compile_brand(modules)
    write(STATIC / "nhsuk-frontend.css", styles)
    for image in sorted(set(re.findall(r'url\("?images/([^")]+)"?\)', styles))):
        write(STATIC / "images" / image, (dist / "assets" / "images" / image).read_text(encoding="utf-8"))
    write(
        STATIC / "nhsuk-frontend.js", without_source_map((dist / "nhsuk-frontend.min.js").read_text(encoding="utf-8"))
    )


def vendor_fixtures(modules: Path) -> None:
    """Write each component's examples: what goes in, and the HTML that must come out."""
    for component in COMPONENTS:
        source = modules / "nhsuk-frontend" / "dist" / "nhsuk" / "components" / component / "fixtures.json"
        kept = {
            example["name"]: {"context": example["context"], "html": example["html"]}
            for example in json.loads(source.read_text(encoding="utf-8"))["fixtures"]
        }
        write(FIXTURES / f"{component}.json", json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def vendor_axe(modules: Path) -> None:
    """Write axe-core, which only the tests load, beside its licence."""
    write(AXE / "axe.min.js", without_source_map((modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")))
    write(AXE / "axe-LICENSE.txt", (modules / "axe-core" / "LICENSE").read_text(encoding="utf-8"))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        modules = fetch(Path(folder))
        vendor_styles(modules)
        vendor_fixtures(modules)
        vendor_axe(modules)


if __name__ == "__main__":
    main()
