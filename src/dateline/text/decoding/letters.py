"""The non-ASCII letters of the languages of news, from the most to the least common, and the languages of each code page."""

from __future__ import annotations

ALPHABETS = {
    "french": "éèàêçùôâîûëïœæü",
    "german": "üäößéàè",
    "spanish": "óíáéñúü",
    "portuguese": "ãçáéíõóêúàâô",
    "italian": "èàùòìéî",
    "nordic": "äåöøæéü",
    "icelandic": "áíðóéöþúæý",
    "dutch": "ëéïèöü",
    "catalan": "àóèéíçòúïü",
    "english": "éñïèçöüáóêôí",
    "polish": "łąęóśżćńź",
    "czech": "íáéěýřčžšůúťďňó",
    "slovak": "áíéčúžýšľťôňďäóĺŕ",
    "hungarian": "áéöóőíüúű",
    "romanian": "ăîâşţșț",
    "south slavic": "čšžćđ",
    "turkish": "ışğüöçâîû",
    "lithuanian": "ėšųįžąūčę",
    "latvian": "āīēšņūļžčķģ",
    "estonian": "äõüöšž",
    "russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "ukrainian": "оанитвреіслкдумпязьбгйчюхцжїшєщфґ",
    "bulgarian": "аоиетнрсвлдкпзмгубчящйжъхцшюфь",
    "serbian": "аоиенртсјувкдмплгзбчшжцњхћђљфџ",
    "greek": "αοιετσνηυρπκμλςάίόγέδωήθύχφώβξζψϊΐϋΰ",
    "hebrew": "יוהלארבתשמםנכדעחקפגטזןצסךץף",
    "arabic": "اليمنوترةبعدسفهكقحجشىأطصخضذإغئزءثظؤآ",
    "persian": "اینرهدمتوبسيشزخکكگلقفعپحجچصطغضذآژثظ",
    "thai": "านรกอเง่้มยลวัดทสีต์ิะปบคหแจพชขใไโผถืุูณ็ศซธภฟฐษญฎฉฝฏฆฌ",
    "japanese": (
        "のにはをたがでとしるいてなれさかっらもこまあくりスンルーイトアきだせよけうそクリラフめわえ日本人年国大会一東首相中者事月"
        "政"
    ),
    "chinese": (
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
        "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
        "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
        "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
        "总理"
    ),
    "taiwanese": (
        "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所"
        "民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日"
        "那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想"
        "已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指"
    ),
    "korean": (
        "이다는에의을가고하지한로도사은기를대인시자서어전그나일과정해부원리있수아국장제스상년들보주관신으동조성만라경여당연중무북"
        "문회소유했비세통"
    ),
}  # fmt: skip

_WEST = ("french", "german", "spanish", "portuguese", "italian", "nordic", "icelandic", "dutch", "catalan", "english")
_CENTRE = ("polish", "czech", "slovak", "hungarian", "romanian", "south slavic", "german")
_CYRILLIC = ("russian", "ukrainian", "bulgarian", "serbian")

CODE_PAGES = {
    "cp1252": _WEST,
    "cp1251": _CYRILLIC,
    "cp1250": _CENTRE,
    "gb18030": (),
    "cp932": (),
    "euc_jp": (),
    "big5hkscs": (),
    "cp949": (),
    "koi8-r": ("russian",),
    "koi8-u": ("ukrainian",),
    "cp1254": ("turkish",),
    "cp1253": ("greek",),
    "cp1256": ("arabic", "persian"),
    "cp1255": ("hebrew",),
    "cp1257": ("lithuanian", "latvian", "estonian"),
    "iso8859-2": _CENTRE,
    "iso8859-5": _CYRILLIC,
    "iso8859-6": ("arabic",),
    "iso8859-7": ("greek",),
    "iso8859-8": ("hebrew",),
    "iso8859-15": ("french", "english"),
    "cp874": ("thai",),
    "cp866": ("russian",),
    "mac-cyrillic": ("russian", "ukrainian"),
    "mac-roman": _WEST,
}

EAST_ASIAN = {
    "gb18030": "chinese",
    "big5hkscs": "taiwanese",
    "cp932": "japanese",
    "euc_jp": "japanese",
    "cp949": "korean",
}
