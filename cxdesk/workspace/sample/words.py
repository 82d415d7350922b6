"""What the invented customers write: openings, themes and closings in three languages, put together by chance.

A theme's sentences belong to one topic and one mood, so that a reader (or a theme rule) can find the story.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

Texts = Mapping[str, tuple[str, ...]]

THEMES: Mapping[str, Texts] = {
    "app_crash": {
        "en": (
            "The app crashes every time I add a photo to a visit.",
            "Since the update the app closes by itself when I open an invoice.",
            "The new app freezes while it syncs and I lose what I typed.",
            "App 4.0 is slower than the old one and it logs me out twice a day.",
            "After the update the app does not open on my older phone.",
            "I lost a whole morning because the app would not sync.",
        ),
        "fr": (
            "Depuis la mise à jour, l’application se ferme dès que j’ouvre une facture.",
            "L’application plante à chaque photo ajoutée à une visite.",
            "La nouvelle application se bloque pendant la synchronisation et je perds ma saisie.",
            "L’application 4.0 est plus lente que l’ancienne et me déconnecte deux fois par jour.",
            "Impossible d’ouvrir l’application sur mon ancien téléphone depuis la mise à jour.",
            "J’ai perdu une matinée entière à cause de la synchronisation.",
        ),
        "ro": (
            "De la actualizare, aplicația se închide când deschid o factură.",
            "Aplicația nouă se blochează la sincronizare și pierd ce am scris.",
            "Aplicația 4.0 e mai lentă decât cea veche și mă deconectează de două ori pe zi.",
            "Nu mai pot deschide aplicația pe telefonul vechi după actualizare.",
            "Am pierdut programările de luni dimineața din cauza sincronizării.",
            "Aplicația cade de fiecare dată când adaug o poză.",
        ),
    },
    "support_kind": {
        "en": (
            "Support answered within minutes and stayed with me until it worked.",
            "Friendly people on the phone who know what they are doing.",
            "I always get a real answer, never a script.",
            "The support team called me back as promised.",
        ),
        "fr": (
            "Le support a répondu en quelques minutes et m’a suivi jusqu’au bout.",
            "Des personnes aimables au téléphone, qui connaissent leur métier.",
            "On me répond vraiment, sans texte tout fait.",
            "L’assistance m’a rappelé comme promis.",
        ),
        "ro": (
            "Suportul a răspuns în câteva minute și a rămas cu mine până a mers.",
            "Oameni amabili la telefon, care știu ce fac.",
            "Primesc mereu un răspuns adevărat, nu un text gata făcut.",
            "Echipa de suport m-a sunat înapoi, cum a promis.",
        ),
    },
    "support_slow": {
        "en": (
            "I waited three days for an answer.",
            "Support was kind but could only tell me to wait.",
            "I had to explain the same problem to three people.",
            "Nobody wrote back until I asked again.",
        ),
        "fr": (
            "J’ai attendu une réponse pendant trois jours.",
            "Le support était aimable mais n’a pu que me faire patienter.",
            "J’ai dû expliquer le même problème à trois personnes.",
            "Personne n’a répondu avant que je relance.",
        ),
        "ro": (
            "Am așteptat trei zile un răspuns.",
            "Suportul a fost amabil, dar mi-a spus doar să aștept.",
            "A trebuit să explic aceeași problemă la trei oameni.",
            "Nimeni nu a răspuns până nu am revenit.",
        ),
    },
    "price": {
        "en": (
            "It has become expensive for a small practice.",
            "The price went up but I use the same three screens.",
            "Good product, but the small plan costs too much.",
        ),
        "fr": (
            "C’est devenu cher pour un petit cabinet.",
            "Le prix a augmenté alors que j’utilise les mêmes trois écrans.",
            "Bon produit, mais la petite formule coûte trop cher.",
        ),
        "ro": (
            "A devenit scump pentru un cabinet mic.",
            "Prețul a crescut, dar folosesc aceleași trei ecrane.",
            "Produs bun, dar abonamentul mic costă prea mult.",
        ),
    },
    "easy": {
        "en": (
            "Simple and quick, my team learned it in a day.",
            "Invoicing takes me five minutes instead of an hour.",
            "Everything is where I expect it.",
            "It saves us a phone call for every appointment.",
        ),
        "fr": (
            "Simple et rapide, mon équipe l’a appris en une journée.",
            "La facturation me prend cinq minutes au lieu d’une heure.",
            "Tout est là où je l’attends.",
            "Un appel de moins pour chaque rendez-vous.",
        ),
        "ro": (
            "Simplu și rapid, echipa a învățat într-o zi.",
            "Facturarea îmi ia cinci minute în loc de o oră.",
            "Totul este acolo unde mă aștept.",
            "Ne scutește de un telefon la fiecare programare.",
        ),
    },
    "missing": {
        "en": (
            "I miss an export to my accountant’s format.",
            "A calendar for several rooms would help.",
            "Please add reminders by text message.",
            "It does the job, nothing more.",
        ),
        "fr": (
            "Il me manque un export pour mon comptable.",
            "Un agenda pour plusieurs salles serait utile.",
            "Ajoutez des rappels par SMS, s’il vous plaît.",
            "Ça fait le travail, sans plus.",
        ),
        "ro": (
            "Îmi lipsește un export pentru contabil.",
            "Ar ajuta un calendar pentru mai multe săli.",
            "Adăugați vă rog mementouri prin SMS.",
            "Își face treaba, nimic mai mult.",
        ),
    },
    "carton": {
        "en": (
            "Beautiful lamp, but the box was far too thin for glass.",
            "The carton was crushed and the shade arrived cracked.",
            "The new packaging let the base bang against the glass.",
            "Second parcel in a row with a broken shade.",
        ),
        "fr": (
            "Le carton était écrasé et l’abat-jour fendu.",
            "Belle lampe, mais le carton est bien trop fin pour du verre.",
            "Avec le nouvel emballage, le pied a cogné contre le verre.",
            "Deuxième colis de suite avec un abat-jour cassé.",
        ),
        "ro": (
            "Cutia era strivită și abajurul crăpat.",
            "Lampa e superbă, dar cartonul e prea subțire pentru sticlă.",
            "Cu noul ambalaj, piciorul a lovit sticla.",
            "Al doilea colet la rând cu abajurul spart.",
        ),
    },
    "late": {
        "en": (
            "The parcel came a week late.",
            "The driver left the parcel in the rain.",
            "The delivery day changed twice without a word.",
        ),
        "fr": (
            "Le colis est arrivé avec une semaine de retard.",
            "Le livreur a laissé le colis sous la pluie.",
            "Le jour de livraison a changé deux fois sans prévenir.",
        ),
        "ro": (
            "Coletul a venit cu o săptămână întârziere.",
            "Curierul a lăsat coletul în ploaie.",
            "Ziua livrării s-a schimbat de două ori fără anunț.",
        ),
    },
    "lovely": {
        "en": (
            "Warm light, and it looks just as in the picture.",
            "A beautiful lamp, carefully made.",
            "My third order and always a pleasure.",
            "Well advised in the shop, thank you.",
        ),
        "fr": (
            "Lumière chaude, exactement comme sur la photo.",
            "Une belle lampe, soigneusement faite.",
            "Ma troisième commande, toujours un plaisir.",
            "Bien conseillée en boutique, merci.",
        ),
        "ro": (
            "Lumină caldă, exact ca în poză.",
            "O lampă frumoasă, lucrată cu grijă.",
            "A treia comandă, mereu o plăcere.",
            "Bine sfătuită în magazin, mulțumesc.",
        ),
    },
    "manual": {
        "en": (
            "The instructions are hard to follow.",
            "No manual in my language in the box.",
            "One screw was missing.",
        ),
        "fr": ("La notice est difficile à suivre.", "Pas de notice en français dans la boîte.", "Il manquait une vis."),
        "ro": ("Instrucțiunile sunt greu de urmat.", "Nu era manual în română în cutie.", "Lipsea un șurub."),
    },
}

CLOSINGS: Mapping[str, Texts] = {
    "good": {
        "en": ("Thank you!", "I tell everyone about it.", "Keep it up.", ""),
        "fr": ("Merci !", "Je le recommande autour de moi.", "Continuez ainsi.", ""),
        "ro": ("Mulțumesc!", "Îl recomand tuturor.", "Țineți-o tot așa.", ""),
    },
    "bad": {
        "en": ("Please fix this.", "I am looking at other offers.", "Disappointing.", ""),
        "fr": ("Merci de corriger cela.", "Je regarde ailleurs.", "Décevant.", ""),
        "ro": ("Vă rog reparați asta.", "Mă uit și la alte oferte.", "Dezamăgitor.", ""),
    },
}


def comment(rng: Random, lang: str, themes: tuple[str, ...], good: bool) -> str:
    """One comment: a sentence per theme and, often, a closing."""
    sentences = [rng.choice(THEMES[theme][lang]) for theme in themes]
    sentences.append(rng.choice(CLOSINGS["good" if good else "bad"][lang]))
    return " ".join(filter(None, sentences))
