"""What the rules of themes find: word forms in three languages, phrases, beginnings, exclusions; and keeping up."""

from __future__ import annotations

import time

import numpy as np
import pytest

from cxdesk.domain.start_themes import START
from cxdesk.domain.themes import ANY, Axis, Rules, Theme
from cxdesk.store import batches, search_index, theme_hits, themes
from cxdesk.store.theme_hits import all_hits, hits_in, rule_hits
from tests.benchmarks.data import comments as generated
from tests.store.builders import Desk, answer


def finds(words: str | tuple[str, ...], text: str, language: str = ANY, but: tuple[str, ...] = ()) -> bool:
    wanted = (words,) if isinstance(words, str) else words
    return bool(len(all_hits(hits_in([(1, text)], Rules({language: wanted}, {ANY: but})))))


@pytest.mark.parametrize(
    ("word", "language", "texts"),
    [
        ("delivery", "en", ["Delivery was late", "two deliveries", "DELIVERY!"]),
        ("wait", "en", ["I waited", "still waiting", "a long wait"]),
        ("price", "en", ["prices went up", "The pricing", "price"]),
        ("livré", "fr", ["livrée en retard", "commandes livrées", "Livré", "livrer"]),
        ("facture", "fr", ["vos factures", "la facturation", "Facturé deux fois"]),
        ("remboursement", "fr", ["jamais remboursé", "les remboursements", "rembourser"]),
        ("scump", "ro", ["prea scumpă", "scumpe", "SCUMP"]),
        ("factură", "ro", ["facturile greșite", "factura", "facturi"]),
        ("angajat", "ro", ["angajații", "un angajat"]),
        ("așteptat", "ro", ["am așteptat mult", "am aşteptat", "asteptat"]),
    ],
)
def test_a_word_stands_for_its_forms(word: str, language: str, texts: list[str]) -> None:
    for text in texts:
        assert finds(word, text, language), text
        assert finds(word, text), text  # a word of no language in particular has the forms of each


@pytest.mark.parametrize(
    ("word", "text"),
    [("price", "priceless"), ("cher", "je cherche"), ("site", "situation"), ("late", "plate"), ("cost", "costume")],
)
def test_and_not_for_words_that_only_begin_like_it(word: str, text: str) -> None:
    assert not finds(word, text, "fr" if word == "cher" else "en")


def test_a_star_asks_for_the_beginning_and_quotes_for_the_very_word() -> None:
    assert finds("price*", "priceless")
    assert finds("app up*", "since the app update")
    assert not finds('"prices"', "the price")
    assert not finds("=prices", "the price")
    assert finds("=prices", "The PRICES")


def test_phrases_stand_together_in_any_form() -> None:
    assert finds("customer service", "Your customers' services are slow", "en")
    assert not finds("customer service", "service for every customer", "en")
    assert finds("service client", "les services clients", "fr")
    assert finds("mode d'emploi", "Le mode d’emploi manque", "fr")
    assert finds("hors de prix", "HORS DE PRIX", "fr")


def test_diacritics_and_old_letters_do_not_matter() -> None:
    assert finds("întârziere", "intarziere mare", "ro")
    assert finds("înlocuit", "ÎNLOCUIT", "ro")
    assert finds("cœur", "au coeur", "fr")
    assert finds("coeur", "au cœur", "fr")
    assert finds("Straße", "strasse")


def test_excluded_words_leave_a_comment_out_in_whatever_language_it_was_found() -> None:
    assert not finds("wait", "Can't wait for the next one", "en", ("can't wait",))
    assert finds("wait", "I had to wait", "en", ("can't wait",))


def test_nothing_typed_can_break_the_question_to_the_index() -> None:
    for odd in ("AND", "NEAR(a b)", "a-b", "comment:x", '"a" OR', "x*y*", "^a", "é*"):
        assert isinstance(finds(odd, "a plain text"), bool)


CASES = {
    "price": ("Way too expensive", "C’est devenu cher", "Prețul a crescut"),
    "delivery": ("The parcel never came", "Colis jamais livré", "Livrarea a fost rapidă"),
    "waiting": ("Waited three weeks", "Trop d’attente", "Am așteptat o oră la coadă"),
    "staff": ("Such friendly people", "Vendeuse très aimable", "Angajați politicoși"),
    "quality": ("It arrived broken", "Le pied est fendu", "Produs stricat după o zi"),
    "packaging": ("The box was crushed", "Emballage trop fin", "Ambalajul era rupt"),
    "ease": ("So easy to set up", "Montage compliqué", "Foarte simplu de folosit"),
    "website": ("The app crashes", "Je n’arrive pas sur votre site", "Aplicația se închide"),
    "billing": ("Billed twice", "Deux prélèvements ce mois", "Factura este greșită"),
    "refunds": ("Still no refund", "Remboursement refusé", "Vreau banii înapoi"),
    "communication": ("Nobody answered my email", "Aucune réponse", "Niciun răspuns la e-mail"),
    "availability": ("Always out of stock", "Horaires trop courts", "Magazinul era închis"),
    "support": ("Customer service helped", "Le SAV est nul", "Serviciul clienți nu ajută"),
    "choice": ("Great selection", "Peu de choix", "Gamă variată"),
    "instructions": ("No manual in it", "Notice absente", "Instrucțiuni neclare"),
}


