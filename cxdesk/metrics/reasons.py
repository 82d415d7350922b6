"""Why a value cannot be said, and what must be said beside it: codes that never change, and their texts."""

from __future__ import annotations

from collections.abc import Mapping

from cxdesk.system.i18n import N_

REASONS: Mapping[str, str] = {
    "no_rows": N_("There are no rows to compute this from."),
    "no_valid_answers": N_("Nobody gave an answer that can be used."),
    "zero_base": N_("There is nothing to divide by."),
    "nothing_due": N_("Nothing was due in this period."),
    "no_invitations": N_("Nobody was invited."),
    "infinite": N_("The value has no limit."),
    "too_few": N_("Too few answers to show a number."),
    "low_coverage": N_("Too many of its parts are missing."),
    "insufficient_data": N_("There are not enough data yet."),
    "immature": N_("The time to answer is not yet up."),
    "mixed_scales": N_("Answers on different scales cannot be averaged. Use the index from 0 to 100 instead."),
    "mixed_currency": N_("The amounts are in several currencies."),
    "missing_kind": N_("The data this needs have not been imported."),
    "missing_field": N_("A column this needs is missing."),
    "filter_not_applicable": N_("One of the filters cannot be applied here."),
    "refused_scale": N_("The scale of the answers does not suit this number."),
    "too_many": N_("The totals stand for more records than can be counted one by one."),
    "scale_change": N_("The scale changed in between."),
    "no_variation": N_("All answers are equal on both sides."),
    "full_count": N_("Everything was counted, so there is nothing to test."),
}

FLAGS: Mapping[str, str] = {
    "small_sample": N_("Small sample"),
    "partial": N_("The period is not complete yet"),
    "not_an_nps": N_("Not an NPS: the scale is not 0-10"),
    "no_zero_point": N_("The scale begins at 1, not at 0"),
    "no_variation": N_("All answers are equal"),
    "proxy": N_("Stand-in for the real figure"),
    "minority_scale": N_("Some answers are on another scale"),
    "scale_change": N_("The scale changed in between"),
    "capped": N_("Capped"),
    "literal_definition": N_("Computed literally as the source says"),
    "overridden": N_("Compared although the scale changed"),
}

EXCLUSIONS: Mapping[str, str] = {
    "archived": N_("Put aside"),
    "internal": N_("Test or internal"),
    "other_role": N_("Other question"),
    "filtered": N_("Filtered out"),
    "no_timestamp": N_("Without a date"),
    "future": N_("Dated in the future"),
    "outside_period": N_("Outside the period"),
    "other_segment": N_("Other segment"),
    "superseded": N_("Replaced by another answer of the same customer"),
    "same_response": N_("Further answers of the same response"),
    "other_scale": N_("On another scale"),
    "outside_base": N_("Not in the base"),
    "earlier_stage": N_("Did not get so far"),
    "not_in_base": N_("Not in the base"),
    "never_active": N_("Never ran"),
    "one_time": N_("Paid once, not again and again"),
    "trial": N_("On trial"),
    "other_currency": N_("In another currency"),
    "no_end": N_("Left on a day nobody wrote down"),
    "not_used": N_("Not read by this number"),
    "repeat": N_("Counted once already"),
    "bounced": N_("Not delivered"),
    "not_opened": N_("Not opened"),
    "immature": N_("Time to answer not yet up"),
    "unresolved": N_("Not resolved yet"),
    "no_count": N_("Stands for no number of records"),
}
