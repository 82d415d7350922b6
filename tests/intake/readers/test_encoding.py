"""Encodings: decided on all bytes of a file, and decoded without ever failing."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.intake.readers.encoding import REPLACEMENT, Decoder, Encoding, Survey, text_of

FRENCH = "Très satisfait de l’accueil, ça coûte 5 € à Noël. Où est l'œuvre ? « Élève »\n"
ROMANIAN_COMMA = "Foarte mulțumit, fără întârziere. București și Iași, „da”\n"
ROMANIAN_CEDILLA = ROMANIAN_COMMA.replace("ș", "ş").replace("ț", "ţ")


def surveyed(data: bytes, chunk: int = 7) -> Encoding:
    survey = Survey()
    for at in range(0, len(data), chunk):
        survey.feed(data[at : at + chunk])
    return survey.found()


def read(data: bytes, chunk: int = 7) -> tuple[str, dict[str, int]]:
    found = surveyed(data, chunk)
    decoder = Decoder(found.name, found.repairs)
    pieces = [data[found.bom :][at : at + chunk] for at in range(0, len(data), chunk)]
    return "".join(text_of(pieces, decoder)), decoder.cleaned


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "mac-roman"),
        (ROMANIAN_CEDILLA, "cp1250"),
        (ROMANIAN_COMMA, "iso8859-16"),
        (FRENCH, "utf-8"),
        (ROMANIAN_COMMA, "utf-8"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        ("Cartão não é São João\n", "cp1252"),
        ("Straße für Mädchen\n", "cp1252"),
    ],
)
def test_the_letters_decide(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    found = surveyed(data)
    assert found.name == encoding
    assert found.evidence["sure"]
    assert read(data) == (text, {})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed_and_left_out(encoding: str) -> None:
    assert read(FRENCH.encode(encoding)) == (FRENCH, {})


def test_the_evidence_counts_letters_for_each_candidate_and_shows_words() -> None:
    evidence = surveyed(FRENCH.encode("cp1252")).evidence
    assert evidence["letters"]["cp1252"] > evidence["letters"]["mac-roman"]
    assert "Très" in evidence["examples"]


def test_a_late_letter_counts_as_much_as_an_early_one() -> None:
    data = b"plain\n" * 50_000 + "été\n".encode("cp1252")
    assert surveyed(data, 65536).name == "cp1252"


def test_plain_ascii_is_utf8() -> None:
    assert surveyed(b"id,score\n1,9\n").name == "utf-8"


def test_a_few_windows_bytes_do_not_spoil_a_utf8_file() -> None:
    data = "Jörg, Élise, Ștefan\n".encode() * 5 + "Jörg\n".encode("cp1252")
    text, cleaned = read(data)
    assert text == "Jörg, Élise, Ștefan\n" * 5 + "Jörg\n"
    assert cleaned == {"stray": 1}
    assert surveyed(data).evidence["stray"] == 1


def test_a_file_cut_off_inside_a_character_keeps_all_others() -> None:
    data = "café, thé".encode()[:-1]
    found = surveyed(data)
    assert (found.name, found.evidence["truncated"]) == ("utf-8", True)
    assert read(data)[0].startswith("café, th")


def test_bytes_that_an_encoding_leaves_undefined_are_replaced_and_counted() -> None:
    data = FRENCH.encode("cp1252") + b"a \x81 b\n"
    text, cleaned = read(data)
    assert text == FRENCH + f"a {REPLACEMENT} b\n"
    assert cleaned == {"undecodable": 1}


def test_old_dos_letters_inside_words_are_put_right() -> None:
    """Files that passed through several programs mix them: 0x82 is é in one, a low quotation mark in the other."""
    data = "très agréable, déjà pas mal\n".encode("cp1252") * 5 + "échangé, hélas, préféré\n".encode("cp850") * 3
    text, cleaned = read(data)
    assert "échangé, hélas, préféré" in text
    assert "très agréable" in text
    assert cleaned == {}
    assert surveyed(data).evidence["repaired"] == {"82": "é"}


def test_a_low_quotation_mark_before_a_word_is_no_dos_letter() -> None:
    data = "‚Wörter‘ und ‚Sätze‘ für alle\n".encode("cp1252") * 5
    assert surveyed(data).repairs == {}
    assert read(data)[0].startswith("‚Wörter‘")


def test_nul_bytes_are_left_out_and_counted() -> None:
    assert read(b"1,a\x00b\n2,ok\n") == ("1,ab\n2,ok\n", {"nul": 1})


def test_halves_of_surrogate_pairs_never_reach_a_text() -> None:
    """Some databases write an emoji as two three-byte halves; a lone half means nothing."""
    pair = "😀".encode("utf-16-le")
    halves = b"".join(
        chr(int.from_bytes(pair[at : at + 2], "little")).encode("utf-8", "surrogatepass") for at in (0, 2)
    )
    assert read("é à è\n".encode() * 3 + halves + b"!", 65536)[0].endswith("😀!")
    text, cleaned = read("é à è\n".encode() * 3 + halves[:3] + b"!", 65536)
    assert text.endswith(REPLACEMENT + "!")
    assert cleaned == {"surrogate": 1}


def test_a_foreign_alphabet_in_an_unknown_encoding_is_a_doubt() -> None:
    assert not surveyed("北京市朝陽區人民政府\n".encode("big5") * 20).evidence["sure"]


@given(st.binary(max_size=200), st.integers(1, 16))
def test_no_bytes_can_make_a_decoder_fail(data: bytes, chunk: int) -> None:
    text, _cleaned = read(data, chunk)
    assert "\0" not in text
    text.encode("utf-8")


@given(st.text(alphabet="aé€😀ș\n", max_size=60), st.integers(1, 9))
def test_utf8_is_read_back_whatever_the_chunks(text: str, chunk: int) -> None:
    assert read(text.encode(), chunk) == (text, {})


def test_the_choice_of_a_person_needs_no_knowledge_of_ours() -> None:
    decoder = Decoder("big5")
    assert decoder.decode("北京".encode("big5"), final=True) == "北京"
    assert codecs.lookup("big5").name == "big5"