@pytest.mark.parametrize("code", CASES)
def test_the_delivered_themes_find_what_people_write_in_three_languages(code: str) -> None:
    (theme,) = [one for one in START if one.axis == Axis.THEME and one.key == code]
    texts = list(enumerate(CASES[code], 1))
    assert all_hits(hits_in(texts, theme.rules)).tolist() == [1, 2, 3]


def test_every_delivered_word_is_found_where_it_stands_as_it_is_written() -> None:
    for theme in START:
        for language, words in theme.rules.words.items():
            texts = [(number, word.strip('"=*')) for number, word in enumerate(words, 1)]
            hits = hits_in(texts, Rules({language: words}))
            assert len(hits[language]) == len(words), (theme.key, language)


def test_delivered_themes_leave_plain_praise_alone() -> None:
    plain = ["Merci beaucoup", "Thank you", "Mulțumesc frumos", "Everything was fine", "Tout va bien", "Totul e bine"]
    for theme in START:
        if theme.axis == Axis.THEME:
            assert not len(all_hits(hits_in(list(enumerate(plain)), theme.rules))), theme.key


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("waiting", "I could not open the file"),
        ("waiting", "Un cadeau pour mon fils"),
        ("waiting", "I use it every week"),
        ("support", "We moved to the standard plan"),
        ("availability", "The program crashes"),
        ("website", "Les plantes sont arrivées fanées"),
        ("not_working", "Les plantes sont belles"),
        ("refunds", "J’aimerais avoir une réponse"),
        ("staff", "What kind of shop is this?"),
        ("instructions", "I did not notice any change"),
        ("price", "They promote it everywhere"),
    ],
)
def test_delivered_words_are_not_taken_for_others_that_only_look_like_them(code: str, text: str) -> None:
    (theme,) = [one for one in START if one.key == code]
    assert not len(all_hits(hits_in([(1, text)], theme.rules)))


def test_hate_is_not_haste() -> None:
    (theme,) = [one for one in START if one.key == "waiting"]
    texts = [(1, "I hate waiting on hold"), (2, "J’ai hâte de recevoir mon colis, vivement la fin de l’attente")]
    assert all_hits(hits_in(texts, theme.rules)).tolist() == [1]


# Keeping up with imports

LATE = Theme(Axis.THEME, "Late", Rules({"en": ("late",)}), id=90)


def hits(desk: Desk) -> list[int]:
    with desk.database.reader() as connection:
        return rule_hits(connection, [LATE], desk.database.theme_hits)[90]["en"].tolist()


def test_new_rows_are_added_changed_ones_looked_at_again_and_rows_taken_back_forgotten(desk: Desk) -> None:
    desk.put("answer", [answer("a", 1.0, "late"), answer("b", 1.0, "early")])
    assert hits(desk) == [1]
    desk.put("answer", [answer("c", 1.0, "too late")])
    assert hits(desk) == [1, 3]
    desk.put("answer", [answer("b", 1.0, "late as well"), answer("a", 1.0, "on time")])
    assert hits(desk) == [2, 3]
    batches.undo(desk.database, 3)
    assert hits(desk) == [1, 3]


def test_only_new_rows_are_asked_for_after_an_import(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("answer", [answer("a", 1.0, "late")])
    hits(desk)
    asked: list[int] = []
    whole = theme_hits._matching

    def watched(index: object, words: object, language: str, after: int) -> np.ndarray:
        asked.append(after)
        return whole(index, words, language, after)  # type: ignore[arg-type]

    monkeypatch.setattr(theme_hits, "_matching", watched)
    hits(desk)
    assert asked == []
    desk.put("answer", [answer("b", 1.0, "late")])
    assert hits(desk) == [1, 2]
    assert asked == [1]


def test_a_rule_that_changed_is_asked_anew(desk: Desk) -> None:
    desk.put("answer", [answer("a", 1.0, "late"), answer("b", 1.0, "slow")])
    known = desk.database.theme_hits
    with desk.database.reader() as connection:
        changed = Theme(Axis.THEME, "Late", LATE.rules.with_words("en", ["slow"]), id=90)
        for theme, found in ((LATE, [1]), (changed, [1, 2]), (LATE, [1])):
            assert rule_hits(connection, [theme], known)[90]["en"].tolist() == found


def test_comments_that_are_not_indexed_yet_are_found_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "INDEX_AT_ONCE", 3)
    monkeypatch.setattr(theme_hits, "_PIECE", 4)
    desk.put("answer", [answer("a", 1.0, "late")])
    desk.put("answer", [answer(f"r{n}", 1.0, "late, cœur" if n % 3 else "fine") for n in range(12)])
    assert search_index.search_progress(desk.database)[0] < 13
    wanted = [1, *(n + 2 for n in range(12) if n % 3)]
    assert hits(desk) == wanted
    search_index.index_waiting(desk.database)
    assert hits(desk) == wanted
    desk.database.theme_hits.themes.clear()
    assert hits(desk) == wanted


def test_sixty_thousand_comments_are_tagged_in_a_moment(desk: Desk) -> None:
    texts = generated(np.random.default_rng(5), 60_000)
    desk.put("answer", [answer(f"r{n}", 1.0, text) for n, text in enumerate(texts)])
    search_index.index_waiting(desk.database)
    with desk.database.reader() as connection:
        before = time.process_time()
        found = rule_hits(connection, themes.themes_of(connection), desk.database.theme_hits)
        assert time.process_time() - before < 3
    assert sum(len(all_hits(one)) for one in found.values()) > 0
