"""Sentences about invented people in real kinds of posts and bodies, with their labels.

    python compose.py OUT.jsonl.gz --corpora FOLDER --clauses silver.jsonl.gz [--count 40000] [--seed 1]

FOLDER holds roster/ and lists/. Posts are read from the roster's strings by the title grammar; names come from invent.py.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from pathlib import Path

from invent import People
from silver import HEAD
from tracker import lexicon, tag

HERE = Path(__file__).parent
NAMING = re.compile(r"[“”《》（）():_|]|[部局委厅省市县院社司校]|表示|指出|介绍|强调|^[美俄以乌日韩英法德印]|\d[年月日]")
Piece = tuple[str, str | None]

PARTY = "委 纪委监委 纪委 委组织部 委宣传部 委统战部 委政法委 委办公室 委党校 委编办 委网信办 委社会工作部 委巡察办 委老干部局 直机关工委".split()
STATE = (
    "政府 人民政府 人大常委会 政协 人大 发展改革委 发改委 教育局 公安局 财政局 民政局 司法局 人社局 自然资源局 生态环境局 住建局 交通运输局 水利局 农业农村局 商务局 文旅局 "
    "文化广电和旅游局 卫健委 应急管理局 审计局 市场监管局 统计局 医保局 信访局 林业局 城管局 国资委 行政审批局 大数据局 乡村振兴局 退役军人事务局 税务局 气象局 招商局 投资促进局 "
    "总工会 妇联 团委 残联 红十字会 工商联 文联 科协 法院 人民法院 检察院 人民检察院 人武部 消防救援支队 消防救援大队 公安分局 政府办 政府办公室 接待办 融媒体中心 疾控中心"
).split()
PROVINCE = (
    "省委 省政府 省人大常委会 省政协 省纪委监委 省委组织部 省委宣传部 省委统战部 省委政法委 省发展改革委 省教育厅 省科技厅 省公安厅 省民政厅 省财政厅 省人社厅 省自然资源厅 省生态环境厅 "
    "省住建厅 省交通运输厅 省水利厅 省农业农村厅 省商务厅 省文化和旅游厅 省卫健委 省应急管理厅 省国资委 省市场监管局 省广电局 省体育局 省统计局 省总工会 团省委 省妇联 省工商联 省文联 "
    "省高级人民法院 省高院 省人民检察院 省科学院 省社科院 省农科院 省地质局 省军区 省直机关工委 省委党校 省政府办公厅 省委办公厅 省人大财经委"
).split()
CENTRAL = (
    "中共中央政治局 中央书记处 国务院 全国人大常委会 全国政协 中央军委 中央纪委 国家监委 中央纪委国家监委 中央组织部 中央宣传部 中宣部 中组部 中央统战部 中央政法委 中央办公厅 国务院办公厅 中央外办 "
    "外交部 国防部 国家发展改革委 教育部 科技部 工业和信息化部 国家民委 公安部 国家安全部 民政部 司法部 财政部 人力资源和社会保障部 自然资源部 生态环境部 住房和城乡建设部 交通运输部 水利部 "
    "农业农村部 商务部 文化和旅游部 国家卫生健康委 退役军人事务部 应急管理部 中国人民银行 审计署 国务院国资委 海关总署 国家税务总局 市场监管总局 国家广播电视总局 国家体育总局 国家统计局 "
    "国家国际发展合作署 国家医保局 国家能源局 国家粮食和物资储备局 国家移民管理局 国家林草局 国家铁路局 中国民航局 国家邮政局 国家文物局 国家疾控局 国家药监局 国家知识产权局 国务院港澳办 "
    "国务院新闻办 国务院侨办 中央台办 国务院台办 新华社 人民日报社 中央广播电视总台 中国科学院 中国工程院 中国社会科学院 国务院发展研究中心 国家行政学院 中国气象局 国家自然科学基金委 全国总工会 "
    "共青团中央 全国妇联 中国文联 中国作协 中国科协 中国侨联 全国工商联 中国残联 最高人民法院 最高人民检察院 民革中央 民盟中央 民建中央 民进中央 农工党中央 致公党中央 九三学社中央 台盟中央 "
    "中央财经委员会办公室 中央全面深化改革委员会 中央网信办 国家网信办 中央党校 联合国 世界卫生组织 上海合作组织 世界银行 国际货币基金组织 欧盟委员会 东盟 亚投行 金砖国家新开发银行"
).split()
TOWN = "镇政府 镇党委 乡政府 乡党委 街道办事处 街道党工委 街道 村委会 村党支部 社区居委会 社区党委 派出所 司法所 中心小学 中学 卫生院".split()
PARK = "经开区 高新区 经济技术开发区 高新技术产业开发区 保税区 自贸区 新区 工业园区 风景区".split()
PARK_BODY = "管委会 党工委 纪工委 投资促进局 经济发展局 财政局 综合执法局 党政办公室".split()
SCHOOL = "大学 师范大学 理工大学 农业大学 医科大学 科技大学 财经大学 交通大学 工业大学 职业技术学院 学院 工程学院 工业职业技术学院 第一中学 实验小学 外国语学校 中医药大学 职业学院".split()
COLLEGE = "马克思主义学院 计算机学院 经济管理学院 文学院 法学院 化学化工学院 机械工程学院 外国语学院 教务处 科研处 学生处 党委宣传部 组织部 研究生院 图书馆 附属医院 第一附属医院 校友会 体育学院 生命科学学院 信息工程学院".split()
FIRM = "集团 集团有限公司 有限公司 股份有限公司 科技有限公司 控股集团 建设集团 实业有限公司 农业发展有限公司 城投集团 交投集团 文旅集团 生物科技有限公司 银行 分公司 水务集团 电子有限公司 汽车 能源".split()
BODY = "商会 红十字会 慈善总会 企业家协会 志愿者协会 书法家协会 律师协会 同乡会 中心医院 人民医院 第二人民医院 中医院 妇幼保健院 博物馆 图书馆 文化馆 供电公司 烟草局 农商银行 日报社 广播电视台 体校 研究院 研究所 消防救援站 交警大队 监狱 福利院 合作社".split()

LEADS = {
    "party": "书记 副书记 常委 委员 秘书长 副秘书长 专职副书记".split(),
    "head": "部长 副部长 常务副部长 主任 副主任 常务副主任 校长 副校长 一级调研员 二级巡视员 四级调研员 干事 科长 副科长".split(),
    "gov": "省长 市长 区长 县长 副省长 副市长 副区长 副县长 常务副市长 常务副县长 代市长 代县长 秘书长 副秘书长 党组成员 党组书记 党组副书记".split(),
    "people": "主任 副主任 党组书记 党组副书记 主席 副主席 秘书长 常委 委员 一级巡视员".split(),
    "bureau": "局长 副局长 党组书记 党组成员 党委书记 党委委员 党委副书记 主任 副主任 厅长 副厅长 总工程师 总经济师 总规划师 督察专员 二级调研员 一级巡视员 四级主任科员 处长 副处长 科长 股长 党支部书记 政委 支队长 大队长".split(),
    "court": "院长 副院长 检察长 副检察长 代检察长 党组书记 庭长 审判委员会专职委员 法官 检察官 政治部主任 执行局局长".split(),
    "town": "镇长 副镇长 乡长 党委书记 党工委书记 党委副书记 人大主席 宣传委员 组织委员 武装部长 主任 副主任 所长 村支书 党支部书记 第一书记 驻村第一书记 网格员 校长 院长".split(),
    "park": "主任 副主任 党工委书记 党工委副书记 党工委委员 书记 副书记 局长 副局长".split(),
    "school": "党委书记 校长 副校长 党委副书记 纪委书记 院长 副院长 党总支书记 处长 副处长 主任 副主任 教授 副教授 讲师 研究员 常务副校长 总会计师 辅导员 部长 馆长 校长助理 党委常委 系主任 团委书记 秘书长".split(),
    "firm": "董事长 总经理 副总经理 总裁 副总裁 党委书记 党委副书记 执行董事 首席执行官 首席技术官 总工程师 总监 董事 监事会主席 创始人 纪委书记 工会主席 首席科学家 总裁助理 法定代表人 厂长 车间主任 行长 副行长 财务总监 技术总监 合伙人".split(),
    "body": "会长 副会长 常务副会长 执行会长 名誉会长 秘书长 理事长 理事 主席 副主席 院长 副院长 党委书记 主任 副主任 馆长 社长 总编辑 台长 主任医师 副主任医师 站长 队长 监狱长 教导员 经理 顾问 所长".split(),
    "central": "部长 副部长 主任 副主任 局长 副局长 署长 院长 副院长 党组书记 党组成员 委员 常委 书记 总理 副总理 主席 副主席 秘书长 副秘书长 委员长 副委员长 发言人 新闻发言人 司长 副司长 会长 行长 副行长 院士 研究员 检察长 总经济师 总干事".split(),
}
FUSED = "国家主席 国家副主席 国务委员 外交部长 国防部长 总书记 财政部长 组织部长 宣传部长 统战部长 公安局长 教育局长 财政局长 团委书记 纪委书记".split()
FOREIGN = (
    "总统 总理 首相 副总统 副总理 外长 外交部长 国防部长 财政部长 国王 议长 副议长 参议长 众议长 国会主席 总督 驻华大使 驻上海总领事 特使 前总统 前总理 当选总统 候任总统 贸易部长 能源部长 农业部长 "
    "内政部长 国务卿 国务秘书 王储 副首相 第一副总理 外交与合作部长 旅游和文化部长 总统特使 总统办公厅主任 国家安全顾问 新闻秘书 参议员 众议员 市长 州长 国防部副部长 投资与贸易部长 联邦总统 议员 外交大臣 财政大臣 教育与科学部长"
).split()
FOREIGN_BODY = "外交部 国防部 议会 国民议会 众议院 参议院 中央银行 央行 人民党 社会党 国家石油公司 工商会 民主党 共和党 自由党 国立大学 国家科学院 内政部 能源部 卫生部 驻华使馆 宪法法院 军方 国会 广播公司 航空公司".split()
AGENCIES = "新华社 中新社 中新网 新京报 人民网 新华网 光明日报 经济日报 人民日报 工人日报 科技日报 中国青年报 法治日报 长江日报 南方日报 澎湃新闻 央视新闻 央视网 半月谈 俄新社 法新社 路透社 美联社 共同社 韩联社 今日俄罗斯 塔斯社".split()
TOPICS = "防汛救灾 安全生产 乡村振兴 招商引资 项目建设 党建 生态环保 基层治理 教育教学 科技创新 文旅融合 民生保障 营商环境 森林防火 粮食生产 主题教育 专项整治 人才引进 老旧小区改造 高质量发展 学科建设 信访 经济运行 共同富裕".split()
EVENTS = "工作会议 座谈会 专题会议 推进会 动员大会 常委会会议 开幕式 签约仪式 启动仪式 全体会议 表彰大会 新闻发布会 现场会 揭牌仪式 交流会 研讨会 第三次全体会议 理论学习中心组学习会 毕业典礼 论坛 招待会 峰会 培训班开班式 调度会 述职评议会 追悼会 捐赠仪式 迎新晚会".split()
WORKS = "《关于进一步加强基层工作的意见》 《春天的约定》 《乡土志》 《新时代干部作风建设》 《河流与城市》 《实施方案》 《大江东去》 《长河》 《中国农村变迁史》 《城乡规划条例》 “红旗杯” “强国杯” “金葵花奖” “光明工程”".split()
SIMPLE = (
    "要提高政治站位，压实工作责任 加快推进项目建设 把各项任务落到实处 双方合作前景广阔 希望大家再接再厉 今年的收成比往年好 这里的变化很大 我们一定不辜负大家的信任 两国关系发展良好 "
    "愿进一步加强交流合作 问题正在调查之中 下一步将继续完善相关措施 要坚持问题导向，补齐短板弱项 为当地群众带来实实在在的好处 孩子们都很高兴 前期工作进展顺利"
).split()


def titled(path: Path) -> list[tuple[list[Piece], int]]:
    """The roster's posts as pieces (organisation or place, title) with their counts; strings that do not parse are left out."""
    book = lexicon.load()
    titles, places = tag.Titles(book), set(book.places)
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        counts = Counter(json.loads(line)["title"] for line in lines)
    for post, count in sorted(counts.items()):
        pieces: list[Piece] = []
        for part in re.split("[、，]", post):
            spans = [s for s in titles.find(part) if s.end == len(part)]
            owner = part[: spans[-1].start] if spans else ""
            label = "LOC" if owner in places else "ORG" if HEAD.search(owner) or owner.endswith(("区委", "管委会", "街道", "常委会")) else None
            if not spans or (owner and not label) or re.search("[（(：:/0-9]|前任|现任|时任", part):
                pieces = []
                break
            pieces += [("、", None)] * bool(pieces) + [(owner, label)] * bool(owner) + [(part[spans[-1].start :], "TITLE")]
        if pieces:
            found.append((pieces, count))
    return found


