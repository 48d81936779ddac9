"""Invented people: names drawn from tables of surnames and characters, never copied from anybody."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from pathlib import Path

SYLLABLES = (
    "阿 埃 艾 安 奥 巴 班 贝 比 彼得 波 伯 博 布 布鲁 查 达 大 戴 丹 德 登 迪 蒂 杜 顿 多 厄 恩 尔 法 费 菲 芬 弗 福 夫 盖 甘 冈 戈 格 格雷 古 哈 海 汉 赫 "
    "亨 侯 胡 华 霍 基 吉 加 贾 杰 金 卡 凯 坎 康 考 柯 科 克 肯 库 昆 拉 莱 兰 劳 勒 雷 里 利 理 莉 林 琳 龙 卢 鲁 伦 罗 洛 马 玛 麦 曼 梅 门 米 明 莫 "
    "穆 纳 娜 南 内 尼 宁 努 诺 欧 帕 潘 佩 皮 普 齐 奇 钱 乔 切 琼 让 瑞 萨 塞 桑 沙 山 舍 圣 施 史 舒 斯 斯基 斯坦 苏 索 塔 泰 坦 汤 特 图 托 瓦 威 韦 "
    "维 温 沃 乌 西 希 夏 谢 辛 休 雅 延 耶 伊 因 英 尤 约 扎 詹 珍 朱 兹 佐 姆 什 茨 梁 科娃 诺夫 维奇 耶夫 松 森 逊 蒙 阔 绍 弥 坡 蓬 颂 攀 诗 猜 素 巍"
).split()
ETHNIC = (
    "买买提 艾尔 吐尔 逊江 阿布都 热合曼 古丽 努尔 库尔班 玉素甫 艾合 买提 帕提 古力 依明 木拉提 卡德尔 赛福 沙塔尔 肉孜 加帕尔 阿卜杜 拉克 巴合提 叶尔 "
    "江布尔 达吾提 吐尼 亚孜 艾克 拜尔 祖农 铁木 尔达 阿迪力 迪里 夏提 居来提 乃依木 亚森 伊力哈木 赛买提 努尔兰 别克 波拉提 哈力克"
).split()
TIBETAN = (
    "扎西 次仁 洛桑 江村 多吉 央金 卓玛 旺堆 旺久 平措 尼玛 达瓦 丹增 索朗 白玛 格桑 顿珠 拉姆 次旦 边巴 普布 巴桑 晋美 仁青 坚参 罗布 占堆 群培 "
    "嘎玛 欧珠 曲珍 德吉 桑杰 加措 才让 才旦 措姆 洛珠 班觉 朗杰 强巴 赤列"
).split()
MONGOL = "巴特尔 苏和 那顺 乌力吉 布和 朝鲁 孟和 额尔敦 宝音 包力高 其木格 阿拉坦 图雅 斯琴 乌云 吉日嘎拉 特木尔 哈斯 毕力格 达来 娜仁 高娃 巴雅尔 阿古拉 青格乐".split()
JAPANESE_FAMILY = "田中 铃木 佐藤 高桥 渡边 伊藤 山本 中村 小林 加藤 吉田 山田 佐佐木 山口 松本 井上 木村 清水 斋藤 岸本 石川 河野 林 森 上川 野田 茂木 谷垣 福田 小渊 菅原".split()
JAPANESE_GIVEN = "太郎 一郎 健太 直树 文雄 信介 茂 博文 义伟 和夫 贞昭 阳子 惠子 美咲 洋平 敏充 俊一 弘之 正男 进次郎 诗织 智子 由纪夫 纯一郎 顺三".split()
VIET = "阮 范 黎 陈 武 裴 邓 杜 胡 吴 黄 潘".split()
KOREAN = "金 李 朴 崔 郑 赵 尹 姜 张 林 韩 申 徐 权 黄 安 宋 柳 洪 文".split()
RARE = "亓 仝 佘 冼 冉 郗 郜 郦 郏 逄 迟 逯 都 鄢 鄂 酆 阚 隗 阙 雒 靳 鞠 麦 麻 黑 龚 糜 綦 缪 羿 胥 芮 苑 苟 苗 荆 荀 荣 莘 莫 蒯 蒲 蔺 蔚 薄 蓝 蓬 藏 虞 蹇 裘 褚 覃 訾 谌 谯 谈 谷 亢 仉 仰 伊 但 佟 来 凌 刁 刑 包 匡 占 卜 卞 双 古 召 台 司 吉 后 哈 商 帖 干 庄 应 库 廉 操 支 敖 时 晏 暨 暴 查 柯 柏 桂 桑 楚 檀 欧 步 殷 母 洛 涂 淡 溥 满 漆 燕 牟 狄 琚 璩 瞿 甄 甘 由 畅 皮 盛 相 祁 种 符 米 索 经 老 粟 贝 赫 车 边 连 邰 邸 銮 闫 闻 阎 阳 項 高 鲍 鲜 鹿 齐 帅 咸 明 东 水 和 向 宁 安 平 强 常 方 文 时 有 尚 巨 幸".split()
COMPOUND = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 端木 夏侯 轩辕 呼延 东郭 南宫 司空 钟离 闻人 澹台 西门 申屠 淳于 太史 万俟 百里 达奚 纳兰 完颜 赫连 拓跋 独孤".split()
WORDS = "高兴 文明 方便 安静 金山 马上 高原 向阳 白雪 黄河 江山 平安 和平 常青 程序 成功 时光 华夏 丰收 石林 田园 温暖 严肃 康健 明亮 关键 强大 万千 曾经 于是 边防 包容 项目 党建 经纬 权衡 任重 全胜 海阔 方向 周全 高峰 常态 安全 连续 管理 卫星 花朵 苗圃 雷达 白云 高尚 段落 田野 东方红 司法 牛奶 马力 龙头 江河 苏州 杭州 温州 通州 郑州".split()


class People:
    """Draws names; the tables come from a list of names of which only the counts of characters are kept."""

    def __init__(self, names: Path, surnames: Path, seed: int) -> None:
        self.random = random.Random(seed)
        table = [line.split("\t") for line in surnames.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
        self.surnames = [row[0] for row in table]
        self.weights = [float(row[1]) if len(row) > 1 else 1.0 for row in table]
        self.slots: list[Counter[str]] = [Counter(), Counter(), Counter()]
        with gzip.open(names, "rt", encoding="utf-8") as lines:
            for name in (json.loads(line)["name"] for line in lines):
                if len(name) == 2:
                    self.slots[0][name[1]] += 1
                elif len(name) == 3 and name.isalpha():
                    self.slots[1][name[1]] += 1
                    self.slots[2][name[2]] += 1
        self.drawn = [(list(slot), [n**0.8 for n in slot.values()]) for slot in self.slots]
        self.everything = sorted(set().union(*self.slots) | set("昶炅喆垚淼焱鑫犇琮珺瑭璟璇翀翊翮劼勍勖旻旸昀晖晗晔暄烨煜燊骞骐骥彧彬斌赟祎祺禛竑筱芃芮茜苒菁萱蓓蕙薇潇潆澍澜濛沁沂沄泓洺浚涵淇湉溦滢漪"))

    def surname(self) -> str:
        roll = self.random.random()
        if roll < 0.78:
            return self.random.choices(self.surnames, self.weights)[0]
        if roll < 0.90:
            return self.random.choice(self.surnames)
        return self.random.choice(RARE) if roll < 0.965 else self.random.choice(COMPOUND)

    def given(self) -> str:
        sizes = (0,) if self.random.random() < 0.36 else (1, 2)
        return "".join(
            self.random.choice(self.everything) if self.random.random() < 0.15 else self.random.choices(*self.drawn[slot])[0]
            for slot in sizes
        )

    def chinese(self) -> str:
        """柳明远; now and then a word that is also a name, or two surnames."""
        roll = self.random.random()
        if roll < 0.02:
            return self.random.choice(WORDS)
        if roll < 0.035:
            return self.surname() + self.random.choice(["某", "某某", "某" + self.given()[-1]])
        if roll < 0.06:
            return self.surname() + self.random.choice(self.surnames)[0] + self.given()[-1]
        return self.surname() + self.given()

    def ethnic(self) -> str:
        """Uygur, Kazakh, Tibetan and Mongol names as printed."""
        pick, roll = self.random.choice, self.random.random()
        if roll < 0.55:
            return pick(ETHNIC) + pick(["", "", pick(ETHNIC)]) + "·" + pick(ETHNIC) + pick(["", pick(ETHNIC)])
        return pick(TIBETAN) + pick(TIBETAN) if roll < 0.8 else pick(MONGOL) + pick(["", "", pick(MONGOL)])

    def sounds(self, low: int, high: int) -> str:
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.randint(low, high)))

    def foreign(self) -> str:
        """Names as the tables of transliteration spell them, and names of neighbours in their own characters."""
        pick, roll = self.random.choice, self.random.random()
        if roll < 0.015:
            return self.sounds(2, 4) + pick("一二三四五六七八") + "世"
        if roll < 0.45:
            return self.sounds(2, 4)
        if roll < 0.48:
            return self.sounds(1, 3) + "-" + self.sounds(2, 3) + pick(["", "·" + self.sounds(2, 3)])
        if roll < 0.75:
            return self.sounds(2, 4) + "·" + pick(["", "", "", pick(["阿勒", "本", "德", "范", "冯", "伊本"]) + "·"]) + self.sounds(2, 4)
        if roll < 0.85:
            return pick(JAPANESE_FAMILY) + pick(JAPANESE_GIVEN)
        family = pick(VIET) if roll < 0.93 else pick(KOREAN)
        return family + self.random.choices(*self.drawn[1])[0] + self.random.choices(*self.drawn[2])[0]

    def like(self, name: str) -> str:
        """A name of the kind of `name`: foreign for foreign, ethnic for ethnic."""
        if "·" in name or "•" in name:
            return self.ethnic() if self.random.random() < 0.25 else self.foreign()
        if len(name) == 1:
            return self.surname()
        if len(name) <= 3 and name[0] in self.surnames or name[:2] in COMPOUND:
            return self.chinese() if self.random.random() < 0.95 else self.ethnic()
        return self.foreign()

    def anyone(self) -> str:
        roll = self.random.random()
        return self.chinese() if roll < 0.82 else self.ethnic() if roll < 0.9 else self.foreign()
