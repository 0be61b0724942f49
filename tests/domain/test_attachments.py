"""Which files are taken as papers, and at what size they are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.attachments import (
    LARGEST_UPLOAD,
    MOST_PIXELS,
    PAGE_PIXELS,
    READABLE_PIXELS,
    PaperFault,
    PaperKind,
    fault_of_file,
    fault_of_picture,
    kind_of,
    page_scale,
    readable_size,
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe1", PaperKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", PaperKind.PNG),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", PaperKind.WEBP),
        (b"%PDF-1.7", PaperKind.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4", PaperKind.PDF),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"GIF89a", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"MZ" + b"\0" * 2000 + b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content, kind):
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", PaperFault.EMPTY),
        (b"\xff\xd8\xff".ljust(LARGEST_UPLOAD, b"\0"), None),
        (b"\xff\xd8\xff".ljust(LARGEST_UPLOAD + 1, b"\0"), PaperFault.TOO_LARGE),
        (b"PK\x03\x04", PaperFault.KIND),
    ],
)
def test_a_file_that_cannot_be_a_paper_is_not_opened(content, fault):
    assert fault_of_file(content) is fault


@pytest.mark.parametrize(
    ("size", "is_animated", "fault"),
    [
        ((3000, 4000), False, None),
        ((3000, 4000), True, PaperFault.ANIMATED),
        ((199, 4000), False, PaperFault.TOO_SMALL),
        ((200, 200), False, None),
        ((65_500, 65_500), False, PaperFault.TOO_MANY_PIXELS),
    ],
)
def test_a_picture_is_judged_by_its_head(size, is_animated, fault):
    assert fault_of_picture(PaperKind.JPEG, size, is_animated=is_animated) is fault


@pytest.mark.parametrize("kind", MOST_PIXELS)
def test_a_picture_may_have_so_many_dots_and_not_one_more(kind):
    most = MOST_PIXELS[kind]
    assert fault_of_picture(kind, (1000, most // 1000), is_animated=False) is None
    one_line_more = (1000, most // 1000 + 1)
    assert fault_of_picture(kind, one_line_more, is_animated=False) is PaperFault.TOO_MANY_PIXELS


@given(st.tuples(st.integers(200, 16_000), st.integers(200, 16_000)))
def test_a_picture_is_never_enlarged_and_keeps_its_shape(size):
    width, height = readable_size(size)
    assert width <= size[0]
    assert height <= size[1]
    assert width * height <= READABLE_PIXELS + max(width, height)
    assert abs(width / size[0] - height / size[1]) <= 1 / min(size)


def test_a_page_of_a4_is_drawn_at_200_dots_an_inch():
    assert page_scale((595, 842)) * 72 == pytest.approx(200)


@given(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)))
def test_a_page_is_bounded_however_large_it_claims_to_be(size):
    scale = page_scale(size)
    assert size[0] * size[1] * scale * scale <= PAGE_PIXELS * 1.001
