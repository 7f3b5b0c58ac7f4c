"""The invented shop: products with barcodes, weights and shelves, and people's names."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoProduct:
    sku: str
    name: str
    price: int
    barcode: str
    weight_g: int
    shelf: str
    distinction: str = ""
    looks_like: str = ""
    papers: tuple[str, ...] = ()
    pack: tuple[tuple[str, int], ...] = ()


# fmt: off
PRODUCTS = (
    DemoProduct(
        "MUG-350-SAND", "Stoneware mug, sand, 350 ml", 1890, "6412345670018", 420, "B-04",
                pack=(("16412345670015", 6),)
    ),
    DemoProduct("BWL-16-MOSS", "Stoneware bowl, moss, 16 cm", 2290, "6412345670025", 560, "B-07"),
    DemoProduct(
        "LMP-KUU-BR", "Pendant lamp Kuu, brass", 12900, "6412345670032", 2100, "F-02", papers=("lamp_warranty",)
    ),
    DemoProduct("COF-AAM-DK", "Coffee beans Aamu, 1 kg", 1990, "6412345670148", 1010, "C-12", "DARK", "COF-AAM-LT"),
    DemoProduct("COF-AAM-LT", "Coffee beans Aamu, 1 kg", 1990, "6412345670155", 1010, "C-14", "LIGHT", "COF-AAM-DK"),
    DemoProduct("BLK-HAL-GR", "Wool blanket Halla, grey", 8900, "6412345670049", 1250, "D-21", papers=("care_sheet",)),
    DemoProduct("KNF-210", "Chef's knife 21 cm", 7450, "6412345670056", 310, "A-09"),
    DemoProduct("PAN-28-CI", "Cast iron pan, 28 cm", 6900, "6412345670063", 3400, "A-12"),
    DemoProduct("GFT-AAM-18", "Gift set Aamu with liqueur, 18+", 5400, "6412345670070", 1650, "C-02"),
    DemoProduct("TBL-OAK-120", "Side table, oak, 120 cm", 24900, "6412345670087", 22400, "H-01"),
)

PEOPLE = (
    "Aarne Vesterinen", "Juhani Peltola", "Kukka Iivonen", "Sini Rautavaara", "Teijo Marttila", "Galleria Kide Oy",
    "Svea Holmberg", "Hertta Lampinen", "Miro Asikainen", "Leif Nordman",
    "Ruut Mannerheim-Lindgren", "Kasper Holmström",
    "Olga Sidorova", "Ravintola Meripuisto", "Jalmari Uotila", "Dalia Haddad", "Viivi Sorvali", "Nguyen Thi Lan",
    "Tilda Honkasalo", "Kirjakauppa Lukki", "Veera Laaksonen", "Abdi Warsame", "Niilo Tarvainen", "Esko Halonen",
    "Sofia Grönlund", "Minna Lahtinen", "Tomi Rinne", "Birgit Sandell", "Oskari Virtanen",
    "Helmi Aalto", "Laura Soini",
    "Jenni Tanskanen", "Aleksi Mäkinen", "Hamza Yusuf", "Kaarina Heikkilä", "Peter Öhman",
    "Irina Petrova", "Eino Rajala",
    "Tapio Lindroos", "Ulla Toivonen", "Lumi Väyrynen", "Teemu Laine", "Tarja Nurmi",
    "Studio Pinta Oy", "Senja Pulkki",
    "Daniel Costa", "Ilmari Koskinen", "Milla Vesanen", "Raija Salmi", "Otso Kivi", "Samir Aziz", "Kerttu Pohjola",
    "Toivo Lampi", "Anu Merikanto", "Bengt Fors", "Elli Suhonen", "Hilja Tamminen", "Jyri Kaarto", "Siv Ekholm",
    "Leo Aspelin", "Maija Kurki", "Raimo Autio", "Nestori Vilen", "Oona Rinta", "Pauli Sirén", "Reetta Oja",
    "Sulo Mattsson", "Aatu Lilja", "Bea Lindh", "Ester Korpi", "Frans Hell", "Greta Sund", "Hugo Palm", "Iiris Noro",
    "Joel Tuomi", "Katja Luoma", "Ritva Huhta", "Pinja Rautio", "Roni Laakso", "Siru Heino",
    "Tatu Manner", "Viljo Raja",
    "Wilma Ahde", "Alma Noki",
)  # fmt: skip

DRIVERS = (
    ("A", "Aino Lehto", "Van 1", "KLN-481"),
    ("B", "Mikko Salo", "Van 2", "KLN-482"),
    ("C", "Leila Haddad", "Van 3", "KLN-483"),
    ("D", "Jonas Berg", "Van 4", "KLN-484"),
    ("E", "Sami Niemi", "Van 5", "KLN-485"),
    ("F", "Tuuli Koski", "Van 6", "KLN-486"),
)
