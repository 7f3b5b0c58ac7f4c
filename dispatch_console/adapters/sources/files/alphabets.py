"""Letters beyond ASCII of the languages whose code pages spreadsheets still write. By code page of Windows."""

# lower case; capitals follow from them
LATIN: dict[str, dict[str, str]] = {
    "cp1252": {
        "de": "äöüß", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíñóúüªº", "pt": "áâãàçéêíóôõúüªº", "it": "àèéìíîòóùú",
        "nl": "áéèëíïóöúü", "da": "åæøéäöü", "nb": "åæøéèêóòôäöü", "sv": "åäöéàü", "fi": "åäöéšž", "is": "áðéíóúýþæö",
        "et": "äõöüšž", "ca": "àçéèíïóòúü", "ga": "áéíóú",
    },
    "cp1250": {
        "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "hu": "áéíóöőúüű", "ro": "ăâîșțşţ",
        "hr": "čćđšž", "sl": "čćđšž", "sq": "çë",
    },
    "cp1254": {"tr": "çğıöşüâîû\u0307"},
    "cp1257": {"lv": "āčēģīķļņšūž", "lt": "ąčęėįšųūž", "et": "äõöüšž"},
}  # fmt: skip

# first and last letter of a script, by code page and the languages that write in it
SCRIPTS: dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...]]] = {
    "cp1251": (("ru", "uk", "bg", "sr", "mk", "be"), (("Ѐ", "ԯ"),)),
    "koi8_r": (("ru",), (("Ѐ", "ԯ"),)),
    "cp1253": (("el",), (("Ͱ", "Ͽ"),)),
    "cp1255": (("he",), (("\u0591", "״"),)),
    "cp1256": (("ar", "fa", "ur"), (("\u0600", "ۿ"),)),
    "cp874": (("th",), (("ก", "๛"),)),
    "cp932": (("ja",), (("ぁ", "ヿ"), ("一", "鿿"), ("々", "〇"), ("０", "ﾟ"))),
    "cp949": (("ko",), (("가", "힣"),)),
    "gb18030": (("zh", "zh_Hans"), (("一", "鿿"), ("０", "ｚ"))),
    "big5": (("zh_Hant",), (("一", "鿿"), ("０", "ｚ"))),
}
# the same letters at other places: what Macs and old terminals write, and the standard of before Windows
OTHER_PAGES = {"mac_roman": "cp1252", "cp850": "cp1252", "iso8859_2": "cp1250", "iso8859_15": "cp1252"}
# signs that stand in any text; a currency or a superscript inside a word is a letter read wrong
SIGNS = frozenset("–—‘’‚“”„…€°·•«»®™©´½¼¾×\u00a0²³£§、。・（）「」－～￥")
NEVER_IN_A_WORD = frozenset("²³£§½¼¾×©®¥¢€·•")
