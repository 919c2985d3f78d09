"""What axe-core finds on a page: `assert axe.findings(page) == []`."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page: Page) -> list[str]:
    """One line for each element that breaks a rule of WCAG 2.2 A or AA, or a best practice."""
    page.evaluate(SOURCE)  # by the debugger: the page's own policy refuses a further script
    # Without loading style sheets anew, which the admin's policy refuses; no rule that we ask for needs them.
    result = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}, preload: false})", TAGS)
    return [
        f"{page.url}: {rule['id']}, {rule['help']}: {node['html']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
