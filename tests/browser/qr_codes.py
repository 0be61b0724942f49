"""What a telephone's camera reads from a QR code on the screen: an undamaged one, of bytes."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

Matrix = list[list[bool]]
QUIET = 4
"""The white edge around the picture, in modules."""
BLOCKS = {1: (1, 16), 2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43), 6: (4, 27)}
"""At level M, by version: into how many blocks the data is dealt, and how long each is."""
MASKS = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, _x: y % 2 == 0,
    lambda _y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)
MASKED_BY = 0b10101
FORMAT_AT = 8
BYTES = 0b0100
LEVEL_M = 0b00


def read_qr(picture: bytes) -> str:
    """Read the words of a code that fills the picture but for its white edge."""
    modules = _modules(Image.open(BytesIO(picture)).convert("L"))
    assert _format(modules) >> 3 == LEVEL_M
    blocks, length = BLOCKS[(len(modules) - 17) // 4]
    raw = _codewords(modules)[: blocks * length]
    data = bytes(raw[at * blocks + block] for block in range(blocks) for at in range(length))
    bits = "".join(f"{each:08b}" for each in data)
    assert int(bits[:4], 2) == BYTES
    count = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * at : 20 + 8 * at], 2) for at in range(count)).decode()


def _modules(image: Image.Image) -> Matrix:
    """Measure a module by the finder's outer edge, seven long, and look into the middle of each."""
    dark = image.point(lambda shade: 255 if shade < 128 else 0)
    box = dark.getbbox()
    assert box is not None
    left, top, right, _ = box
    line = [dark.getpixel((x, top + 1)) == 255 for x in range(left, right)]
    size = round((right - left) / (line.index(False) / 7))
    size = min(range(21, 42, 4), key=lambda each: abs(each - size))
    step = (right - left) / size
    return [
        [dark.getpixel((int(left + (x + 0.5) * step), int(top + (y + 0.5) * step))) == 255
         for x in range(size)]
        for y in range(size)
    ]  # fmt: skip


def _codewords(modules: Matrix) -> list[int]:
    """Walk up and down in columns of two, past what helps the camera, and take the mask off."""
    size = len(modules)
    mask = MASKS[_format(modules) & 0b111]
    bits = [
        modules[y][x] ^ mask(y, x)
        for y, x in _path(size)
        if not _is_fixed(y, x, size)
    ]  # fmt: skip
    return [
        int("".join("01"[each] for each in bits[at : at + 8]), 2)
        for at in range(0, len(bits) - 7, 8)
    ]


def _format(modules: Matrix) -> int:
    """The level and the mask, beside the first finder."""
    return int("".join("01"[modules[FORMAT_AT][x]] for x in range(5)), 2) ^ MASKED_BY


def _path(size: int) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    is_up = True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        rows = range(size - 1, -1, -1) if is_up else range(size)
        steps += [(y, x) for y in rows for x in (right, right - 1)]
        is_up = not is_up
    return steps


def _is_fixed(y: int, x: int, size: int) -> bool:
    """Finders with their format, the two dotted lines, and the one square for direction."""
    is_finder = (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9)
    centre = size - 7
    is_square = size > 21 and abs(y - centre) <= 2 and abs(x - centre) <= 2
    return is_finder or y == 6 or x == 6 or is_square
