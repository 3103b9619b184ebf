"""The islands speak the reader's language, in the words of the pages they stand on."""

from __future__ import annotations

import json

import pytest
from django.template import Context, Template

from milepost.surfaces.web.shell import tags, words


def test_an_english_page_carries_no_words() -> None:
    assert tags.island_words() == ""


def test_another_language_is_handed_over_as_data_no_script_can_hide_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    german = {"Add task": "Vorgang </script> hinzufügen"}
    monkeypatch.setattr(tags, "gettext", lambda sentence: german.get(sentence, sentence))

    printed = Template("{% island_words %}").render(Context())

    assert printed.count("</script>") == 1
    assert json.loads(printed.partition(">")[2].removesuffix("</script>")) == german


def test_every_sentence_is_named_once() -> None:
    assert len(set(words.SENTENCES)) == len(words.SENTENCES) > 100
