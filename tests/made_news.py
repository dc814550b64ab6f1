"""A story, its edited copies, and reports that only look alike, for tests of copies."""

from __future__ import annotations

FERRY = (
    "PORT ELLIN (Coast Wire) - The harbour council of Port Ellin voted nine to two on Tuesday to close the old ferry terminal.",
    "The last boat to Skerry will leave at midnight on 30 May, harbour master Ana Ruiz said after the meeting in Halden Hall.",
    "The terminal was built in 1929 and served 410,000 passengers in its best year, according to figures of the Dalmark Institute.",
    '"We will miss the boats more than the building," said Jon Aas, a former captain who sailed to Skerry for thirty years.',
    "Marit Solheim, who runs the kiosk on Quay Street, said that she had written to the Ministry of Transport and had no answer.",
    "The council wants to sell the building to the Northwater Group, which plans a market hall with 64 stalls and a kitchen.",
    "Under a contract with Valley Lines, buses will go round the sound by the Tverå bridge every 20 minutes from June.",
    "Opponents led by Per Nygaard collected 3,150 signatures against the plan in April, and the council did not hear them.",
)
STORM = (
    "HALDEN - A storm tore the roof off the market hall of Halden on Saturday night and threw it into the harbour of Port Ellin.",
    "Nobody was hurt, said Liv Berg of the Halden fire brigade, because the hall had been cleared at 21.30, an hour before.",
    "The gusts reached 38 metres a second at the Skerry lighthouse, the strongest since the Christmas storm of 1992.",
    "Insurers at Dalmark Mutual put the damage at 14 million crowns, and traders have lost most of what they had stored.",
    "The school on Quay Street will stay closed on Monday while engineers of the Northwater Group look at its chimneys.",
)
OTHER_VIEW = (
    "By the time Ana Ruiz had read out the result in Halden Hall, half of the benches were empty and the coffee was cold.",
    "What the vote means for the island of Skerry is a longer walk to the doctor, says Ingrid Moe, who has lived there since 1951.",
    '"We will miss the boats more than the building," Jon Aas said, and looked at the clock above the door of the terminal.',
    "In Port Ellin the mood is another: Tor Lund, a baker, expects more guests on Quay Street once the lorries have gone.",
    "The Northwater Group did not answer questions about the price, and a spokesman for Valley Lines spoke of teething troubles.",
)
CHINESE = (
    "港口委员会周二以九票对两票决定关闭旧渡轮码头，最后一班船将于五月三十日午夜离开，港务长在会后对记者说。",
    "码头建于1929年，最繁忙的一年运送了41万名乘客，当地研究所的数据显示，去年只剩下不到两万人。",
    "一位在这条航线上航行了三十年的前船长说，我们会想念那些船，而不是那座建筑，他的儿子现在开公共汽车。",
    "委员会打算把大楼卖给一家公司，该公司计划建一个有64个摊位的市场和一所厨师学校，工程将持续18个月。",
)


def body(paragraphs: tuple[str, ...]) -> str:
    """Return the paragraphs as a clean text."""
    return "\n\n".join(paragraphs)


def edited(text: str) -> str:
    """Return `text` with the small changes of a copy desk."""
    for old, new in (("voted nine to two", "voted 9-2"), ("according to", "say"), ("former", "retired"), ("wants to", "will")):
        text = text.replace(old, new)
    return text


def weather(place: str, day: str, *numbers: int) -> str:
    """Return a weather report: always the same formula, filled with a place, a day and six numbers."""
    low, high, wind, rain, night, hour = numbers
    return (
        f"{place} will wake to {low} degrees on {day}, and the day will bring winds of {wind} metres a second from the west.\n"
        f"The afternoon reaches {high} degrees inland, with a chance of rain of {rain} per cent before evening comes.\n"
        f"The night stays mostly dry, with lows of {night} degrees; drivers are asked to watch for ice on bridges and in valleys.\n"
        f"High water at the harbour comes at {hour}.15, and the outlook for the day after is much the same as before."
    )


def chinese_weather(*numbers: int) -> str:
    """Return the same in Chinese, where no capital marks a name."""
    low, high, wind, rain, night, hour = numbers
    return (
        f"气象台预计明天早晨最低气温为{low}度，白天最高气温将达到{high}度，西风风力每秒{wind}米，请市民注意防风。"
        f"傍晚之前降雨的概率为百分之{rain}，夜间以多云为主，最低气温{night}度，请司机注意桥面结冰。"
        f"港口高潮时间为{hour}点十五分，后天的天气与明天大致相同，气温变化不大，适合户外活动。"
    )
