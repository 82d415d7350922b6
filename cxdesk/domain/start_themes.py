"""The themes that a new workspace begins with: words in three languages, there to be read and changed.

Only words that speak of their theme in nearly every comment stand here. Diacritics and case do not matter; each
word stands for its inflections, so one form is enough; where a stem would catch too much, the word is in quotes.
"""

from __future__ import annotations

from cxdesk.domain.text import fold
from cxdesk.domain.themes import Axis, Rules, Theme
from cxdesk.system.i18n import N_


def _theme(axis: Axis, key: str, title: str, *, en: str = "", fr: str = "", ro: str = "", but: str = "") -> Theme:
    """`but` are words of whatever language that exclude a comment."""
    words = {language: _listed(text) for language, text in (("en", en), ("fr", fr), ("ro", ro)) if text}
    return Theme(axis, title, Rules(words, {"": _listed(but)} if but else {}), key)


def _listed(text: str) -> tuple[str, ...]:
    return tuple({fold(part): part.strip() for part in reversed(text.split("|")) if part.strip()}.values())[::-1]


_THEMES = (
    _theme(
        Axis.THEME,
        "price",
        N_("Price"),
        en="price | pricing | pricey | expensive | overpriced | cheap | cost | costly | costs too much | afford |"
        " affordable | value for money | discount",
        fr='"prix" | tarif | cher | chère | coûteux | coûte | coûtent | hors de prix | bon marché | abordable |'
        ' rapport qualité prix | remise | réduction | "promotion" | "promotions" | promo',
        ro="prețul | prețuri | prețurile | preț mare | preț mic | preț bun | bun preț | scump | ieftin | costă | cost |"
        " costisitor | tarif | reducere | raport calitate preț",
    ),
    _theme(
        Axis.THEME,
        "delivery",
        N_("Delivery"),
        en="delivery | delivered | deliver | shipping | shipment | shipped | courier | parcel | driver",
        fr='livraison | livrer | livré | livreur | colis | expédition | expédié | transporteur | "point relais"',
        ro="livrare | livrări | livrat | livrată | livrarea | curier | colet | expediere | expediat | transport",
    ),
    _theme(
        Axis.THEME,
        "waiting",
        N_("Waiting time"),
        en='wait | waited | waiting | queue | on hold | delay | delayed | "late" | slow to answer | took ages |'
        " took too long | too long | took weeks | weeks to | after weeks",
        fr="attente | attendre | attendu | attends | faire la queue | patienter | retard | en retard | délai |"
        ' "trop long" | trop longtemps | lenteur',
        ro="așteptare | așteptat | aștept | așteptăm | coadă | întârziere | întârziat | întârzie | durează mult |"
        " durat prea mult | prea mult timp",
        but="can't wait | cannot wait | ai hâte | hâte de",
    ),
    _theme(
        Axis.THEME,
        "staff",
        N_("Staff and friendliness"),
        en="staff | employee | friendly | friendliness | rude | polite | impolite | very kind | so kind |"
        " kind and | courteous | welcoming | attitude | smile | adviser | advisor | salesperson",
        fr="personnel | employé | vendeur | vendeuse | accueil | accueillant | aimable | amabilité | sympathique |"
        " gentil | gentillesse | impoli | désagréable | souriant | conseiller | conseillère",
        ro="personal amabil | personalul | angajat | angajați | amabil | amabilitate | politicos | nepoliticos |"
        " prietenos | drăguț | zâmbet | vânzător | vânzătoare | consultant",
    ),
    _theme(
        Axis.THEME,
        "support",
        N_("Customer service"),
        en="support | customer service | helpdesk | help desk | hotline | call centre | call center | after sales",
        fr="support | assistance | service client | service clients | SAV | après vente | hotline |"
        " standard téléphonique",
        ro="suport | asistență | serviciu clienți | serviciul clienți | relații cu clienții | call center",
    ),
    _theme(
        Axis.THEME,
        "quality",
        N_("Quality and defects"),
        en="quality | defect | defective | broken | broke | damaged | faulty | cracked | flimsy | stopped working |"
        " does not work | doesn't work | well made | durable",
        fr="qualité | défaut | défectueux | cassé | casse | abîmé | endommagé | fendu | fragile | en panne |"
        " ne marche pas | ne fonctionne pas | solide",
        ro="calitate | calitativ | defect | defectă | defecte | stricat | stricată | spart | spartă | rupt | fisurat |"
        " deteriorat | nu merge | nu funcționează | rezistent",
        but="quality of service | qualité prix | calitate preț",
    ),
    _theme(
        Axis.THEME,
        "packaging",
        N_("Packaging"),
        en="packaging | package | packed | box | carton | wrapping | wrapped",
        fr="emballage | emballé | carton | boîte | paquet",
        ro="ambalaj | ambalat | ambalare | cutie | cutia | carton | pachet",
    ),
    _theme(
        Axis.THEME,
        "ease",
        N_("Ease of use"),
        en="easy | easily | ease | simple | intuitive | complicated | confusing | difficult | user friendly |"
        " hard to use | hard to find | cumbersome",
        fr="facile | facilement | facilité | simple | simplicité | intuitif | compliqué | complexe | difficile |"
        " ergonomie | ergonomique | prise en main",
        ro="ușor | ușoară | ușurință | simplu | simplă | intuitiv | complicat | complicată | greu de | dificil |"
        " dificilă | confuz",
    ),
    _theme(
        Axis.THEME,
        "website",
        N_("Website and app"),
        en="website | web site | site | app | application | online shop | webshop | page | login | log in | password |"
        " screen | crash | sync | software",
        fr="site | site internet | application | appli | page | connexion | mot de passe | écran | ça plante |"
        " a planté | bug | synchronisation | logiciel | mise à jour",
        ro="site | site-ul | aplicație | aplicația | pagină | autentificare | parolă | ecran | se blochează | eroare |"
        " sincronizare | sincronizării | actualizare",
    ),
    _theme(
        Axis.THEME,
        "billing",
        N_("Billing and payment"),
        en="invoice | billing | bill | billed | charged | overcharged | payment | pay | direct debit | credit card",
        fr="facture | facturation | facturé | paiement | payer | payé | prélèvement | prélevé | débité |"
        " carte bancaire",
        ro="factură | factura | facturare | facturat | plată | plăți | plătit | plătesc | debitat | card bancar",
    ),
    _theme(
        Axis.THEME,
        "refunds",
        N_("Refunds and returns"),
        en="refund | refunded | money back | return | returned | returning | exchange | exchanged | replacement |"
        " reimbursed | credit note",
        fr="remboursement | rembourser | remboursé | retour | retourner | retourné | échange | échangé | un avoir |"
        " bon d'achat | remplacement",
        ro="ramburs | rambursare | rambursat | banii înapoi | retur | returnat | returnare | schimb | înlocuire |"
        " înlocuit",
        but="return customer | de retour | will return",
    ),
    _theme(
        Axis.THEME,
        "communication",
        N_("Communication"),
        en="communication | informed | no answer | no reply | never answered | nobody answered | call back |"
        " called back | email | e-mail | reply | replied | told me | update me",
        fr="communication | informé | information | aucune réponse | pas de réponse | sans réponse | rappelé |"
        " rappeler | e-mail | courriel | joindre | injoignable | répondu",
        ro="comunicare | informat | informație | informații | niciun răspuns | fără răspuns | nu răspunde | sunat |"
        " e-mail | răspuns | contactat",
    ),
    _theme(
        Axis.THEME,
        "availability",
        N_("Opening hours and availability"),
        en="opening hours | open | opened | closed | closing time | appointment | out of stock | in stock | available |"
        " unavailable | availability | sold out",
        fr="horaire | ouvert | ouverture | fermé | fermeture | rendez-vous | rupture de stock | en stock | disponible |"
        " indisponible | disponibilité | épuisé",
        ro='program de lucru | orar | deschis | închis | "programare" | "programarea" | "programări" |'
        " stoc | disponibil | indisponibil | disponibilitate | epuizat",
        but="open an | opens an | open the | ouvert une",
    ),
    _theme(
        Axis.THEME,
        "choice",
        N_("Range and choice"),
        en="choice | range | selection | assortment | variety",
        fr="choix | gamme | assortiment | variété",
        ro="gamă | sortiment | varietate | alegere largă | diversitate",
    ),
    _theme(
        Axis.THEME,
        "instructions",
        N_("Instructions"),
        en="instructions | manual | guide | leaflet | documentation | tutorial",
        fr="notice | mode d'emploi | manuel | documentation | tutoriel | instructions",
        ro="instrucțiuni | manual | manualul | ghid | documentație | tutorial",
        but='"noticed" | "noticing" | "to notice" | "i notice" | "not notice" | "short notice" | "without notice" |'
        ' "prior notice" | "notice period" | "notice that"',
    ),
)
_PAINS = (
    _theme(
        Axis.PAIN,
        "not_working",
        N_("Does not work"),
        en="broken | does not work | doesn't work | stopped working | not working | crash | crashes | freezes | bug |"
        " error | faulty | defective",
        fr="cassé | ne marche pas | ne fonctionne pas | en panne | ça plante | a planté | se bloque | bug |"
        " erreur | défectueux",
        ro="nu merge | nu funcționează | stricat | defect | se blochează | eroare | spart",
    ),
    _theme(
        Axis.PAIN,
        "too_slow",
        N_("Takes too long"),
        en='slow | "late" | waited | too long | took ages | delay | delayed',
        fr="lent | lente | lenteur | retard | attendu | trop long | trop longtemps | délai trop",
        ro="lent | lentă | întârziere | întârziat | așteptat | prea mult timp | durează mult",
    ),
    _theme(
        Axis.PAIN,
        "too_hard",
        N_("Too complicated"),
        en="complicated | confusing | difficult | hard to | unclear | cumbersome | cannot find | can't find",
        fr="compliqué | confus | difficile | pas clair | introuvable | incompréhensible | illisible",
        ro="complicat | confuz | dificil | greu de | neclar | nu găsesc",
    ),
    _theme(
        Axis.PAIN,
        "no_help",
        N_("Nobody helps"),
        en="no answer | no reply | nobody | no one | unhelpful | ignored | never answered",
        fr="aucune réponse | pas de réponse | sans réponse | personne n'a | personne ne | injoignable | ignoré",
        ro="niciun răspuns | fără răspuns | nimeni nu | nu răspunde | ignorat",
    ),
    _theme(
        Axis.PAIN,
        "too_dear",
        N_("Costs too much"),
        en="expensive | overpriced | costs too much | price went up | price increase | hidden fee | overcharged",
        fr="trop cher | hors de prix | coûteux | prix a augmenté | augmentation | frais cachés",
        ro="scump | prea scump | costă prea mult | prețul a crescut | costuri ascunse",
        but="not expensive | pas cher | nu e scump",
    ),
)
_CSS = (
    _theme(Axis.CSS, "continue", N_("To continue")),
    _theme(Axis.CSS, "start", N_("To start")),
    _theme(Axis.CSS, "stop", N_("To stop")),
)
_SENTIMENT = (
    _theme(
        Axis.SENTIMENT,
        "praise",
        N_("Praise"),
        en="great | excellent | perfect | love | wonderful | thank | thanks | happy with | recommend | impressed",
        fr="excellent | parfait | super | génial | merci | ravi | enchanté | recommande | impeccable | bravo",
        ro="excelent | perfect | super | minunat | mulțumesc | mulțumit | recomand | impecabil | felicitări",
        but="not great | not happy | not recommend | wouldn't recommend | pas parfait | pas recommande |"
        " recommande pas | nu recomand | nu sunt mulțumit",
    ),
    _theme(
        Axis.SENTIMENT,
        "complaint",
        N_("Complaint"),
        en="terrible | awful | disappointed | disappointing | worst | unacceptable | never again |"
        " poor | angry | useless",
        fr="déçu | décevant | nul | inadmissible | inacceptable | scandaleux | plus jamais |"
        " catastrophe | pire | mauvais",
        ro="dezamăgit | dezamăgitor | groaznic | inacceptabil | oribil | jalnic | niciodată | prost | cel mai rău",
        but="not disappointed | never disappointed | pas déçu | jamais déçu | nu am fost dezamăgit",
    ),
)
_STAGES = tuple(
    _theme(Axis.STAGE, key, title)
    for key, title in (
        ("awareness", N_("Awareness")),
        ("consideration", N_("Consideration")),
        ("decision", N_("Decision")),
        ("retention", N_("Retention")),
        ("advocacy", N_("Advocacy")),
    )
)

START = (*_THEMES, *_PAINS, *_CSS, *_SENTIMENT, *_STAGES)
