"""HTML as a list of tags and words, so that two texts compare without their white space."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read: list[object] = []
        self.words = ""

    def _flush(self) -> None:
        if found := " ".join(self.words.split()):
            self.read.append(found)
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        self.read.append((tag, [(name, " ".join((value or "").split())) for name, value in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self._flush()
        self.read.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.words += data


def tags_and_words(html: str) -> list[object]:
    """Read HTML as tags with their attributes, and words with single spaces."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader._flush()
    return reader.read
