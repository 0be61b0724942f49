"""A pack as PDF, of its content alone: the same content gives the same bytes.

The font is embedded, only the signs that are used. Hash, code, day and page stand on every page.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from hopecare.domain.evidence import digest_of
from hopecare.language import N_, translator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportlab.platypus import Flowable

    from hopecare.web.evidence.fonts import Fonts

MARGIN: Final = 18 * mm
FOOT: Final = 30 * mm
HEADS: Final = 45 * mm
GAP: Final = 3 * mm
SIZE: Final = 9.5
SMALL: Final = 7.5
PART: Final = " · "
"""Between the parts of one entry."""
LONG: Final = 120
"""In signs: what does not stand on two lines is not read as one sentence."""
INK: Final = HexColor("#1c2733")
GREY: Final = HexColor("#55616e")
PAGE: Final = N_("Page %(page)s of %(pages)s")
CHECK: Final = N_("The centre can say whether this pack is theirs, by the first eight signs:")
OUT: Final = N_("Left out for this recipient: %(what)s.")


def pdf_of(content: Mapping[str, Any], fonts: Fonts) -> bytes:
    """Print the pack."""
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=FOOT,
        title=f"HopeCare {content['code']}",
        author="",
        subject=digest_of(content),
        creator="HopeCare",
        lang=content["language"],
        invariant=1,
    )
    foot = _Foot(content, fonts)
    document.build(list(_Printer(content, fonts).flowables()), canvasmaker=foot.canvas)
    return file.getvalue()


class _Printer:
    """Turns a content into what flows over the pages."""

    def __init__(self, content: Mapping[str, Any], fonts: Fonts) -> None:
        self._content = content
        self._fonts = fonts
        plain = ParagraphStyle(
            "plain",
            fontName=fonts.regular,
            fontSize=SIZE,
            leading=SIZE * 1.5,
            textColor=INK,
            allowWidows=0,
            allowOrphans=0,
        )
        self._plain = plain
        self._line = ParagraphStyle(
            "line",
            parent=plain,
            leftIndent=HEADS + GAP,
            bulletFontName=fonts.regular,
            bulletFontSize=SIZE,
            bulletColor=GREY,
            spaceAfter=1.5 * mm,
        )
        self._title = ParagraphStyle(
            "title", parent=plain, fontName=fonts.bold, fontSize=17, leading=24, spaceAfter=4 * mm
        )
        self._heading = ParagraphStyle(
            "heading",
            parent=plain,
            fontName=fonts.bold,
            fontSize=12,
            leading=17,
            spaceBefore=6 * mm,
            spaceAfter=2 * mm,
            keepWithNext=1,
        )
        self._own_line = ParagraphStyle("own", parent=plain, textColor=GREY, keepWithNext=1)

    def flowables(self) -> Iterator[Flowable]:
        """Give the title, the head, what was left out, and the sections."""
        content = self._content
        yield self._said(content["title"], self._title)
        for name, value in content["head"]:
            yield from self._pair(name, value)
        if content["left_out"]:
            say = translator(content["language"], for_staff=True).gettext
            yield Spacer(1, 2 * mm)
            yield self._said(say(OUT) % {"what": ", ".join(content["left_out"])}, self._plain)
        for section in content["sections"]:
            yield self._said(section["title"], self._heading)
            if section["empty"]:
                yield self._said(section["empty"], self._plain)
            for entry in section["entries"]:
                yield from self._pair(entry["head"], entry["text"], entry.get("mark", ""))

    def _pair(self, head: str, text: str, mark: str = "") -> Iterator[Flowable]:
        """Set the head beside the words, or above them where it is too long for its place."""
        said = _in_lines(f"[{mark}] {text}" if mark else text)
        fitted = " ".join(self._fonts.fitted(head).split())
        if stringWidth(fitted, self._fonts.regular, SIZE) <= HEADS:
            yield Paragraph(self._marked(said), self._line, bulletText=fitted)
        else:
            yield self._said(head, self._own_line)
            yield Paragraph(self._marked(said), self._line)

    def _said(self, text: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(self._marked(text), style)

    def _marked(self, text: str) -> str:
        """Words are only ever words: no sign of theirs is read as a mark of the printer."""
        return escape(self._fonts.fitted(text)).replace("\n", "<br/>")


def _in_lines(text: str) -> str:
    """Each part of what is long begins a line of its own; the words stay as they were hashed."""
    return text.replace(PART, "\n") if len(text) > LONG else text


class _Foot:
    """What stands below every page; how many pages there are is known at the end."""

    def __init__(self, content: Mapping[str, Any], fonts: Fonts) -> None:
        self._fonts = fonts
        self.font = fonts.regular
        self._digest = digest_of(content)
        self._made = f"{content['code']} · {content['made_on']}"
        self._say = translator(content["language"], for_staff=True).gettext

    def canvas(self, *args: Any, **options: Any) -> Canvas:  # noqa: ANN401  as the library calls it
        """Make the canvas that keeps its pages until their number is known."""
        foot = self

        class _Numbered(Canvas):
            def __init__(self) -> None:
                # Else the library lists a font of its own that nothing is set in.
                super().__init__(*args, **{**options, "initialFontName": foot.font})
                self.kept: list[dict[str, Any]] = []

            def showPage(self) -> None:  # noqa: N802  the library's name
                self.kept.append(dict(self.__dict__))
                self._startPage()  # type: ignore[attr-defined]

            def save(self) -> None:
                for number, state in enumerate(self.kept, start=1):
                    self.__dict__.update(state)
                    foot.draw(self, number, len(self.kept))
                    super().showPage()
                super().save()

        return _Numbered()

    def draw(self, canvas: Canvas, page: int, pages: int) -> None:
        """Write code, day, page, and the whole hash."""
        width = A4[0]
        canvas.setStrokeColor(GREY)
        canvas.line(MARGIN, FOOT - 6 * mm, width - MARGIN, FOOT - 6 * mm)
        canvas.setFillColor(GREY)
        canvas.setFont(self._fonts.regular, SMALL)
        canvas.drawString(MARGIN, FOOT - 11 * mm, self._fonts.fitted(self._made))
        number = self._say(PAGE) % {"page": page, "pages": pages}
        canvas.drawRightString(width - MARGIN, FOOT - 11 * mm, self._fonts.fitted(number))
        canvas.drawString(MARGIN, FOOT - 15 * mm, self._fonts.fitted(self._say(CHECK)))
        canvas.drawString(MARGIN, FOOT - 19 * mm, f"SHA-256 {self._digest}")
