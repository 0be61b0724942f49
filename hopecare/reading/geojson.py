"""Areas from a GeoJSON file; a file with a mistake is refused whole, naming the feature."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hopecare.domain.home_points import polygons_of
from hopecare.errors import FileNotAcceptedError
from hopecare.reading.json_text import read_json_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LARGEST_FILE = 64 * 1024 * 1024
MOST_FEATURES = 20_000
CLOSED_RING = 4
LONGEST_NAME = 200
DISTRICT = "district"
UPPER_KINDS = frozenset({"region", "city"})

Point = tuple[float, float]
"""Longitude, latitude."""
Geometry = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaShape:
    """One area of a file: how it is called, its outline, and where its label goes."""

    code: str
    name: str
    name_en: str
    kind: str
    shape: Geometry | None
    """None where the file has no outline for it, as GeoJSON allows."""
    lon: float | None
    lat: float | None
    parent_code: str | None = None
    population: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFile:
    """A file's areas, and whom to thank for the shapes."""

    areas: tuple[AreaShape, ...]
    attribution: str | None


def read_areas(content: bytes) -> AreaFile:
    """Read a FeatureCollection of polygons, or refuse it with the first mistake."""
    document = read_json_object(content, largest=LARGEST_FILE)
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise FileNotAcceptedError(problem="not_a_feature_collection")
    _refuse_other_coordinates(document)
    if not 0 < len(features) <= MOST_FEATURES:
        raise FileNotAcceptedError(problem="features_out_of_range", most=MOST_FEATURES)
    areas = tuple(_area(feature, place) for place, feature in enumerate(features, start=1))
    twice = [code for code, times in Counter(area.code for area in areas).items() if times > 1]
    if twice:
        raise FileNotAcceptedError(problem="area_code_twice", code=twice[0])
    attribution = document.get("attribution")
    return AreaFile(areas=areas, attribution=attribution if isinstance(attribution, str) else None)


def _refuse_other_coordinates(document: Mapping[str, Any]) -> None:
    """Refuse a file that says it is not in longitude and latitude of WGS84."""
    crs = document.get("crs")
    name = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else ""
    if name and not name.upper().endswith(("CRS84", "EPSG::4326", "EPSG:4326")):
        raise FileNotAcceptedError(problem="other_coordinates", crs=name[:80])


def _area(feature: object, place: int) -> AreaShape:
    """One feature as an area."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise FileNotAcceptedError(problem="feature_without_properties", feature=place)
    facts = feature["properties"]
    code = _word(facts.get("code", feature.get("id")), "code", place)
    name = _word(facts.get("name_ko", facts.get("name", facts.get("name_en"))), "name", place)
    geometry = feature.get("geometry")
    shape = None if geometry is None else _shape(geometry, place)
    lon, lat = _label(facts.get("label"), shape, place) or (None, None)
    english = facts.get("name_en", name)
    return AreaShape(
        code=code,
        name=name,
        name_en=_word(english, "name_en", place),
        kind=_kind(_word(facts.get("kind", DISTRICT), "kind", place)),
        shape=shape,
        lon=lon,
        lat=lat,
        parent_code=_optional_word(facts.get("parent_code"), place),
        population=_population(facts.get("population"), place),
    )


def _word(value: object, name: str, place: int) -> str:
    """A short text that must be there; a number is taken as its digits."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    text = str(value).strip() if isinstance(value, str) or is_number else ""
    if not text or len(text) > LONGEST_NAME or not text.isprintable():
        raise FileNotAcceptedError(problem="area_property_bad", feature=place, property=name)
    return text


def _kind(text: str) -> str:
    """Region and city stay; an eup, a ward or any other place where people live is a district."""
    return text if text in UPPER_KINDS else DISTRICT


def _optional_word(value: object, place: int) -> str | None:
    """A short text that may be absent."""
    return None if value is None else _word(value, "parent_code", place)


