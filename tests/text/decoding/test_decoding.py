"""Decoding gives the text that was written, even for short texts in old encodings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.decoding import decode, is_blank

LEGACY = [
    ("cp1252", "“We won’t go,” she said — not for £30, not for €300…"),
    ("cp1252", "The ferry—the last of its kind—sailed at noon."),
    ("cp1252", "Le ministre a déclaré à Genève que la réforme serait prête dès l’été."),
    ("cp1252", "Der Außenminister prüft höhere Zölle für Stahl."),
    ("cp1252", "El Gobierno español anunció una investigación. «¿Qué pasó?», preguntó."),
    ("mac-roman", "The mayor didn’t answer; “no comment,” his office said."),
    ("cp1250", "Rząd wprowadzi większe środki bezpieczeństwa, powiedział premier."),
    ("iso8859-2", "Předseda vlády řekl, že situaci bude řešit příští týden."),
    ("cp1250", "A miniszterelnök szerint őszinte vita folyt a kormány gyűlésén."),
    ("cp1251", "МОСКВА, 5 мая. «Мы готовы», — сказал министр."),
    ("koi8-r", "Переговоры продолжатся на следующей неделе, сообщили в посольстве."),
    ("cp866", "Переговоры продолжатся на следующей неделе."),
    ("cp1251", "Уряд заявив, що країна готова до зими і її жителі теж."),
    ("koi8-u", "Уряд заявив, що країна готова до зими і її жителі теж."),
    ("cp1253", "Η κυβέρνηση θα αποφασίσει την επόμενη εβδομάδα."),
    ("cp1254", "Bakan dün yaptığı açıklamada ülkenin güçlü olduğunu söyledi."),
    ("cp1255", "הממשלה תחליט בשבוע הבא, אמר השר"),
    ("cp1256", "قال الوزير إن الحكومة ستقرر في الأسبوع المقبل"),
    ("cp1257", "Prezidentė šiandien pareiškė, kad šalis pasirengusi žiemai."),
    ("cp874", "รัฐบาลจะตัดสินใจในสัปดาห์หน้า"),
    ("shift_jis", "政府は来週決定すると、首相が水曜日に述べた。"),
    ("euc-jp", "政府は来週決定すると、首相が水曜日に述べた。"),
    ("iso2022_jp", "政府は来週決定すると、首相が述べた。"),
    ("gb18030", "政府将于下周作出决定，总理周三表示。"),
    ("big5", "政府將於下週作出決定，市長今天表示。"),
    ("euc-kr", "정부가 다음 주에 결정할 것이라고 총리가 말했다."),
]


@pytest.mark.parametrize(("encoding", "text"), LEGACY)
def test_one_sentence_is_enough_to_detect_a_legacy_code_page(encoding: str, text: str) -> None:
    """News items are short; a detector that needs a page of text would turn them into mojibake."""
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", ["Talks resumed.\r\nNo deal.", "Переговоры идут уже давно.\nОтвета нет.", "Café “closed”, says owner"]
)
def test_unicode_encodings_are_read_with_and_without_a_byte_order_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_a_few_broken_bytes_do_not_turn_utf8_into_a_code_page() -> None:
    """One bad byte in a download must not spoil every accent in it."""
    content = "Le président a déclaré à l’Élysée ".encode() + b"\xff" + " que l’été sera très chaud.".encode()
    text, name = decode(content)
    assert name == "utf-8"
    assert text == "Le président a déclaré à l’Élysée \ufffd que l’été sera très chaud."


def test_the_charset_that_a_page_declares_is_used() -> None:
    """Four letters alone are ambiguous."""
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-5"></head><body>Труд</body></html>'
    assert "Труд" in decode(page.encode("iso8859-5"))[0]


def test_a_wrong_declaration_does_not_win_over_the_text() -> None:
    page = '<meta charset="iso-8859-1"><p>Переговоры продолжатся на следующей неделе, сообщили в посольстве.'
    assert decode(page.encode("cp1251"), "no-such-charset")[0] == page
    assert decode(page.encode("cp1251"))[0] == page


@pytest.mark.parametrize(
    "content", [b"", b" \r\n\t", b" \n" * 100_000, "\ufeff".encode(), "\xa0\u200b\n".encode(), " \n".encode("utf-16")]
)
def test_white_space_in_any_encoding_is_blank(content: bytes) -> None:
    assert is_blank(content)
    assert not is_blank(content + "no".encode("utf-16-le" if content[:1] == b"\xff" else "utf-8"))


@given(st.binary(max_size=400), st.none() | st.text(max_size=20))
def test_decoding_never_fails(content: bytes, declared: str | None) -> None:
    text, name = decode(content, declared)
    assert isinstance(text, str)
    assert "\0".encode(name)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\x1b\ufeff")))
def test_any_utf8_text_is_decoded_unchanged(text: str) -> None:
    assert decode(text.encode())[0] == text
