"""The language a customer reads, out of what shops say."""

import pytest

from dispatch_console.domain.orders.customer_language import language_of


@pytest.mark.parametrize(
    ("attributes", "language"),
    [
        ({"customerLocale": "de"}, "de"),
        ({"utm": "x", "wpml_language": "fi"}, "fi"),
        ({"Locale": "pt-br"}, "pt_BR"),
        ({"Language code": "SV_FI"}, "sv_FI"),
        ({"Sprache": " de "}, "de"),
        # said in words, said of something else, not said
        ({"Language": "German"}, ""),
        ({"gift_note_language_style": "de"}, ""),
        ({"language": ""}, ""),
        ({}, ""),
    ],
)
def test_a_language_is_taken_where_it_is_named_by_its_tag(attributes: dict[str, str], language: str) -> None:
    assert language_of(attributes) == language