def _population(value: object, place: int) -> int | None:
    """A count of people that may be absent."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise FileNotAcceptedError(
            problem="area_property_bad", feature=place, property="population"
        )
    return value


def _shape(geometry: object, place: int) -> Geometry:
    """A polygon or several, every ring closed and on the globe."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise FileNotAcceptedError(problem="not_a_polygon", feature=place)
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise FileNotAcceptedError(problem="not_a_polygon", feature=place)
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise FileNotAcceptedError(problem="not_a_polygon", feature=place)
        for ring in polygon:
            _check_ring(ring, place)
    return {"type": geometry["type"], "coordinates": coordinates}


def _check_ring(ring: object, place: int) -> None:
    """Refuse a ring that is open, too short, or has a point that is no point."""
    if not isinstance(ring, list) or len(ring) < CLOSED_RING:
        raise FileNotAcceptedError(problem="ring_too_short", feature=place)
    points = [_point(position, place) for position in ring]
    if points[0] != points[-1]:
        raise FileNotAcceptedError(problem="ring_open", feature=place)


def _point(position: object, place: int) -> Point:
    """A position on the globe, longitude first."""
    pair = position[:2] if isinstance(position, list) else []
    if len(pair) != len(("lon", "lat")) or not all(_is_finite(part) for part in pair):
        raise FileNotAcceptedError(problem="position_bad", feature=place)
    lon, lat = float(pair[0]), float(pair[1])
    # Only a latitude beyond 90 proves the order wrong: in Korea the first number is near 127.
    if abs(lat) > 90 >= abs(lon):  # noqa: PLR2004  the poles
        raise FileNotAcceptedError(problem="latitude_first", feature=place)
    if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004  the globe
        raise FileNotAcceptedError(problem="off_the_globe", feature=place)
    return lon, lat


def _is_finite(part: object) -> bool:
    """A number that is one."""
    return isinstance(part, int | float) and not isinstance(part, bool) and math.isfinite(part)


def _label(given: object, shape: Geometry | None, place: int) -> Point | None:
    """The label's point as given, inside the outline's bounds, or the outline's centre."""
    if given is None:
        return centroid(shape) if shape else None
    lon, lat = _point(given, place)
    if lon == lat == 0:
        # Where nobody filled anything in; no town lies there.
        raise FileNotAcceptedError(problem="label_at_zero", feature=place)
    if shape is None:
        return lon, lat
    points = [point for ring in outer_rings(shape) for point in ring]
    inside_lon = min(p[0] for p in points) <= lon <= max(p[0] for p in points)
    inside_lat = min(p[1] for p in points) <= lat <= max(p[1] for p in points)
    if not (inside_lon and inside_lat):
        raise FileNotAcceptedError(problem="label_outside", feature=place)
    return lon, lat


def outer_rings(shape: Geometry) -> Iterator[Sequence[Sequence[float]]]:
    """The outer ring of each polygon of a shape."""
    for polygon in polygons_of(shape):
        yield polygon[0]


def centroid(shape: Geometry) -> Point:
    """The centre of the largest part of a shape, holes left aside."""
    ring = max(outer_rings(shape), key=lambda each: abs(_doubled_area(each)))
    doubled = _doubled_area(ring)
    if doubled == 0:
        return float(ring[0][0]), float(ring[0][1])
    # Measured from the ring's first point: far from the origin the products would cancel badly.
    lon0, lat0 = ring[0][0], ring[0][1]
    lon = lat = 0.0
    for a, b in itertools.pairwise(ring):
        cross = (a[0] - lon0) * (b[1] - lat0) - (b[0] - lon0) * (a[1] - lat0)
        lon += (a[0] + b[0] - 2 * lon0) * cross
        lat += (a[1] + b[1] - 2 * lat0) * cross
    return lon0 + lon / (3 * doubled), lat0 + lat / (3 * doubled)


def _doubled_area(ring: Sequence[Sequence[float]]) -> float:
    """Twice the signed area of a ring, in square degrees."""
    lon0, lat0 = ring[0][0], ring[0][1]
    return sum(
        (a[0] - lon0) * (b[1] - lat0) - (b[0] - lon0) * (a[1] - lat0)
        for a, b in itertools.pairwise(ring)
    )
