"""Area files: taken when every ring and code is right, refused with the mistake otherwise."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.errors import FileNotAcceptedError
from hopecare.reading.geojson import centroid, read_areas

RING = [[127.0, 37.0], [127.2, 37.0], [127.2, 37.1], [127.0, 37.1], [127.0, 37.0]]
PROPERTIES = {"name_ko": "가동", "name_en": "Ga-dong"}
FEATURE = {
    "type": "Feature",
    "id": "1",
    "properties": PROPERTIES,
    "geometry": {"type": "Polygon", "coordinates": [RING]},
}


def content(*features, **more):
    document = {"type": "FeatureCollection", "features": list(features), **more}
    return json.dumps(document, ensure_ascii=False).encode()


def with_geometry(**geometry):
    return {**deepcopy(FEATURE), "geometry": geometry}


def with_ring(ring):
    return with_geometry(type="Polygon", coordinates=[ring])


def with_property(name, value):
    return {**FEATURE, "properties": {**PROPERTIES, name: value}}


def test_an_area_is_read_with_its_code_names_and_middle():
    area = read_areas(content(FEATURE)).areas[0]
    assert (area.code, area.name, area.name_en, area.kind) == ("1", "가동", "Ga-dong", "district")
    assert area.lon == pytest.approx(127.1)
    assert area.lat == pytest.approx(37.05)


def test_an_area_without_an_outline_may_still_have_its_label():
    bare = {**with_property("label", [127.01, 37.01]), "geometry": None}
    area = read_areas(content(bare)).areas[0]
    assert (area.shape, area.lon, area.lat) == (None, 127.01, 37.01)
    nowhere = read_areas(content({**FEATURE, "geometry": None})).areas[0]
    assert (nowhere.shape, nowhere.lon, nowhere.lat) == (None, None, None)


def test_a_label_and_several_parts_are_kept_as_given():
    parts = with_geometry(type="MultiPolygon", coordinates=[[RING], [RING]])
    parts["properties"] = {**PROPERTIES, "label": [127.01, 37.01]}
    area = read_areas(content(parts, attribution="Thanks")).areas[0]
    assert (area.lon, area.lat) == (127.01, 37.01)
    assert area.shape == parts["geometry"]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (b"{", "not_json"),
        (b"[]", "not_a_json_object"),
        (b'{"type": "Feature"}', "not_a_feature_collection"),
        ('{\n"가": 1}'.encode("cp949"), "not_utf8"),
        (content(), "features_out_of_range"),
        (content(FEATURE, FEATURE), "area_code_twice"),
        (content({"type": "Feature"}), "feature_without_properties"),
        (content(with_property("name_ko", "")), "area_property_bad"),
        (content(with_property("name_ko", "가\x00")), "area_property_bad"),
        (content(with_property("population", -1)), "area_property_bad"),
        (content(with_property("label", [128.0, 37.05])), "label_outside"),
        (content(with_property("label", [0, 0.0])), "label_at_zero"),
        (content(with_geometry(type="Point", coordinates=[127, 37])), "not_a_polygon"),
        (content(with_geometry(type="Polygon", coordinates=[])), "not_a_polygon"),
        (content(with_geometry(type="MultiPolygon", coordinates=[[]])), "not_a_polygon"),
        (content(with_ring(RING[:3])), "ring_too_short"),
        (content(with_ring([*RING[:4], [127.0, 37.01]])), "ring_open"),
        (content(with_ring([["a", 1], *RING[1:]])), "position_bad"),
        (content(with_ring([[lat, lon] for lon, lat in RING])), "latitude_first"),
        (content(with_ring([[37.0, 127.0], *RING[1:]])), "latitude_first"),
        (content(with_ring([[200.0, 37.0], *RING[1:]])), "off_the_globe"),
        (
            content(FEATURE, crs={"properties": {"name": "urn:ogc:def:crs:EPSG::5179"}}),
            "other_coordinates",
        ),
    ],
)
def test_a_file_with_a_mistake_is_refused_whole(given, problem):
    with pytest.raises(FileNotAcceptedError) as refusal:
        read_areas(given)
    assert refusal.value.facts["problem"] == problem


SIDES = st.floats(min_value=0.001, max_value=1, allow_nan=False)


@given(
    st.floats(min_value=-170, max_value=170),
    st.floats(min_value=-80, max_value=80),
    SIDES,
    SIDES,
)
def test_the_middle_of_a_box_is_its_middle(lon, lat, wide, high):
    ring = [
        [lon, lat],
        [lon + wide, lat],
        [lon + wide, lat + high],
        [lon, lat + high],
        [lon, lat],
    ]
    middle_lon, middle_lat = centroid({"type": "Polygon", "coordinates": [ring]})
    assert middle_lon == pytest.approx(lon + wide / 2)
    assert middle_lat == pytest.approx(lat + high / 2)


def test_a_shape_without_area_is_marked_where_it_begins():
    flat = [[127.0, 37.0], [127.1, 37.0], [127.0, 37.0], [127.0, 37.0]]
    assert centroid({"type": "Polygon", "coordinates": [flat]}) == (127.0, 37.0)