class Composer:
    """Fills frames; every method named like a slot returns labelled pieces."""

    def __init__(self, people: People, corpora: Path, clauses: list[str], seed: int) -> None:
        self.people, self.random, self.clauses = people, random.Random(seed), clauses
        rows = [line.split("\t") for line in (corpora / "lists/admin_divisions/divisions.tsv").read_text(encoding="utf-8").splitlines()]
        generic = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
        kinds = {kind: [r[1] for r in rows if r[2] == kind and r[1] not in generic] for kind in ("provinces", "cities", "areas", "streets")}
        self.divisions = kinds
        self.areas = {r[0]: r[1] for r in rows}
        self.nested = [(self.areas.get(r[3], ""), r[1]) for r in rows if r[2] == "areas" and r[3]]
        self.posts = titled(corpora / "roster/positions.jsonl.gz")
        self.post_weights = [n**0.6 for _, n in self.posts]
        self.organs = [line.split("\t")[0] for line in (corpora / "roster/org_names.tsv").read_text(encoding="utf-8").splitlines()]
        self.organs = [o for o in self.organs if HEAD.search(o) and not re.search("[/（(、，]", o)]
        book = lexicon.load()
        self.countries = [c for c in book.countries if c.endswith(("国", "亚", "斯坦", "兰", "尔", "拉", "加", "日本", "越南", "老挝", "伊朗", "古巴", "埃及", "巴西"))]
        self.given = [c for c in people.everything if "\u4e00" <= c <= "\u9fff"]
        self.frames = [line for line in (HERE / "frames.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
        self.chars = "华盛达鑫恒源泰隆兴瑞丰信诚天宇中科金龙海洋东方腾飞绿地新能智联远大宏图光明正和盈博雅创世纪永康美佳星云"

    def one(self, words: list[str]) -> str:
        return self.random.choice(words)

    def sentence(self) -> list[Piece]:
        """One frame with its slots filled."""
        pieces: list[Piece] = []
        for part in re.split(r"(\{\w+\})", self.one(self.frames)):
            if part.startswith("{"):
                pieces += getattr(self, part[1:-1])()
            elif part:
                pieces.append((part, None))
        return pieces

    # names
    def p(self) -> list[Piece]:
        return [(self.people.anyone(), "PERSON")]

    def fp(self) -> list[Piece]:
        return [(self.people.foreign(), "PERSON")]

    def s(self) -> list[Piece]:
        return [(self.people.surname(), "PERSON")]

    def ns(self) -> list[Piece]:
        name = self.people.chinese()
        return [(name[0] + self.one([" ", "　", "  "]) + name[1] if len(name) == 2 and self.random.random() < 0.6 else name, "PERSON")]

    def joined(self, make, low: int, high: int, mark: str = "、") -> list[Piece]:
        pieces: list[Piece] = []
        for _ in range(self.random.randint(low, high)):
            pieces += [(mark, None)] * bool(pieces) + make()
        return pieces

    def ps(self) -> list[Piece]:
        return self.joined(self.p, 2, 7)

    def by(self) -> list[Piece]:
        pieces: list[Piece] = []
        for role in self.random.choice((["记者"], ["记者", "通讯员"], ["通讯员"], ["本报记者"], ["记者", "摄影"], ["见习记者", "实习生"], ["特约记者", "通讯员"], ["作者"])):
            pieces += [(self.one(["", " "]) if pieces else "", None), (role + self.one(["", " ", "：", " "]), None)]
            pieces += self.joined(self.ns, 1, 3, self.one([" ", "　", "、", "，", " ", " "]))
        return [piece for piece in pieces if piece[0]]

    def byn(self) -> list[Piece]:
        """A credit as agencies print it: the names apart or run together."""
        pieces: list[Piece] = [(self.one(["记者", "记者", "记者 ", ""]), None), *self.joined(self.p, 1, 3, self.one([" ", "", "、", "　"]))]
        if self.random.random() < 0.3:
            pieces += [(self.one([" ", "", "、"]) + self.one(["通讯员", "实习生", "摄影"]), None), *self.joined(self.p, 1, 2, self.one([" ", ""]))]
        return [piece for piece in pieces if piece[0]]

    def latin(self) -> list[Piece]:
        syllables = "ra mon ti bel cos san der lin go vi tar mo ken li sha du pont".split()
        return [(" ".join("".join(self.random.sample(syllables, 3)).title() for _ in range(2)), None)]

    def ag(self) -> list[Piece]:
        return [(self.one(AGENCIES), "ORG")]

    def l2(self) -> list[Piece]:
        return [(self.people.sounds(2, 4) + self.one(["市", "省", "州", "岛", "地区", "港"]), "LOC")]

    # places, bodies, posts
    def c(self) -> list[Piece]:
        return [(self.one(self.countries), "LOC")]

    def area(self) -> str:
        roll = self.random.random()
        if roll < 0.3:
            return self.one(self.divisions["cities"])
        if roll < 0.8:
            return self.one(self.divisions["areas"])
        return "".join(self.one(self.nested))

    def short(self, place: str) -> str:
        return re.sub("(?:市|省|自治区|壮族|回族|维吾尔)+$", "", place) if len(place) > 2 else place

    def l(self) -> list[Piece]:  # noqa: E743
        roll = self.random.random()
        if roll < 0.3:
            return [(self.area(), "LOC")]
        if roll < 0.5:
            return [(self.short(self.one(self.divisions["cities"] + self.divisions["provinces"])), "LOC")]
        if roll < 0.7:
            return [(self.one([self.area(), ""]) + self.one(self.divisions["streets"]).replace("街道办事处", "街道"), "LOC")]
        tail = self.one("村 社区 工业园 产业园 高铁站 机场 水库 大桥 文化广场 体育馆 会展中心 人民公园 古镇 烈士陵园 国际会议中心 高速公路 自然保护区 港 小区 宾馆 会堂".split())
        return [(self.one([self.area(), self.short(self.area()), ""]) + self.one(self.given) + self.one(self.given) + tail, "LOC")]

    def body(self) -> tuple[str, str]:
        """An organisation and the kind of its posts."""
        roll, area, one = self.random.random(), self.area(), self.one
        if roll < 0.14:
            part = one(PARTY)
            party = self.one([area, area[-1]]) + part if area[-1] in "市县区州" else area + "市" + part
            return party, "party" if part in ("委", "纪委", "纪委监委", "委政法委", "直机关工委") else "head"
        if roll < 0.36:
            part = one(STATE)
            whole = self.one([area, area, area[-1] if area[-1] in "市县区州" else area]) + part
            kind = {"政": "gov", "人": "people", "法": "court", "检": "court"}.get(part[0], "bureau") if part[:2] not in ("人社", "人武", "政协", "政府办") else "bureau"
            return whole, "people" if part in ("政协", "人大", "人大常委会", "妇联", "总工会", "文联", "科协", "残联", "工商联") else "court" if "法院" in part or "检察院" in part else kind
        if roll < 0.46:
            province = one([p for p in self.divisions["provinces"] if p.endswith("省")])
            part = one(PROVINCE)
            return one([province[:-1], province[:-1], ""]) + part, "party" if part.endswith("委") and len(part) < 3 else "gov" if part == "省政府" else "bureau"
        if roll < 0.56:
            return one(CENTRAL), "central"
        if roll < 0.63:
            return one([area, ""]) + one(self.divisions["streets"]).replace("街道办事处", "").replace("镇", "").replace("乡", "") + one(TOWN), "town"
        if roll < 0.68:
            return self.short(area) + one(PARK) + one(PARK_BODY), "park"
        if roll < 0.78:
            return self.short(area) + one(SCHOOL) + one(["", "", one(COLLEGE)]), "school"
        if roll < 0.89:
            brand = "".join(self.random.sample(self.chars, self.random.choice((2, 2, 2, 3, 4))))
            return one(["", self.short(area), area, "中国", "国网"]) + brand + one(FIRM), "firm"
        if roll < 0.95:
            return one([area, self.short(area), area + self.short(self.area())]) + one(BODY), "body"
        return one(self.organs), "bureau"

    def o(self) -> list[Piece]:
        return [(self.body()[0], "ORG")]

    def t(self) -> list[Piece]:
        return [(self.one(LEADS[self.one(list(LEADS))]) if self.random.random() < 0.9 else self.one(FUSED), "TITLE")]

    def ts(self) -> list[Piece]:
        kind = LEADS[self.one(list(LEADS))]
        return self.joined(lambda: [(self.one(["", "", "", "", "原"]) + self.one(kind), "TITLE")], 1, 3)

    def post(self) -> list[Piece]:
        roll = self.random.random()
        if roll < 0.4:
            return list(self.random.choices(self.posts, self.post_weights)[0][0])
        if roll < 0.45:
            return [(self.short(self.area()), "LOC"), (self.one(FUSED[5:]), "TITLE")] if roll < 0.42 else [(self.one(FUSED), "TITLE")]
        if roll < 0.5:
            place = self.one(self.divisions["areas"] + self.divisions["cities"])
            if place[-1] in "市县区":
                return [(place, "LOC"), (self.one(["", "副", "常务副", "代", "原", ""]) + place[-1] + "长", "TITLE")]
        organ, kind = self.body()
        first = "原" if self.random.random() < 0.06 else ""
        pieces: list[Piece] = [(organ, "ORG"), (first + self.one(LEADS[kind]), "TITLE")]
        while self.random.random() < 0.35:
            pieces.append((self.one(["、", "、", "、", "兼"]), None))
            if self.random.random() < 0.5:
                organ, kind = self.body()
                pieces.append((organ, "ORG"))
            pieces.append((self.one(LEADS[kind]), "TITLE"))
        return pieces

    def pp(self) -> list[Piece]:
        roll, post = self.random.random(), self.post()
        if roll < 0.08 and len(post) < 3:
            return [*post[:-1], (self.people.anyone(), "PERSON"), post[-1]]  # 外国语学院陈学义院长
        return [*post, *([("、", None)] if roll > 0.99 else []), (self.people.anyone(), "PERSON")]

    def pps(self) -> list[Piece]:
        pieces: list[Piece] = []
        for _ in range(self.random.randint(2, 4)):
            pieces += [(self.one(["、", "，", "，"]), None)] * bool(pieces) + self.pp()
            if self.random.random() < 0.35:
                pieces += [("、", None), *self.joined(self.p, 1, 4)]
        return pieces

    def fpp(self) -> list[Piece]:
        roll, land = self.random.random(), self.one(self.countries)
        if roll < 0.7:
            return [(land, "LOC"), (self.one(FOREIGN), "TITLE"), *self.fp()]
        if roll < 0.85:
            return [(land + self.one(FOREIGN_BODY), "ORG"), (self.one(["主席", "副主席", "部长", "发言人", "总裁", "首席执行官", "行长", "议长", "总书记", "副部长", "主任"]), "TITLE"), *self.fp()]
        firm = self.people.sounds(2, 3) + self.one(["公司", "集团", "基金会", "银行", "大学", "汽车公司", "研究所"])
        return [(self.one(["", land]) + firm, "ORG"), (self.one(LEADS["firm"][:14]), "TITLE"), *self.fp()]

    def fpps(self) -> list[Piece]:
        return self.joined(self.fpp, 2, 5)

    # days and filling
    def d(self) -> list[Piece]:
        r = self.random
        month, day = r.randint(1, 12), r.randint(1, 28)
        whole = f"{month}月{day}日"
        return [(self.one([whole, whole, whole, f"{day}日", f"{r.randint(1990, 2025)}年{whole}", whole + self.one(["上午", "下午", "晚"]), f"{day}日" + self.one(["上午", "下午"]),
                           f"{month}月{day}日至{day + r.randint(1, 3)}日", "今天", "日前", "近日", "当天", "昨日", f"{month}月", f"{r.randint(1990, 2025)}年"]), "DATE")]

    def y(self) -> list[Piece]:
        return [(f"{self.random.randint(1955, 2004)}年{self.random.randint(1, 12)}月", "DATE")]

    def num(self) -> list[Piece]:
        return [(str(self.random.randint(3, 96)), None)]

    def topic(self) -> list[Piece]:
        return [(self.one(TOPICS), None)]

    def ev(self) -> list[Piece]:
        return [(self.one(["", self.one(TOPICS)]) + self.one(EVENTS), None)]

    def work(self) -> list[Piece]:
        return [(self.one(WORKS), None)]

    def clause(self) -> list[Piece]:
        return [(self.one(self.clauses) if self.random.random() < 0.8 else self.one(SIMPLE), None)]

    def headline(self) -> list[Piece]:
        act = self.one("调研 会见 出席 主持召开 到 在 参加 看望慰问 赴 督导 检查 走访 率团访问 宣讲".split())
        return [*self.one([self.p, self.p, self.pp, self.ps])(), (act, None), *self.one([self.l, self.o])(), *self.one([self.topic, self.ev])(),
                *self.one([list, lambda: [(" ", None), *self.ps(), (self.one(["出席", "参加", "陪同"]), None)]])()]


def spans(pieces: list[Piece]) -> dict:
    """The row of a sentence."""
    text, found = "", []
    for words, label in pieces:
        if label and words:
            found.append([len(text), len(text) + len(words), label])
        text += words
    return {"text": text, "spans": found}


def plain_clauses(path: Path) -> list[str]:
    """Clauses of the reports that name nobody and nothing, by both labellers."""
    found = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            if number % 5 == 0 and not row["spans"] and not row["loose"]:
                found.update(c for c in re.split("[。！？；\n]", row["text"]) if 8 <= len(c) <= 60 and not NAMING.search(c))
    return sorted(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--clauses", type=Path, required=True)
    parser.add_argument("--count", type=int, default=40000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    surnames = Path(lexicon.__file__).parent / "surnames.tsv"
    people = People(args.corpora / "roster/persons.jsonl.gz", surnames, args.seed)
    composer = Composer(people, args.corpora, plain_clauses(args.clauses), args.seed)
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        for _ in range(args.count):
            out.write(json.dumps(spans(composer.sentence()), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
