"""What a fault of a file says to the person who will correct it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.language import N_, translator
from hopecare.reading.faults import FaultCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.errors import FileNotAcceptedError
    from hopecare.reading.faults import Fault

FAULTS: Final[Mapping[FaultCode, str]] = MappingProxyType(
    {
        FaultCode.MISSING: N_("This cell must not be empty."),
        FaultCode.TOO_LONG: N_("Please shorten this to %(about)s characters."),
        FaultCode.TOO_MANY_CELLS: N_("This line has more cells than there are headings."),
        FaultCode.CONTROL_CHARACTER: N_("There is a character here that cannot be shown."),
        FaultCode.FORMULA_WITHOUT_VALUE: N_("Please write the value instead of the formula."),
        FaultCode.SPREADSHEET_ERROR: N_("The spreadsheet shows an error here instead of a value."),
        FaultCode.PHONE_UNREADABLE: N_("This is not a telephone number we can use."),
        FaultCode.PHONE_ROUNDED: N_(
            "The spreadsheet has rounded this number. Please write it again as text."
        ),
        FaultCode.DATE_UNREADABLE: N_("Please write a date that exists, such as 1958-03-04."),
        FaultCode.DATE_AMBIGUOUS: N_(
            "This can be read as two different dates. Please write it like 1958-03-04."
        ),
        FaultCode.DATE_CENTURY_UNCLEAR: N_("Please write the year with four digits."),
        FaultCode.DATE_IN_FUTURE: N_("This date is in the future."),
        FaultCode.DATE_TOO_EARLY: N_("This date is too long ago."),
        FaultCode.AREA_UNKNOWN: N_("This town has no district of this name."),
        FaultCode.AREA_NOT_UNIQUE: N_("Several districts have this name. Please write it in full."),
        FaultCode.WORD_UNKNOWN: N_("We do not know this word here."),
        FaultCode.NUMBER_UNREADABLE: N_("Please write a number with its unit, such as 1.5 km."),
        FaultCode.NUMBER_OUT_OF_RANGE: N_("Please write a distance between 100 m and 50 km."),
        FaultCode.CHECK_RUN_OUT: N_(
            "This check has run out. Please write until when a new one holds, or leave its level "
            "and its day empty."
        ),
        FaultCode.CONSENT_INCOMPLETE: N_(
            "Consent counts with its date and its form. One is empty."
        ),
        FaultCode.NOT_TOLD_APART: N_(
            "Please add a telephone number, a birth date or an address to the name."
        ),
        FaultCode.TWICE_IN_FILE: N_("This is the same person as on line %(about)s."),
        FaultCode.SEVERAL_KNOWN: N_(
            "Several people we know match this line. Please settle it on their pages."
        ),
        FaultCode.NOT_IN_BOUNDS: N_("Please write a number within %(about)s."),
        FaultCode.SLOTS_UNREADABLE: N_("Please write %(about)s noughts and ones, Monday first."),
        FaultCode.PLACE_AT_ZERO: N_("0/0 is a place in the sea. Please write where it is."),
        FaultCode.PLACE_FAR_OFF: N_(
            "This is far from all the others. Are latitude and longitude the wrong way round?"
        ),
        FaultCode.PLACE_OUTSIDE: N_("This lies outside the bounds of the town."),
        FaultCode.PLACE_SWAPPED: N_("Latitude and longitude are the wrong way round."),
        FaultCode.PLACE_INCOMPLETE: N_("Latitude and longitude count together. One is empty."),
        FaultCode.PLACE_UNREADABLE: N_("Please write degrees as a number, such as 37.636."),
        FaultCode.PLACE_OTHER_DISTRICT: N_("This lies in another district than the home does."),
        FaultCode.PLACES_SWAPPED: N_(
            "Latitude and longitude seem to be the wrong way round in all of this file, or in all "
            "of the other one."
        ),
        FaultCode.ID_TWICE: N_("This id stands on line %(about)s already."),
    }
)
FILE_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "file_empty": N_("The file is empty."),
        "file_missing": N_("The folder has no %(file)s that can be read."),
        "policy_line_wrong": N_("Line %(line)s: “%(key)s” is missing or wrong."),
        "bounds_wrong": N_("“%(key)s” must be four numbers: south, west, north, east."),
        "day_missing": N_("“%(key)s” must be a day, such as 2027-03-01."),
        "file_too_large": N_("The file is larger than %(megabytes)s MB."),
        "old_or_locked_workbook": N_(
            "This is an old or locked Excel file. Please save it as .xlsx without a password."
        ),
        "workbook_broken": N_("This Excel file is damaged. Please save it again."),
        "encoding_unknown": N_(
            "Line %(line)s is neither UTF-8 nor CP949 text. Please save the file as UTF-8."
        ),
        "headings_not_found": N_(
            "The first line must hold the headings. None of those on line %(line)s is known."
        ),
        "heading_blank": N_(
            "Column %(column)s has no heading of its own, but line %(line)s has a value there."
        ),
        "heading_twice": N_("The heading “%(heading)s” is there twice."),
        "heading_same_meaning": N_("“%(heading)s” and “%(other)s” mean the same column."),
        "columns_missing": N_("These columns are missing: %(columns)s"),
        "not_utf8": N_("Line %(line)s is not UTF-8 text, which JSON must be."),
        "not_json": N_("Line %(line)s is not JSON."),
        "json_key_twice": N_("“%(key)s” stands twice in one object."),
        "not_a_json_object": N_("The file must hold one JSON object."),
        "not_a_feature_collection": N_("This is not a GeoJSON FeatureCollection."),
        "features_out_of_range": N_("The file needs between 1 and %(most)s areas."),
        "no_directory": N_(
            "This holds no organisation, service or place as Open Referral (HSDS 3.0) writes them."
        ),
        "no_tables": N_("There is no CSV file in this package."),
        "package_broken": N_("This package is damaged or locked. Please pack it again as .zip."),
        "package_name_twice": N_(
            "Two files of the package are called %(name)s: only one of them would be read. Please "
            "pack one folder at a time."
        ),
        "package_too_many": N_("The package holds more than %(most)s files."),
        "directory_too_large": N_(
            "A directory of at most %(megabytes)s MB is read at once. Please hand it in in parts, "
            "by organisation, with --part."
        ),
        "other_coordinates": N_(
            "The coordinates are in %(crs)s. Please save the file in WGS84 (EPSG:4326)."
        ),
        "area_code_twice": N_("The area code %(code)s is there twice."),
        "feature_without_properties": N_("Area %(feature)s has no properties."),
        "area_property_bad": N_("Area %(feature)s: the property %(property)s is missing or wrong."),
        "not_a_polygon": N_("Area %(feature)s is not a polygon."),
        "ring_too_short": N_("Area %(feature)s: an outline needs at least four points."),
        "ring_open": N_("Area %(feature)s: an outline does not end where it begins."),
        "position_bad": N_("Area %(feature)s: a point is not a pair of numbers."),
        "latitude_first": N_("Area %(feature)s: latitude comes first. Longitude must come first."),
        "off_the_globe": N_("Area %(feature)s: a point lies off the globe."),
        "label_at_zero": N_("Area %(feature)s: the label lies at 0/0, as if nobody filled it in."),
        "label_outside": N_("Area %(feature)s: the label lies outside the outline."),
        "parent_unknown": N_("Area %(feature)s: there is no area of its parent's code."),
    }
)


def fault_sentence(fault: Fault, *, language: str) -> str:
    """One fault in the reader's language, its column first."""
    said = fault_reason(fault.code, about=fault.about, language=language)
    return f"{fault.column}: {said}" if fault.column else said


def fault_reason(code: FaultCode, *, about: str, language: str) -> str:
    """Why a cell or a line cannot be taken, in the reader's language."""
    said: str = translator(language).gettext(FAULTS[code]) % {"about": about}
    return said


def file_sentence(refusal: FileNotAcceptedError, *, language: str) -> str:
    """Why a file was refused as a whole."""
    problem = str(refusal.facts.get("problem"))
    said: str = translator(language).gettext(FILE_PROBLEMS[problem]) % refusal.facts
    return said
