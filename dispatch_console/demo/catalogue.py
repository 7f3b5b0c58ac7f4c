"""The invented shop: products with barcodes, weights and shelves, and people's names."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
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
    # centimetres, and the kind of its picture
    size: str = ""
    picture: str = ""
    needs: str = ""


PRODUCTS = (
    DemoProduct(
        sku="MUG-350-SAND",
        name="Stoneware mug, sand, 350 ml",
        price=1890,
        barcode="6412345670018",
        weight_g=420,
        shelf="B-04",
        size="12 x 9 x 10",
        picture="mug",
        needs="fragile",
        pack=(("16412345670015", 6),),
    ),
    DemoProduct(
        sku="BWL-16-MOSS",
        name="Stoneware bowl, moss, 16 cm",
        price=2290,
        barcode="6412345670025",
        weight_g=560,
        shelf="B-07",
        size="16 x 16 x 7",
        picture="bowl",
        needs="fragile",
    ),
    DemoProduct(
        sku="LMP-KUU-BR",
        name="Pendant lamp Kuu, brass",
        price=12900,
        barcode="6412345670032",
        weight_g=2100,
        shelf="F-02",
        size="42 x 42 x 30",
        picture="lamp",
        needs="fragile",
        papers=("lamp_warranty",),
    ),
    DemoProduct(
        sku="COF-AAM-DK",
        name="Coffee beans Aamu, 1 kg",
        price=1990,
        barcode="6412345670148",
        weight_g=1010,
        shelf="C-12",
        size="26 x 13 x 8",
        picture="dark",
        distinction="DARK",
        looks_like="COF-AAM-LT",
    ),
    DemoProduct(
        sku="COF-AAM-LT",
        name="Coffee beans Aamu, 1 kg",
        price=1990,
        barcode="6412345670155",
        weight_g=1010,
        shelf="C-14",
        size="26 x 13 x 8",
        picture="light",
        distinction="LIGHT",
        looks_like="COF-AAM-DK",
    ),
    DemoProduct(
        sku="BLK-HAL-GR",
        name="Wool blanket Halla, grey",
        price=8900,
        barcode="6412345670049",
        weight_g=1250,
        shelf="D-21",
        size="38 x 30 x 12",
        picture="blanket",
        papers=("care_sheet",),
    ),
    DemoProduct(
        sku="KNF-210",
        name="Chef's knife 21 cm",
        price=7450,
        barcode="6412345670056",
        weight_g=310,
        shelf="A-09",
        size="36 x 8 x 4",
        picture="knife",
    ),
    DemoProduct(
        sku="PAN-28-CI",
        name="Cast iron pan, 28 cm",
        price=6900,
        barcode="6412345670063",
        weight_g=3400,
        shelf="A-12",
        size="48 x 30 x 8",
        picture="pan",
    ),
    DemoProduct(
        sku="GFT-AAM-18",
        name="Gift set Aamu with liqueur, 18+",
        price=5400,
        barcode="6412345670070",
        weight_g=1650,
        shelf="C-02",
        size="32 x 24 x 12",
        picture="gift",
        needs="fragile",
    ),
    DemoProduct(
        sku="TBL-OAK-120",
        name="Side table, oak, 120 cm",
        price=24900,
        barcode="6412345670087",
        weight_g=22400,
        shelf="H-01",
        size="124 x 48 x 20",
        picture="table",
    ),
)

# name, inside in cm, empty weight and what it takes, kg
BOXES = (
    ("S", "26 x 20 x 12", "0.12", "6"),
    ("M", "40 x 32 x 26", "0.24", "14"),
    ("L", "62 x 46 x 44", "0.46", "25"),
    ("Crate", "130 x 60 x 50", "2.8", "60"),
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
