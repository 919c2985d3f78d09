"""What axe-core finds on a page: `assert axe.wrong(page) == []`."""

from pathlib import Path

from playwright.sync_api import Page

NARROW, WIDE = 390, 1280
SOURCE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without loading style sheets anew, which the admin's policy refuses; no rule that we ask for needs them.
RUN = """async tags => {
  const found = await axe.run({runOnly: {type: "tag", values: tags}, preload: false, resultTypes: ["violations"]})
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}, ${rule.help}: ${node.html}`))
}"""


def wrong(page: Page) -> list[str]:
    """What axe finds on the page that is open, and whether it runs off the screen, at both widths."""
    width = page.viewport_size["width"] if page.viewport_size else WIDE
    found = []
    for each in sorted((NARROW, WIDE), key=lambda each: each != width):
        page.set_viewport_size({"width": each, "height": 900})
        found += findings(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{page.url}: wider than {each} pixels")
    page.set_viewport_size({"width": width, "height": 900})
    return found


def findings(page: Page) -> list[str]:
    """One line for each element that breaks a rule of WCAG 2.2 A or AA, or a best practice, once the page is whole."""
    page.wait_for_load_state()  # a click waits only until the answer begins
    if not page.evaluate("'axe' in window"):
        # By the debugger: the page's own policy refuses a further script. Each page that follows has it from the start.
        page.context.add_init_script(SOURCE)
        page.evaluate(SOURCE)
    return [f"{page.url}: {line}" for line in page.evaluate(RUN, TAGS)]
