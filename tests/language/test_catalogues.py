"""Every sentence has its words in every language, once, and none too many."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hopecare.language import STAFF, catalogue_files, merged, translator, translator_of
from hopecare.language.gathering import Sentence, gathered, missing, translated, translations

PLACES = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def said():
    return gathered()


@pytest.mark.parametrize("language", translations())
def test_no_sentence_lacks_its_words(language):
    assert {each.text: places[0] for each, places in missing(language).items()} == {}


@pytest.mark.parametrize("language", translations())
def test_no_sentence_reads_differently_in_two_files(language):
    differing = {
        sentence.text: files
        for sentence, files in translated(language).items()
        if len(set(files.values())) > 1
    }
    assert differing == {}


@pytest.mark.parametrize("language", translations())
def test_no_words_are_left_over_from_sentences_that_are_gone(language, said):
    plain = {each.text for each in said if each.context is None}
    unused = {
        each.text: list(files)
        for each, files in translated(language).items()
        if each not in said and not (each.context == STAFF and each.text in plain)
    }
    assert unused == {}


@pytest.mark.parametrize("language", translations())
def test_no_translation_is_a_guess(language):
    fuzzy = [
        path.name
        for path in catalogue_files(language)
        if re.search(r"^#,.*fuzzy", path.read_text(), re.MULTILINE)
    ]
    assert fuzzy == []


@pytest.mark.parametrize("language", translations())
def test_translations_fill_in_the_same_places(language):
    wrong = []
    for sentence, files in translated(language).items():
        wanted = set(PLACES.findall(sentence.text + (sentence.many or "")))
        for name, words in files.items():
            wrong += [(name, sentence.text) for each in words if set(PLACES.findall(each)) - wanted]
    assert wrong == []


def test_the_code_says_something_at_all(said):
    assert Sentence("Please fill this in.") in said


def test_files_of_one_language_are_one_catalogue(tmp_path):
    for name, text in (("a", "Sun|해"), ("b", "Moon|달")):
        english, korean = text.split("|")
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        (tmp_path / f"{name}.po").write_text(head + f'msgid "{english}"\nmsgstr "{korean}"\n')
    say = translator_of(merged("ko", sorted(Path(tmp_path).glob("*.po"))))
    assert (say.gettext("Sun"), say.gettext("Moon"), say.gettext("Star")) == ("해", "달", "Star")


def test_a_language_we_do_not_have_is_read_in_english():
    assert translator("xx").gettext("Please fill this in.") == "Please fill this in."
