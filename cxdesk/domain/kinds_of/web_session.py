"""Visits to the site: one row per visit, or one row of totals for many (Google Analytics, Matomo).

A row stands for `sessions` visits (1 when empty) of `visitors` people. `duration` is that of one visit, or their mean;
`duration_total` their sum, which goes before. `converted` speaks of one visit, `conversions` of how many.
"""

from dataclasses import replace

from cxdesk.domain.kinds import Field, Kind, Type, named
from cxdesk.domain.recurring_fields import (
    CAMPAIGN,
    COUNTRY,
    CURRENCY,
    CUSTOMER,
    INTERNAL,
    LANGUAGE,
    PERSON,
    PLATFORM,
    VISITOR,
)
from cxdesk.system.i18n import N_

WEB_SESSION = Kind(
    name="web_session",
    title=N_("Web visit"),
    plural=N_("Web visits"),
    meaning=N_("A visit to the site, or the totals of many."),
    position=80,
    key=("session",),
    at="started_at",
    telling=(
        ("sessions", "visitors", "duration", "duration_total", "engaged", "pageviews", "bounce_rate", "converted"),
        ("sessions", "pageviews", "bounce_rate", "source", "medium", "landing_page", "new_visitor", "visitors", "bot"),
    ),
    fields=(
        Field(
            "session",
            Type.REF,
            N_("Session id"),
            ref="web_session",
            synonyms=named(
                en="session id | visit id | ga session id | id | sid",
                fr="id session | id de visite",
                ro="id sesiune | id vizită",
            ),
        ),
        VISITOR,
        CUSTOMER,
        PERSON,
        Field(
            "started_at",
            Type.INSTANT,
            N_("Began at"),
            synonyms=named(
                en="session start | started at | start time | visit start | date | day | timestamp | visit time"
                " | first action time | date hour | server time",
                fr="début de session | début | date | jour | début de la visite",
                ro="început sesiune | început | data | zi | începutul vizitei",
            ),
        ),
        Field(
            "ended_at",
            Type.INSTANT,
            N_("Ended at"),
            synonyms=named(
                en="session end | end time | visit end | last action time | last event",
                fr="fin de session | fin | fin de la visite",
                ro="sfârșit sesiune | sfârșit | sfârșitul vizitei",
            ),
        ),
        Field(
            "duration",
            Type.DURATION,
            N_("Length of the visit"),
            N_("Of one visit, or the mean of those the row stands for."),
            synonyms=named(
                en="session duration | visit duration | average session duration | avg session duration | duration"
                " | avg visit duration"
                " | time on site | avg time on site | visit length | average visit duration",
                fr="durée de la session | durée de la visite | durée moyenne des sessions | durée | temps sur le site"
                " | temps moyen sur le site | durée moy. d'une visite | durée moyenne d'une visite"
                " | durée moyenne de visite | durée moyenne des visites | durée moy. des visites"
                " | temps moyen par visite",
                ro="durata sesiunii | durata vizitei | durata medie a sesiunii | durată | timp pe site"
                " | durata medie a vizitei",
            ),
        ),
        Field(
            "duration_total",
            Type.DURATION,
            N_("Length of all visits"),
            synonyms=named(
                en="total time on site | total time spent by visitors | sum visit length"
                " | total session duration | user engagement duration"
                " | total duration",
                fr="durée totale | durée totale des visites | temps total passé",
                ro="durată totală | durata totală a vizitelor",
            ),
        ),
        Field(
            "engaged",
            Type.DURATION,
            N_("Engaged time"),
            synonyms=named(
                en="engaged time | engagement time | average engagement time | average engagement time per session"
                " | active time",
                fr="durée d'engagement | durée d'engagement moyenne | temps actif",
                ro="timp de implicare | durata medie de implicare | timp activ",
            ),
        ),
        Field(
            "pageviews",
            Type.NUMBER,
            N_("Pages seen"),
            synonyms=named(
                en="page views | views | pages | pages viewed | nb actions | actions | hits | screens | page count"
                " | views per session",
                fr="pages vues | vues | pages | actions",
                ro="pagini vizualizate | vizualizări | pagini | acțiuni",
            ),
        ),
        Field(
            "source",
            Type.LABEL,
            N_("Source"),
            synonyms=named(
                en="session source | traffic source | utm source | first user source | traffic type | source medium"
                " | session source medium",
                fr="source de trafic | source de la session | provenance",
                ro="sursă | sursa de trafic | proveniență",
            ),
        ),
        Field(
            "medium",
            Type.LABEL,
            N_("Medium"),
            synonyms=named(
                en="session medium | utm medium | channel | channel group | default channel group"
                " | session default channel group | referrer type | channel type | first user medium",
                fr="support | canal | groupe de canaux | type de canal",
                ro="mediu | canal | grup de canale | tip de canal",
            ),
        ),
        replace(
            CAMPAIGN,
            synonyms=named(
                en="campaign name | campaign id | utm campaign | session campaign",
                fr="campagne | nom de la campagne",
                ro="campanie | nume campanie",
            ),
        ),
        Field(
            "referrer",
            Type.LABEL,
            N_("Referrer"),
            synonyms=named(
                en="referring site | referer | referrer url | page referrer | referrer name",
                fr="site référent | référent",
                ro="site de referință | trimitere",
            ),
        ),
        Field(
            "landing_page",
            Type.LABEL,
            N_("First page"),
            synonyms=named(
                en="landing page | entry page | page path | landing screen | page | page title | entry url",
                fr="page d'entrée | page de destination | page",
                ro="pagină de intrare | pagină de destinație | pagină",
            ),
        ),
        PLATFORM,
        Field(
            "browser",
            Type.LABEL,
            N_("Browser"),
            synonyms=named(en="browser name | user agent", fr="navigateur", ro="browser web"),
        ),
        COUNTRY,
        LANGUAGE,
        Field(
            "bot",
            Type.BOOL,
            N_("Bot"),
            synonyms=named(en="is bot | crawler | robot", fr="robot", ro="robot web"),
        ),
        Field(
            "new_visitor",
            Type.BOOL,
            N_("First visit"),
            synonyms=named(
                en="new visitor | is new | first visit | is new visitor",
                fr="nouveau visiteur | première visite",
                ro="vizitator nou | prima vizită",
            ),
        ),
        Field(
            "goal",
            Type.LABEL,
            N_("Goal"),
            synonyms=named(
                en="goal name | conversion name | key event", fr="objectif | nom de l'objectif", ro="obiectiv"
            ),
        ),
        Field(
            "converted",
            Type.BOOL,
            N_("Reached the goal"),
            synonyms=named(
                en="is converted | conversion | goal completed | purchased | revenue",
                fr="converti | objectif atteint",
                ro="convertit | obiectiv atins",
            ),
        ),
        Field(
            "sessions",
            Type.NUMBER,
            N_("How many visits"),
            N_("How many visits the row stands for, in a file of totals; 1 when empty."),
            synonyms=named(
                en="visits | nb visits | number of sessions | session count | count",
                fr="visites | nombre de sessions | nombre de visites",
                ro="vizite | sesiuni | număr de sesiuni | număr de vizite",
            ),
        ),
        Field(
            "visitors",
            Type.NUMBER,
            N_("How many visitors"),
            synonyms=named(
                en="users | total users | active users | unique visitors | nb uniq visitors | nb users",
                fr="visiteurs | utilisateurs | visiteurs uniques | utilisateurs actifs",
                ro="vizitatori | utilizatori | vizitatori unici | utilizatori activi",
            ),
        ),
        Field(
            "new_visitors",
            Type.NUMBER,
            N_("How many first visits"),
            synonyms=named(
                en="new users | new visitors count | first time visitors",
                fr="nouveaux utilisateurs | nouveaux visiteurs",
                ro="utilizatori noi | vizitatori noi",
            ),
        ),
        Field(
            "conversions",
            Type.NUMBER,
            N_("How many reached the goal"),
            synonyms=named(
                en="key events | goal completions | nb conversions | nb visits converted | visits with conversions"
                " | goals | purchases"
                " | transactions",
                fr="conversions totales | objectifs atteints | événements clés",
                ro="conversii | obiective atinse | evenimente cheie",
            ),
        ),
        Field(
            "bounces",
            Type.NUMBER,
            N_("How many left at once"),
            synonyms=named(en="bounce count", fr="rebonds | nombre de rebonds", ro="respingeri"),
        ),
        Field(
            "bounce_rate",
            Type.NUMBER,
            N_("Bounce rate"),
            synonyms=named(en="bouncerate | bounce rates", fr="taux de rebond", ro="rata de respingere"),
        ),
        Field(
            "value",
            Type.MONEY,
            N_("Revenue"),
            synonyms=named(
                en="total revenue | purchase revenue | session value | goal value",
                fr="revenu | revenu total | chiffre d'affaires",
                ro="venit | venituri totale | valoare",
            ),
        ),
        CURRENCY,
        INTERNAL,
    ),
)
