"""Which customers may be one, on what evidence, and what speaks against it."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxdesk.analysis.identity import signs, texts
from cxdesk.analysis.identity.profiles import Profile
from cxdesk.analysis.identity.suggesting import suggestions
from cxdesk.analysis.identity.wording import SIGNS, said, value_said
from cxdesk.domain.identity import Sign, Strength, Suggestion
from cxdesk.domain.text import fold
from cxdesk.system import i18n
from cxdesk.system.progress import Cancelled, Progress

FIRST = sorted(
    texts.listed(
        "Ana Ion Maria Elena Andrei Mihai Jean Marie Pierre Luc Sophie Claire John Mary Paul Anna Peter Susan George"
        " Irina Cristina Vlad Radu Ștefan Émile Zoé Léa Hugo Ioana Matei Alexandra Thomas Julie Nicolas Camille James"
        " Emma Oliver"
    )
)
LAST = sorted(
    texts.listed(
        "Popescu Ionescu Marin Dumitrescu Țăranu Rusu Dupont Martin Durand Lefèvre Moreau Petit Smith Jones Brown"
        " Taylor Wilson Évrard Bădescu Câmpeanu Olaru Nistor Garnier Faure Rousseau Blanc Walker Hall Young King Wright"
        " Lopez Hill Scott Green Adams Baker Vasile Duval Stan Mercier"
    )
)
DOMAINS = ("gmail.com", "yahoo.fr", "x.ro", "corp.com")
CITIES = ("Cluj", "Paris", "Lyon", "Iași", "London")
SURE, LIKELY, POSSIBLE = Strength.SURE, Strength.LIKELY, Strength.POSSIBLE


def known(reference: str, name: str = "", email: str = "", phone: str = "", city: str = "", **more: Any) -> Profile:
    """A customer that a file of customers lists; the file is another one for each, unless it is named."""
    more.setdefault("records", frozenset({hash(reference)}))
    given = {"names": name, "emails": email, "phones": phone, "cities": city}
    return Profile(reference, (reference,), **{key: (text,) for key, text in given.items() if text}, **more)


def seen(reference: str) -> Profile:
    """A customer of whom only the reference is known."""
    return Profile(reference, (reference,), rows=1)


def found(*profiles: Profile, apart: Collection[frozenset[str]] = ()) -> list[Suggestion]:
    return suggestions(profiles, apart)


def strength(*profiles: Profile) -> Strength | None:
    """How sure it is that two are one."""
    listed = found(*profiles)
    assert len(listed) <= 1
    return listed[0].strength if listed else None


def codes(listed: Sequence[Sign]) -> list[str]:
    return [sign.code for sign in listed]


# E-mails


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ana@x.ro", "ANA@X.RO", SURE),
        ("ana@x.ro", "Ana Popescu <Ana@x.ro>", SURE),
        ("ana@x.ro", "ana@x.ro.", SURE),
        ("ana.popescu@gmail.com", "anapopescu@googlemail.com", LIKELY),
        ("ana@x.ro", "ana+news@x.ro", LIKELY),
        ("ana.popescu@x.ro", "anapopescu@x.ro", None),  # dots mean something outside Gmail
        ("ana@x.ro", "ana@y.ro", None),
    ],
)
def test_e_mails(one: str, other: str, expected: Strength | None) -> None:
    assert strength(known("1", email=one), known("2", email=other)) is expected


def test_an_e_mail_that_is_the_reference_counts_like_any_other() -> None:
    (one,) = found(known("4711", "Ana Popescu", "Ana@x.ro"), seen("ana@x.ro"))
    assert (one.one, one.other, one.strength) == ("4711", "ana@x.ro", SURE)  # whoever has a record stays


def test_the_address_of_a_desk_proves_nothing() -> None:
    assert strength(known("1", email="info@acme.fr"), known("2", email="info@acme.fr")) is POSSIBLE


def test_one_mailbox_with_two_names_is_not_sure() -> None:
    (one,) = found(known("1", "Ana Popescu", "casa@x.ro"), known("2", "Ion Marin", "casa@x.ro"))
    assert one.strength is LIKELY
    assert codes(one.doubts) == ["other_name"]


# Names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Popescu", "POPESCU, Ana"),
        ("Țesături Iași S.R.L.", "SC Tesaturi Iasi SRL"),
        ("Müller & Söhne GmbH", "Muller Sohne"),
        ("Dr. Émile Zoë", "Emile ZOE"),
        ("Atelier Œuvre SARL", "atelier oeuvre"),
        ("Acme Tools Ltd.", "ACME TOOLS LIMITED"),
        ("Jean-Pierre Dupont", "Dupont Jean Pierre"),
    ],
)
def test_names_are_compared_without_case_accents_order_and_form_of_company(one: str, other: str) -> None:
    (suggested,) = found(known("1", one), known("2", other))
    assert codes(suggested.evidence) == ["same_name"]
    assert suggested.strength is POSSIBLE


def test_a_name_alone_is_never_more_than_possible_and_a_city_makes_it_likely() -> None:
    assert strength(known("1", "Ana Popescu"), known("2", "Ana Popescu")) is POSSIBLE
    assert strength(known("1", "Ana Popescu", city="Cluj"), known("2", "Ana Popescu", city="CLUJ")) is LIKELY


def test_two_people_of_one_name_are_left_alone_where_all_else_differs() -> None:
    one = known("1", "Jean Dupont", "jean@dupont.fr", city="Paris")
    assert strength(one, known("2", "Jean Dupont", "jd@autre.fr", city="Lyon")) is None
    (other,) = found(one, known("3", "Jean Dupont", "jd@autre.fr"))
    assert (other.strength, codes(other.doubts)) == (POSSIBLE, ["other_email"])


def test_two_of_one_name_in_one_list_of_customers_are_rather_two() -> None:
    both = frozenset({1})
    (one,) = found(known("1", "Ana Popescu", records=both), known("2", "Ana Popescu", records=both))
    assert (one.strength, codes(one.doubts)) == (POSSIBLE, ["same_file"])


def test_one_misspelled_letter_is_possible_two_are_not() -> None:
    assert strength(known("1", "Ana Popescu"), known("2", "Ana Popesco")) is POSSIBLE
    assert strength(known("1", "Ana Popescu"), known("2", "Ana Popecsu")) is POSSIBLE
    assert strength(known("1", "Ana Popescu"), known("2", "Ana Popascou")) is None
    assert strength(known("1", "Ana Pop"), known("2", "Ana Pos")) is None  # short words differ by more than a slip


def test_an_e_mail_may_spell_a_name() -> None:
    (one,) = found(known("1", "Ana Popescu"), seen("popescu.ana77@y.fr"))
    assert codes(one.evidence) == ["name_in_email"]
    assert one.strength is POSSIBLE


# Ids and telephone numbers


def test_ids_with_zeros_in_front_are_two_until_somebody_says_otherwise() -> None:
    (one,) = found(seen("0042"), seen("42"))
    assert (one.strength, codes(one.evidence)) == (POSSIBLE, ["zeros"])
    assert strength(seen("42"), seen("420")) is None
    assert strength(seen("C-00001-1"), seen("C-00011")) is None  # the first person of customer 1, and customer 11


def test_ids_that_differ_by_case_or_marks_only() -> None:
    (one,) = found(seen("C-12"), seen("c 12"))
    assert (one.strength, codes(one.evidence)) == (LIKELY, ["same_id"])
    for mark in "#/._":
        (one,) = found(seen(f"C{mark}12"), seen("C12"))
        assert codes(one.evidence) == ["same_id"], mark


def test_a_telephone_number_however_it_is_written() -> None:
    one, other = known("1", phone="+40 722 123 456"), known("2", phone="0722.123.456")
    assert strength(one, other) is LIKELY
    named = known("3", "Ana Popescu", phone="+40 722 123 456"), known("4", "Ana Popescu", phone="0722.123.456")
    assert strength(*named) is SURE
    assert strength(known("5", phone="112"), known("6", phone="112")) is None
    for foreign in ("+44 (0)20 7946 0958", "0044 20 7946 0958", "442079460958"):
        assert strength(known("7", phone="020 7946 0958"), known("8", phone=foreign)) is LIKELY


def test_numbers_with_another_area_code_are_two() -> None:
    one, other = known("1", "Ana Popescu", phone="(212) 555-0100"), known("2", "Ana Popescu", phone="312-555-0100")
    (pair,) = found(one, other)
    assert (codes(pair.evidence), codes(pair.doubts)) == (["same_name"], ["other_phone"])


# What is left out


def test_those_kept_apart_are_not_suggested() -> None:
    pair = known("1", email="ana@x.ro"), known("2", email="ana@x.ro")
    assert found(*pair, apart={frozenset(("1", "2"))}) == []
    assert len(found(*pair, apart={frozenset(("1", "3"))})) == 1


def test_whoever_belongs_to_another_is_not_that_other() -> None:
    company, person = known("acme", "Acme Tools"), known("1", "Acme Tools", parents=frozenset({"acme"}))
    assert found(company, person) == []


def test_a_company_is_not_the_person_who_writes_for_it() -> None:
    company = known("acme", "Acme Tools", "ana@acme.fr", levels=frozenset({"account"}))
    person = known("1", "Ana Popescu", "ana@acme.fr", levels=frozenset({"person"}))
    assert codes(list(signs.doubts(company, person))) == ["other_name", "other_level"]
    assert found(company, person) == []


def test_what_many_share_is_no_clue() -> None:
    assert found(*(known(str(number), email="client@shop.fr") for number in range(50))) == []


def test_of_several_that_are_one_each_is_suggested_with_the_one_that_stays() -> None:
    listed = found(known("7", "Ana Popescu", "ana@x.ro"), seen("ana@x.ro"), seen("ANA@x.ro"))
    assert {(one.one, one.other) for one in listed} == {("7", "ana@x.ro"), ("7", "ANA@x.ro")}


def test_the_strongest_come_first() -> None:
    listed = found(
        known("1", "Ana Popescu"), known("2", "Ana Popescu"), known("3", email="a@x.ro"), known("4", email="A@x.ro")
    )
    assert [one.strength for one in listed] == [SURE, POSSIBLE]


def test_every_sign_has_words_and_points() -> None:
    assert set(SIGNS) == set(signs.FOR) | set(signs.AGAINST)
    assert said(Sign("same_name", "Ana", "Ana")) == "Same name: Ana"
    assert said(Sign("other_city", "Paris", "Lyon")) == "Different cities: Paris and Lyon"


def test_days_and_times_are_said_in_the_person_s_form() -> None:
    i18n.use("fr")
    assert value_said("created_at", "2024-03-01") == "1 mars 2024"
    assert value_said("internal", "yes") == "oui"
    assert value_said("name", "no") == "no"
    assert "1 mars 2024" in said(Sign("same_minute", "2024-03-01 10:15"))


def test_it_stops_when_asked() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        suggestions([seen(f"{number}@x.ro") for number in range(5)], (), progress)


@given(st.text(max_size=12), st.text(max_size=12))
def test_one_letter_apart_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert texts.nearly(one, other) == texts.nearly(other, one)


@given(st.text(min_size=1, max_size=12), st.integers(0, 11), st.sampled_from("xyz"))
def test_a_letter_more_or_less_or_another_is_one_apart(word: str, place: int, letter: str) -> None:
    place %= len(word)
    assert texts.nearly(word, word[:place] + letter + word[place:])
    assert texts.nearly(word, word[:place] + word[place + 1 :])
    assert texts.nearly(word, word[:place] + letter + word[place + 1 :]) == (word[place] != letter)


@given(st.text(max_size=30))
def test_any_text_can_be_compared_and_nobody_is_taken_for_another_self(text: str) -> None:
    given_ = [known("1", text, text, text, text), known("2", text, text, text, text), seen(f"3{text}")]
    listed = found(*given_)
    assert all(one.one != one.other for one in listed)
    assert len({frozenset((one.one, one.other)) for one in listed}) == len(listed)


def test_of_many_people_in_three_files_what_is_sure_is_right_and_hardly_anybody_is_missed() -> None:
    """3,000 people with 1,600 names: a list of customers, a shop with other ids and misspelled names, a survey by
    e-mail. Truth is known: nothing sure is wrong, three of four likely ones are right, three of four people who stand
    in several files are put together whole: the others share nothing but a name that many bear.
    """
    profiles, truth = crowd(random.Random(7), 3000)
    right: Counter[Strength] = Counter()
    wrong: Counter[Strength] = Counter()
    linked: dict[int, set[str]] = {}
    for one in suggestions(profiles):
        if truth[one.one] == truth[one.other]:
            right[one.strength] += 1
            linked.setdefault(truth[one.one], set()).update((one.one, one.other))
        else:
            wrong[one.strength] += 1
    often = Counter(truth.values())
    several = [person for person, times in often.items() if times > 1]
    whole = [person for person in several if len(linked.get(person, ())) == often[person]]
    assert wrong[SURE] == 0
    assert right[SURE] > 1500
    assert wrong[LIKELY] / (right[LIKELY] + wrong[LIKELY]) < 0.25
    assert wrong[POSSIBLE] < len(several) / 3
    assert len(whole) / len(several) > 0.75


def crowd(chance: random.Random, n: int) -> tuple[list[Profile], dict[str, int]]:
    """Profiles of `n` people, and who each reference is."""
    profiles, truth = [], {}
    for person in range(n):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        mail = f"{name.replace(' ', '.')}{chance.randint(1, 9999)}@{chance.choice(DOMAINS)}".lower()
        number, city = f"07{chance.randint(10**7, 10**8 - 1)}", chance.choice(CITIES)
        own = [known(f"C{person:05d}", name, mail if chance.random() < 0.8 else "", "", city, records=frozenset({1}))]
        if chance.random() < 0.5:
            other = mail.upper() if chance.random() < 0.6 else f"{name[-5:]}{person}@other.com".lower()
            given = "+4" + number if chance.random() < 0.4 else ""
            own[0].phones = (number,) if chance.random() < 0.5 else ()
            shop = misspelled(chance, name), other, given, city
            own.append(known(str(90_000 + person), *shop, records=frozenset({2})))
        if chance.random() < 0.4:
            own.append(seen(mail.replace("@", "+nps@") if chance.random() < 0.1 else mail))
        profiles += own
        truth |= {one.customer: person for one in own}
    return profiles, truth


def misspelled(chance: random.Random, name: str) -> str:
    """The name as somebody else would write it."""
    first, last = name.split(" ", 1)
    at = chance.randrange(len(last))
    return chance.choice(
        [
            name,
            f"{last} {first}",
            name.upper(),
            fold(name),
            f"{first} {last[:at]}{chance.choice('aeiost')}{last[at + 1 :]}",
        ]
    )


@pytest.mark.slow
def test_ten_thousand_customers_take_no_more_than_a_second_or_two() -> None:
    """A tenth of the 100,000 that should take seconds; the time grows with their number, not with its square."""
    chance = random.Random(4)
    syllables = sorted(
        texts.listed("po pe scu mar tin du pont ru sso ga vri bal can le fe vre mo reau si mon lau rent ki ne ta sa")
    )
    names = ["".join(chance.choices(syllables, k=3)).title() for _each in range(4000)]
    profiles = []
    for number in range(5000):
        name = f"{chance.choice(names)} {chance.choice(names)}"
        mail = f"{name.lower().replace(' ', '.')}{number}@x.ro"
        profiles += [known(str(10_000 + number), name, mail, records=frozenset({1})), seen(mail.upper())]
    begun = time.process_time()
    listed = suggestions(profiles)
    assert time.process_time() - begun < 2.5
    assert sum(one.strength is SURE for one in listed) == 5000
