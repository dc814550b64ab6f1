"""The people, places and organisations in an article: what is found, and what is not a name."""

from __future__ import annotations

import pytest

from dateline.metadata.names.find import find_names


def people(text: str, language: str | None = "en") -> tuple[str, ...]:
    return find_names(text, language).people


def places(text: str, language: str | None = "en") -> tuple[str, ...]:
    return find_names(text, language).places


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "On Monday Maria Holt met the ferryman, David J. Keane Jr., at the quay.", ("Maria Holt", "David J. Keane Jr")),
        ("en", "“It sank,” said Qorvan Teel. President Ixo Marr agreed.", ("Qorvan Teel", "Ixo Marr")),
        ("de", "Gestern traf Ministerin Anna Brandt den SPD-Politiker Jens Uwe Holm.", ("Anna Brandt", "Jens Uwe Holm")),
        ("fr", "La maire, Claire Dubois, a reçu M. Paul de Villiers à la gare.", ("Claire Dubois", "Paul de Villiers")),
        ("es", "El alcalde Pedro Gómez Ruiz recibió a Lucía Martín.", ("Pedro Gómez Ruiz", "Lucía Martín")),
        ("ru", "Капитан Иван Петров встретил Анну.", ("Иван Петров",)),
        ("tr", "Belediye başkanı Mehmet Yılmaz'ın sözleri Ayşe Demir'i kızdırdı.", ("Mehmet Yılmaz", "Ayşe Demir")),
    ],
)
def test_a_person_has_a_given_name_and_a_surname_or_a_title_or_is_a_speaker(
    language: str, text: str, found: tuple[str, ...]
) -> None:
    assert people(text, language) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He said that March Monday was Hope Street, Florence Avenue and Charlotte County."),
        ("en", "The Martin Keane Foundation bought Marion Hotel near Grace Church and the Rose Bowl."),
        ("de", "Die Konrad-Holt-Stiftung zog in die Maria Hilf Kirche, Ecke Anna Straße."),
        ("de", "Am Montag sagte Sie Ihm, Er Müsse gehen."),
        ("en", "Maria Holt Wins Prize As Old Ferry Sails Again"),
    ],
)
def test_streets_foundations_days_pronouns_and_headings_are_not_people(language: str, text: str) -> None:
    assert people(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Angela Brandt spoke. Brandt left. Mrs Brandt, Angela M. Brandt said, was tired.", ("Angela M. Brandt",)),
        ("de", "Robert Holms Plan gefiel nicht. Holm schwieg, sagte Robert Holm.", ("Robert Holm",)),
        ("cs", "Přišel Petr Novák. S Petrem Novákem mluvil starosta.", ("Petr Novák",)),
        ("es", "Antonio Ruiz Cabello llegó. Antonio Ruiz habló.", ("Antonio Ruiz Cabello",)),
        ("en", "Maria Holt and Peter Holt came.", ("Maria Holt", "Peter Holt")),
    ],
)
def test_several_forms_of_a_name_are_one_person(language: str, text: str, found: tuple[str, ...]) -> None:
    assert people(text, language) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        (
            "en",
            "Ships from Rotterdam to New York passed southern Norway and the U.S. coast.",
            ("Rotterdam", "New York", "Norway", "U.S"),
        ),
        ("de", "In Köln und Berlins Norden, sagt die Hamas, sei Essen knapp.", ("Köln", "Berlin")),
        ("fr", "À Nice comme à Marseille, il fait beau.", ("Marseille",)),
        ("en", "George Washington read the New York Times in Reading Street and liked Paris University.", ()),
        ("en", "They sailed to Houston. Mr Houston stayed.", ("Houston",)),
        ("ru", "Украина и Норвегия подписали договор.", ("Украина", "Норвегия")),
    ],
)
def test_a_place_is_in_the_gazetteer_and_not_part_of_another_name(language: str, text: str, found: tuple[str, ...]) -> None:
    assert places(text, language) == found


def test_known_and_self_describing_organisations_are_found_but_not_the_publisher() -> None:
    text = "NATO and the University of Bergen met Holt Shipping Ltd, wrote the Harbour Post. The Harbour Council knew."
    assert find_names(text, "en", ["Harbour Post"]).organisations == (
        "NATO",
        "University of Bergen",
        "Holt Shipping Ltd",
        "Harbour Council",
    )


def test_a_text_without_names_or_capitals_has_none() -> None:
    for text, language in (("", None), ("老码头关了。船走了！", "zh"), ("the ferry left at noon", "en"), ("1990 2000 ...", None)):
        assert find_names(text, language) == ((), (), ())


@pytest.mark.parametrize("unit", ["A. ", "Ab de de ", "Anna Holt ", "University of ", "Xy'Z-", "Anna Holt%s. "])
def test_many_names_take_no_more_time_than_their_number_explains(unit: str) -> None:
    text = "".join(
        unit % "".join(chr(97 + int(digit)) for digit in str(number)) if "%s" in unit else unit for number in range(20_000)
    )
    assert len(find_names(text, "en").people) <= 1_000
