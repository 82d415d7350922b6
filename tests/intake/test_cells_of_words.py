"""Yes and no, and the words of closed vocabularies, in English, French and Romanian."""

from __future__ import annotations

import pytest

from cxdesk.domain.kinds import kind
from cxdesk.intake.batch import NOT_YES_NO
from cxdesk.intake.blocks import Cell
from cxdesk.intake.cells_of_words import BoolReader, WordReader
from cxdesk.intake.mapping import ColumnUse


def yes_no(*cells: Cell) -> list[int | None]:
    return BoolReader(ColumnUse(0, "Flag", "internal")).values(list(cells))


def word(kind_name: str, field: str, cell: Cell, labels: dict[str, str] | None = None) -> str | None:
    use = ColumnUse(0, field, field, labels=labels or {})
    (found,) = WordReader(use, kind(kind_name).field(field)).values([cell])
    return found if found is None else str(found)


class TestYesAndNo:
    @pytest.mark.parametrize(
        "cell", ["yes", "Oui", "DA", "true", "Vrai", "adevărat", "1", "x", "✓", "✔", "on", 1.0, True]
    )
    def test_yes(self, cell: Cell) -> None:
        assert yes_no(cell) == [1]

    @pytest.mark.parametrize("cell", ["no", "Non", "NU", "false", "Faux", "fals", "0", "✗", "off", 0.0, False])
    def test_no(self, cell: Cell) -> None:
        assert yes_no(cell) == [0]

    @pytest.mark.parametrize("cell", ["", "N/A", "-", None])
    def test_nothing(self, cell: Cell) -> None:
        assert yes_no(cell) == [None]

    def test_anything_else_is_refused(self) -> None:
        assert BoolReader(ColumnUse(0, "Flag", "internal")).code("perhaps") == NOT_YES_NO

    @pytest.mark.parametrize(
        ("cell", "met"), [("Within SLA", 1), ("SLA Violated", 0), ("Hors délai", 0), ("În termen", 1)]
    )
    def test_a_field_may_have_words_of_its_own(self, cell: str, met: int) -> None:
        reader = BoolReader(ColumnUse(0, "Resolution status", "sla_met"), kind("ticket").field("sla_met"))
        assert reader.values([cell]) == [met]


class TestVocabularies:
    @pytest.mark.parametrize(
        ("kind_name", "field", "cell", "value"),
        [
            ("subscription", "interval", "Monthly", "month"),
            ("subscription", "interval", "Annuel", "year"),
            ("subscription", "interval", "lunar", "month"),
            ("subscription", "interval", "one-time", "one_time"),
            ("subscription", "status", "past_due", "past_due"),
            ("subscription", "status", "Résilié", "cancelled"),
            ("subscription", "currency", "€", "EUR"),
            ("subscription", "currency", "usd", "USD"),
            ("contract", "outcome", "Closed Won", "renewed"),
            ("contract", "outcome", "non renouvelé", "lost"),
            ("contract", "outcome", "reînnoit", "renewed"),
            ("deal", "kind", "Cross-sell", "cross_sell"),
            ("deal", "kind", "vente incitative", "upsell"),
            ("deal", "outcome", "TRUE", "won"),
            ("deal", "outcome", "Câștigat", "won"),
            ("cost", "category", "Marketing", "acquisition"),
            ("cost", "category", "service client", "service"),
            ("cost", "category", "vânzări", "acquisition"),
            ("journey_event", "stage", "Prise de conscience", "awareness"),
            ("journey_event", "stage", "decizie", "decision"),
            ("journey_event", "kind", "réclamation", "complaint"),
            ("ticket_event", "kind", "Public comment", "agent_public"),
            ("ticket_event", "kind", "note interne", "agent_private"),
            ("community_event", "kind", "liked", "reaction"),
            ("campaign_touch", "kind", "Opened", "open"),
            ("campaign_touch", "arm", "Holdout", "control"),
            ("campaign_touch", "arm", "témoin", "control"),
            ("business_review", "kind", "QBR", "qbr"),
            ("cart", "state", "Abandonné", "abandoned"),
            ("contact", "channel", "Telefon", "phone"),
            ("contact", "channel", "self-service", "self_service"),
            ("order", "status", "partially_refunded", "partly_refunded"),
            ("customer", "level", "Société", "account"),
        ],
    )
    def test_a_known_word_becomes_our_value(self, kind_name: str, field: str, cell: str, value: str) -> None:
        assert word(kind_name, field, cell) == value

    def test_an_unknown_word_stays_as_written_and_is_counted(self) -> None:
        reader = WordReader(ColumnUse(0, "Category", "category"), kind("cost").field("category"))
        cells = ["Marketing", "Canapés", "", "N/A", "Canapés"]
        assert reader.values(cells) == ["acquisition", "Canapés", None, None, "Canapés"]
        assert reader.unknown(cells) == 2

    def test_the_persons_own_translation_goes_first(self) -> None:
        assert word("cost", "category", "Marketing", {"Marketing": "retention"}) == "retention"
