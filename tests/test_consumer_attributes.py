"""Private facts in the labels of tags: found in three languages, and nothing else taken for one."""

import pytest

from xltags.core.consumer_attributes import consumer_attribute
from xltags.core.finding import LANGUAGES
from xltags.core.shipped_rows import shipped_rows

PRIVATE = {
    "gender": ["Gender", "Female buyer", "Male contacts", "Mr", "女", "性别", "女性采购", "男客户", "Giới tính",
               "Khách nữ", "Nữ"],
    "age": ["Age", "Age 25-34", "Aged over 50", "Gen Z", "Customer age", "年龄", "80后", "30岁以上", "Độ tuổi",
            "Nhóm tuổi 30"],
    "education": ["Education level", "PhD", "Bachelor degree", "学历", "本科", "研究生学历", "Học vấn",
                  "Trình độ học vấn", "Thạc sĩ"],
    "marital_status": ["Marital status", "Married", "Divorced", "婚姻状况", "已婚", "单身", "Tình trạng hôn nhân",
                       "Độc thân"],
    "children": ["Has children", "Young parents", "Family size", "有孩子", "宝妈", "Có con", "Số con"],
    "birthday": ["Birthday", "Date of birth", "生日", "出生年月", "Sinh nhật", "Năm sinh"],
    "zodiac": ["Zodiac sign", "Scorpio", "星座", "天蝎座", "属相", "Cung hoàng đạo", "Con giáp"],
    "hobby": ["Hobby", "Plays golf", "Hobbies and sport", "爱好", "喜欢旅游", "高尔夫", "Sở thích cá nhân",
              "Thích chơi golf"],
    "religion": ["Religion", "Buddhist", "宗教信仰", "Tôn giáo"],
    "origin_of_person": ["Hometown", "Ethnic group", "籍贯", "民族", "Quê quán", "Dân tộc"],
    "personality": ["Personality", "Introvert", "MBTI", "Blood type", "性格", "血型", "Tính cách", "Hướng nội"],
    "private_wealth": ["Personal income", "Owns a car", "Home owner", "个人收入", "有房有车", "Thu nhập cá nhân",
                       "Có ô tô"],
    "appearance": ["Body height", "Good looking", "身高", "颜值", "Ngoại hình", "Chiều cao"],
    "lifestyle": ["Lifestyle", "Smoker", "Dog owner", "吸烟", "养宠物", "Lối sống", "Hút thuốc"],
    "shopping_habit": ["Bargain hunter", "Impulse buyer", "羊毛党", "冲动消费", "Săn khuyến mãi"],
    "group_member": ["Joined the group", "In the group", "WeChat group member", "已入群", "未进群", "Đã vào nhóm",
                     "Thành viên nhóm"],
    "private_contact": ["Drinking buddy", "School friend", "老乡", "亲戚", "Bạn nhậu", "Họ hàng"],
}  # fmt: skip
BUSINESS = [
    "Stage", "Agency", "Package", "Managed service", "Company age", "Age of machine", "Company age under 3 years",
    "Education and training", "University hospital", "Training provider", "Women's wear", "Women-owned business",
    "Single site", "Single sign-on", "Parent company", "Product family", "Family business", "Weight of goods",
    "Height of rack", "Group company", "Buying group", "Member of an association", "Interest in webinars",
    "Human relations",
    "Sex-linked genetics lab", "Sportswear", "Golf course operator", "Travel agency", "Reading machine",
    "Male connector",
    "Contract age", "Account age", "Income tax software", "Car fleet", "Company cars", "Fishing industry",
    "Pet food maker",
    "Religious organisation", "Wedding agency", "Race track", "Brand personality", "Diet food manufacturer",
    "Old system",
    "企业年龄", "公司年龄", "设备机龄", "教育培训", "教育行业", "女装", "女性用品", "母公司", "子公司", "集团客户",
    "家具", "儿童用品",
    "体育用品", "汽车零部件", "车队管理", "宗教用品", "民族品牌", "婚庆公司", "意向产品", "合同账龄", "客户阶段",
    "兴趣产品", "品牌性格",
    "Tuổi nợ", "Tuổi đời doanh nghiệp", "Tuổi máy", "Giáo dục và đào tạo", "Thời trang nữ", "Công ty con", "Tập đoàn",
    "Nhóm sản phẩm", "Sản phẩm quan tâm", "Việt Nam", "Miền Nam", "Sở thích sản phẩm", "Nhà hàng ăn chay", "Đội xe",
    "Cao đẳng nghề", "Trường học", "Dịch vụ tiệc cưới",
]  # fmt: skip


@pytest.mark.parametrize(("attribute", "label"), [(id, label) for id, labels in PRIVATE.items() for label in labels])
def test_a_private_fact_is_found(attribute: str, label: str) -> None:
    found = consumer_attribute([label])
    assert found is not None
    assert found.id == attribute


@pytest.mark.parametrize("label", BUSINESS)
def test_a_business_fact_is_left_alone(label: str) -> None:
    assert consumer_attribute([label]) is None


def test_the_figures_precision_and_recall_are_1_on_these_labels() -> None:
    private = [label for labels in PRIVATE.values() for label in labels]
    found = [label for label in (*private, *BUSINESS) if consumer_attribute([label])]
    assert len(private) >= 100
    assert len(BUSINESS) >= 75
    assert found == private


def test_every_attribute_has_words_in_three_languages_and_a_case() -> None:
    rows = shipped_rows("consumer_attributes.csv")
    assert {row["attribute"] for row in rows} == set(PRIVATE)
    for row in rows:
        assert all(row[language] for language in LANGUAGES)
        assert row["words_en"]
        assert row["parts_zh"]
        assert row["words_vi"]


def test_a_decomposed_or_full_width_label_is_read_alike() -> None:
    assert consumer_attribute(["Gio\u031b\u0301i ti\u0301nh"]) is not None
    assert consumer_attribute(["ＧＥＮＤＥＲ"]) is not None


def test_nothing_that_xltags_ships_is_a_private_fact() -> None:
    for name in ("tags.csv", "geo_cn.csv", "geo_vn.csv"):
        for row in shipped_rows(name):
            assert consumer_attribute([row["tag"], row["zh"], row["vi"]]) is None, row["tag_id"]
    for row in shipped_rows("tag_groups.csv"):
        assert consumer_attribute([row["label_en"], row["label_zh"], row["label_vi"]]) is None, row["group"]
