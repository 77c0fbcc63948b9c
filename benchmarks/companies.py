"""Invented names of companies, as a team in China and Vietnam would have them: nearly all different."""

from collections.abc import Iterator
from random import Random

_CHINESE = (
    "恒瑞宏远鼎盛华泰金信德义和润嘉佳美新海天龙凤翔云飞腾达通顺康健安宁泽沛霖森林松柏竹兰梅菊晨曦阳光明星辰宇宙乾坤"
    "博文雅韵思睿智慧诚毅勇锐捷迅驰骏骐骥鹏鸿鹄雁鹤麟凯旋胜利兴旺昌隆丰茂盈满溢洋浩瀚江河湖泊溪泉岭峰岳山川原野"
)
_CHINESE_PLACES = ("苏州", "无锡", "宁波", "杭州", "深圳", "东莞", "上海", "青岛", "武汉", "佛山", "常州", "厦门")
_CHINESE_FIELDS = (
    "精密机械",
    "电子科技",
    "物流",
    "软件",
    "食品",
    "医疗器械",
    "新能源",
    "建筑工程",
    "贸易",
    "汽车零部件",
)
_VIETNAMESE_FIELDS = (
    "Cơ khí", "Điện tử", "Vận tải", "Phần mềm", "Thực phẩm", "Dược phẩm", "Xây dựng", "Thương mại", "Bao bì",
    "Nội thất",
)  # fmt: skip
_VIETNAMESE_WORDS = (
    "Minh An Hoàng Phúc Thịnh Đức Quang Long Hải Nam Việt Thành Đạt Bình Gia Khánh Tân Hưng Phát Lộc Kim Ngọc Sơn Lâm "
    "Thủy Hà Trung Tín Nghĩa Vạn Xuân Thiên Ân Bảo Châu Cường Dũng Phong Vân Mai Lan Hồng Tâm Trí Thái Yên"
)
_VIETNAMESE = _VIETNAMESE_WORDS.split()
_ONSETS = "b br c cl d dr f g gr h j k l m n p pr qu r s st t tr v w z".split()  # noqa: SIM905
_VOWELS = "a e i o u ai ea io ou".split()  # noqa: SIM905
_CODAS = "l n r s x nd rk st th m ck".split()  # noqa: SIM905
_ENGLISH_FIELDS = ("Machinery", "Circuits", "Logistics", "Software", "Foods", "Medical", "Energy", "Trading", "Tools")
LEGAL = ("Co., Ltd.", "Pte. Ltd.", "GmbH", "Inc.")


def company_names(random: Random, count: int) -> Iterator[str]:
    """So many names; one in five hundred is an earlier one in another spelling."""
    earlier: list[str] = []
    for _ in range(count):
        if earlier and random.random() < 0.002:
            yield random.choice(earlier).upper()
            continue
        name = random.choice((_chinese, _vietnamese, _english))(random)
        earlier.append(name)
        yield name


def _chinese(random: Random) -> str:
    brand = "".join(random.sample(_CHINESE, random.choice((2, 3, 3, 4))))
    return f"{random.choice(_CHINESE_PLACES)}{brand}{random.choice(_CHINESE_FIELDS)}有限公司"


def _vietnamese(random: Random) -> str:
    brand = " ".join(random.sample(_VIETNAMESE, random.choice((2, 3, 3))))
    return f"Công ty {random.choice(('TNHH', 'Cổ phần'))} {random.choice(_VIETNAMESE_FIELDS)} {brand}"


def _english(random: Random) -> str:
    syllables = (random.choice(_ONSETS) + random.choice(_VOWELS) for _ in range(random.choice((2, 2, 3))))
    brand = "".join(syllables) + random.choice(_CODAS)
    return f"{brand.capitalize()} {random.choice(_ENGLISH_FIELDS)} {random.choice(LEGAL)}"
