"""What the Directorate states of the handling of personal data in a round, in three languages (M34). Data.

Basis, controller and processor are as on the source page of 26.10.2023. Purpose, retention and rights say what this
system does (decision 0003 and the round's own rules) and what the General Data Protection Regulation gives everybody
(articles 11, 15, 16, 21 and 77); to be confirmed by the Directorate. A round whose own texts lack one gets it from here.
"""

from typing import Final

LEGAL: Final[dict[str, dict[str, str]]] = {
    "purpose": {
        "nb": "Svarene brukes til å gjøre opplæringen i bedrift bedre, til statistikk og til forskning.",
        "nn": "Svara blir brukte til å gjere opplæringa i bedrift betre, til statistikk og til forsking.",
        "en": "The answers are used to make training at work better, for statistics and for research.",
    },
    "basis": {
        "nb": "Personvernforordningen artikkel 6 nr. 1 bokstav e og artikkel 9 nr. 2 bokstav g, "
        "jf. forskrift til opplæringsloven § 2-4.",
        "nn": "Personvernforordninga artikkel 6 nr. 1 bokstav e og artikkel 9 nr. 2 bokstav g, "
        "jf. forskrift til opplæringslova § 2-4.",
        "en": "GDPR article 6(1)(e) and article 9(2)(g), cf. regulations to the Education Act section 2-4.",
    },
    "controller": {
        "nb": "Utdanningsdirektoratet er behandlingsansvarlig.",
        "nn": "Utdanningsdirektoratet er behandlingsansvarleg.",
        "en": "The Directorate for Education and Training is the controller.",
    },
    "processor": {
        "nb": "Databehandleren til direktoratet driver undersøkelsen for dem og må følge de samme reglene.",
        "nn": "Databehandlaren til direktoratet driv undersøkinga for dei og må følgje dei same reglane.",
        "en": "The Directorate's processor runs the survey for them and must follow the same rules.",
    },
    "retention": {
        "nb": "Når undersøkelsen stenger, blir lenken din og svar du ikke har levert, slettet for godt. "
        "Leverte svar blir lagret uten navn.",
        "nn": "Når undersøkinga stengjer, blir lenkja di og svar du ikkje har levert, sletta for godt. "
        "Leverte svar blir lagra utan namn.",
        "en": "When the survey closes, your link and answers you have not delivered are deleted for good. "
        "Delivered answers are kept without names.",
    },
    "rights": {
        "nb": "Du kan be om å få se og rette det registeret har om deg, og du kan protestere mot at vi bruker det. "
        "Du kan klage til Datatilsynet.",
        "nn": "Du kan be om å få sjå og rette det registeret har om deg, og du kan protestere mot at vi bruker det. "
        "Du kan klage til Datatilsynet.",
        "en": "You may ask to see and correct what the register holds about you, and object to our use of it. "
        "You may complain to the Norwegian Data Protection Authority.",
    },
}
