"""Verse, lists, tables, addresses and lines around a story: texts whose lines must never be joined. All are our own writing."""

from __future__ import annotations

STORY = (
    "The council of Marlow Bay voted on Monday to close the swimming bath on Fjord Street, as its roof could not bear more snow.",
    '"It is a sad day, but nobody wants to swim under a roof that may fall," said the mayor, who swam there with all the children.',
    "The bath was built in 1961 with money that the union of fishermen had collected, and some 40,000 people a year use it.",
    "A new bath would cost 200 million crowns, and the council has set aside a tenth of that. The vote was 21 to 14.",
)
FORMS = {
    "rhymes": """The ferry leaves the harbour wall
As lamps go out along the quay,
And no one answers to the call
Of those who put the boats to sea.""",
    "free verse in small letters": """the boats go out, the boats come home
and nobody has seen the sea
the way it looked before the foam
came over all that used to be""",
    "long verse": """I sing the bridge that was not there when I was young, and the ferry
And the men who stood on the quay in the rain with their lamps and papers,
And the women who waited for the boat that came late in the evening,
And the child who counted the lights on the water until none were left.""",
    "verse in German": """Die Fähre geht, die Fähre kommt,
der Hafen schläft am Abend ein,
und was den alten Leuten frommt,
das soll den jungen billig sein.""",
    "verse in Spanish": """Se va la barca por el río,
se va la tarde por el mar,
y queda sólo este frío
que nadie sabe ya nombrar.""",
    "verse in Russian": """Уходит лодка от причала,
и гаснет свет на берегу,
и та, что много лет молчала,
теперь сказала: не могу.""",
    "verse without stops": """one lamp
for the ones who went
one lamp for the ones who stayed behind
and kept the house warm
and one
for nobody in particular""",
    "refrain": """Row, row the boat to town,
(to town, to town)
The bridge is up, the bridge is down,
(is down, is down)""",
    "bullets": """- No running on the stones at the edge of the large basin
- No ball games in the morning, when the oldest come
- No swimming alone after the lamps have been put out
- No dogs""",
    "bullets in small letters": """• bread from the baker on Fjord Street, if there is any
• milk, butter and the cheese that the mayor likes so much
• lamps for the quay, and oil for the lamps
• nothing else""",
    "stars": """* Ferry
* Bridge over the sound, which is closed every time the wind blows
* Buses that take the long way round by the mill""",
    "numbers": """1. Close the terminal at the end of the summer
2. Sell the boats to a buyer in the south, if one is found
3. Make a museum of the sea of the old building
4. Ask the county for help""",
    "letters": """a) the harbour council
b) the county governor, who has stopped two such closures
c) the ferry company""",
    "items without marks": """2 cups of flour
1 cup of sugar
a pinch of salt
3 eggs, beaten
half a litre of milk, at the warmth of the room""",
    "headlines": """Ferry talks resume in Lennox as unions warn of strike
Old lighthouse of Port Ellin is sold to a baker from town
Council of Marlow Bay votes for a new tax on empty houses
Mayor says that nobody will lose the place at the school""",
    "headlines of one length": """Fire in the mill of Lennox leaves two families without home
Bridge at Tista to be closed from Friday until Sunday noon
Wolves seen near the school of Port Ellin for second time
Swimming bath to close before winter as its roof may fall""",
    "menu": """Home
News
Sport
Opinion and letters
Subscribe to the Harbour Post""",
    "table in columns": """Place     Depth (m)   Opened   Visitors in the year
Marlow Bay      3.50     1961                 40,000
Lennox          2.20     1974                 12,500
Port Ellin      1.80     1988                  7,300""",
    "table with bars": """| Place | Depth | Opened |
| --- | --- | --- |
| Marlow Bay, the oldest bath of all | 3.5 | 1961 |
| Lennox | 2.2 | 1974 |""",
    "results": """Port Ellin 3, Lennox 1
Marlow Bay 0, Tista 0
Halden 2, Skerry United 4""",
    "address": """The Harbour Post
12 Fjord Street
Marlow Bay MB1 2QT
Telephone 555 0123""",
    "head of a story": """Swimming bath to close before winter
By Marta Quill and Per Holm
Marlow Bay, 14 November 2022
Photo: Bo Dahl / Harbour Post""",
    "signature": """Best regards,
Ola Nordmann
Road office of Halden
ola@mail.example""",
    "dialogue": """"Where is the boat?"
"It has left."
"When?"
"At ten, as every evening since the age of steam." """,
    "interview": """Q: When does the last ferry leave?
A: At ten in the evening.
Q: And then?
A: Then we take the bridge, if it is open.""",
    "program": """func closeTerminal(day time.Time) error {
    if day.Before(endOfSummer) {
        return fmt.Errorf("failed to close the old terminal: %w", tooEarly)
    }
    log.Println("the harbour council closes the ferry terminal on", day)
    return nil
}""",
    "menu in Korean": """정치
국회와 정당
대통령실 소식
외교와 국방""",
    "headlines in Arabic": """المجلس يصوت على إغلاق المحطة القديمة
رئيس البلدية يشكر العمال على سنوات العمل
الجسر مغلق من الجمعة إلى الأحد
العبارة الأخيرة تغادر في العاشرة مساء""",
    "headlines in Japanese": """港の評議会が乗り場の閉鎖を決定
市長、職員に感謝
橋は金曜から日曜まで通行止め
最後の船は夜十時に出る""",
}
