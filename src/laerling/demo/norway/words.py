"""Words the invented Norway is named from: given names, places nobody can find on a map, kinds of firm."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN_MEN: tuple[str, ...] = _words("""
    Jakob Noah Emil Lucas Oskar Oliver William Liam Elias Aksel Filip Mathias Isak Henrik Magnus Tobias Kasper
    Sander Johannes Sebastian Jonas Theodor Håkon Ludvig Adrian Benjamin Odin Ulrik Iver Alfred Marius Martin
    Kristian Andreas Daniel Fredrik Erik Simen Sondre Eirik Vetle Trym Brage Jørgen Lars Ole Per Anders Sivert
    Even Halvor Torstein Syver Mikkel Herman Markus Alexander Leon Felix August Mohammed Ahmed Yusuf Omar Ali
    Ibrahim Abdi Jakub Szymon Mateusz Kacper Tomas Nojus Nils Ante Áilu Aslak Mihkkal Bilal Hamza Amir Dawit
    Samuel David Adam Gabriel Leo Max Hugo Birk Storm Sverre
""")
GIVEN_WOMEN: tuple[str, ...] = _words("""
    Nora Emma Olivia Ella Sofie Maja Ingrid Emilie Leah Frida Sara Anna Ida Thea Amalie Tuva Vilde Julie Hedda
    Astrid Mathilde Eline Selma Ada Mia Hanna Linnea Iben Aurora Victoria Mathea Jenny Sigrid Live Johanne Alma
    Eva Tiril Signe Marie Kristine Silje Camilla Malin Andrea Karoline Vår Solveig Ragnhild Åse Kari Guro Marit
    Randi Oda Pernille Martine Celine Elise Hannah Iselin Helene Maria Mariam Fatima Aisha Amina Hodan Zahra
    Zofia Julia Lena Kinga Aleksandra Ieva Elle Inga Máret Sunniva Ronja Luna Alba Lilly Ellinor Agnes Oline
    Synne Mille Saga Eira Embla Runa Tora Yrja Åshild
""")
FAMILY: tuple[str, ...] = _words("""
    Nguyen Hussein Kowalski Nowak Khan Ahmed Abdi Tesfaye Utsi Gaup Sara Balto Kazlauskas Mohamud Yilmaz Larbi
""")

PLACE_FIRST: tuple[str, ...] = _words("""
    Måne Tåke Ekorn Reve Trane Gauke Regn Skum Storm Snø Lerke Humle Ugle Orre Spurve Glitter Sommer Vinter Gull
    Sølv Blåne Lyng Røyse Svale Terne Oter Mose Kvist Nøtte Skogs
""")
PLACE_LAST: tuple[str, ...] = _words("fjord vika neset bøen stad heimen dalen øya åsen sund vollen botn eid mo")

FIRM_WORDS: dict[str, tuple[str, ...]] = {
    "building": ("Bygg", "Tømrerservice", "Entreprenør", "Maler og Mur", "Hus og Tak"),
    "plumbing": ("Rør", "VVS", "Rør og Varme", "Ventilasjon"),
    "groundwork": ("Maskin", "Anlegg", "Graving og Transport", "Vei og Vann"),
    "cleaning": ("Renhold", "Eiendomsservice"),
    "electro": ("Elektro", "Installasjon", "El-service"),
    "energy": ("Energi", "Nett", "Kraft"),
    "municipality": ("kommune",),
    "hospital": ("sykehus", "ambulansestasjon"),
    "restaurant": ("Kjøkken", "Kro", "Spisested", "Brygge"),
    "food": ("Bakeri", "Konditori", "Kjøtt", "Matindustri"),
    "retail": ("Sport", "Dagligvare", "Byggevarer", "Elektronikk", "Mote"),
    "hotel": ("Hotell", "Opplevelser", "Fjellstue"),
    "security": ("Vakt", "Sikkerhet"),
    "industry": ("Mekaniske", "Verft", "Industri", "Maskinering", "Sveis og Plate"),
    "process": ("Prosess", "Smelteverk", "Kjemi", "Boring"),
    "garage": ("Bil", "Bilverksted", "Lastebilservice", "Maskinservice"),
    "transport": ("Transport", "Logistikk", "Spedisjon"),
    "sea": ("Rederi", "Ferjer", "Offshore"),
    "fish": ("Laks", "Havbruk", "Fiskeriselskap"),
    "garden": ("Hage", "Gartneri", "Skogdrift"),
    "it": ("Data", "IT-drift", "Systemer"),
    "media": ("Media", "Trykk", "Lyd og Bilde"),
    "hairdressing": ("Frisør", "Hårstudio", "Hud og Hår"),
    "craft": ("Verksted", "Møbelverksted", "Blomster", "Gullsmie"),
}
