"""Files in code pages that they do not name: read right, or asked about, and never garbage in a name."""

import pytest

from dispatch_console.adapters.sources.files.encodings import decode
from dispatch_console.domain.errors import BadInput

HEAD = "Order ID;Customer;Address;City;Zip;Item;Qty\r\n"
# encoding, country, a line of it
FILES = [
    ("cp1250", "PL", "P-1;Łucja Wiśniewska;ul. Żwirki 12;Łódź;90-448;Krzesło dębowe;1"),
    ("cp1250", "CZ", "P-1;Tomáš Dvořák;Růžová 12;Plzeň;301 00;Židle;1"),
    ("cp1250", "HU", "P-1;Győző Szűcs;Fő utca 12;Pécs;7621;Szék;1"),
    ("iso8859_2", "PL", "P-1;Łucja Wiśniewska;ul. Żwirki 12;Łódź;90-448;Krzesło dębowe;1"),
    ("cp1251", "RU", "R-1;Ольга Зорина;ул. Мира 12;Пермь;614000;Стул;1"),
    ("cp1252", "DE", "J-1;Jürgen Müßig;Königstraße 12;Köln;50667;Stühle – 3 €;1"),
    ("cp1252", "FI", "J-1;Päivi Mäkinen;Hämeentie 12;Jyväskylä;00500;Tuoli;1"),
    ("cp1252", "FR", "J-1;René Lefèvre;12 rue de l’Église;Besançon;25000;Chaise;1"),
    ("cp1252", "NO", "J-1;Bjørn Sørås;Åsveien 12;Tromsø;9008;Stol;1"),
    ("mac_roman", "DE", "J-1;Jürgen Müßig;Königstraße 12;Köln;50667;Stühle;1"),
    ("cp850", "DE", "J-1;Jürgen Müßig;Königstraße 12;Köln;50667;Stühle;1"),
    ("cp1253", "GR", "J-1;Γιώργος Παπάς;Ερμού 12;Αθήνα;10563;Καρέκλα;1"),
    ("cp1254", "TR", "J-1;Ayşe Yıldız;Gülbahçe Sk. 12;İstanbul;34000;Iskemle;1"),
    ("cp1255", "IL", "J-1;יעל כהן;הרצל 12;תל אביב;61000;כיסא;1"),
    ("cp1256", "EG", "J-1;علي حسن;شارع النيل 12;القاهرة;11511;كرسي;1"),
    ("cp1257", "LT", "J-1;Jonas Žukauskas;Šiaulių g. 12;Kėdainiai;57001;Kėdė;1"),
    ("cp874", "TH", "J-1;สมชาย ใจดี;ถนนสุขุมวิท 12;กรุงเทพฯ;10110;เก้าอี้;1"),
    ("cp932", "JP", "J-1;山田花子;桜町12-3-401;高松市;760-0074;椅子;1"),
    ("cp949", "KR", "J-1;김민수;한강로 12;서울;04379;의자;1"),
    ("gb18030", "CN", "J-1;王小明;中山路12号;广州;510000;椅子;1"),
    ("big5", "TW", "J-1;王小明;中山路12號;臺北;100;椅子;1"),
]


@pytest.mark.parametrize(("encoding", "country", "line"), FILES)
def test_a_file_of_the_country_is_read_right(encoding: str, country: str, line: str) -> None:
    text = f"{HEAD}{line}\r\n"
    assert decode(text.encode(encoding), "orders.csv", country).text == text


@pytest.mark.parametrize("country", ["", "FI", "US", "DE", "PL", "RU"])
@pytest.mark.parametrize(("encoding", "home", "line"), FILES)
def test_a_file_from_elsewhere_is_read_right_or_asked_about(encoding: str, home: str, line: str, country: str) -> None:
    text = f"{HEAD}{line}\r\n"
    try:
        decoded = decode(text.encode(encoding), "orders.csv", country)
    except BadInput as refusal:
        assert refusal.code == "file.encoding_ask"
        readings = refusal.facts["readings"]
        assert isinstance(readings, tuple) and len(readings) > 1
        assert len({sample for _, sample in readings}) == len(readings)
    else:
        assert decoded.text == text


def test_what_a_person_chose_counts() -> None:
    text = f"{HEAD}P-1;Łucja;Żwirki 12;Łódź;;;1\r\n"
    assert decode(text.encode("cp1250"), "orders.csv", "FI", "windows-1250").text == text
    with pytest.raises(BadInput) as refusal:
        decode(b"x", "orders.csv", "FI", "klingon")
    assert refusal.value.code == "file.encoding_unknown"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_says_itself(encoding: str) -> None:
    text = f"{HEAD}P-1;Łucja 김민수;Żwirki 12;Łódź;;;1\r\n"
    decoded = decode(text.encode(encoding), "orders.csv", "FI")
    assert (decoded.text.lstrip("\ufeff"), decoded.encoding.sure) == (text, True)


def test_a_damaged_sign_of_utf8_stays_a_damage_of_its_cell() -> None:
    raw = f"{HEAD}P-1;Päivi Mäkinen;Hämeentie 12;Jyväskylä;;;1\r\n".encode().replace("Hä".encode(), b"H\xff")
    assert "Päivi Mäkinen;H\ufffdmeentie 12;Jyväskylä" in decode(raw, "orders.csv", "FI").text


def test_signs_that_make_no_words_in_any_code_page_are_asked_about() -> None:
    with pytest.raises(BadInput) as refusal:
        decode(b"Name\r\n" + bytes(range(0x80, 0xFF)), "orders.csv", "FI")
    assert refusal.value.code == "file.encoding_ask"
