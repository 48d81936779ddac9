"""The event stage: what happened, who took part and as what, and who is only named.

An event is written as `type month-day: name role+role, name role`; ? is a day that is not known.
"""

from datetime import date

import pytest

from tracker import events, roles, tag
from tracker.types import Report

MONDAY = date(2020, 8, 10)


def extraction(text, headline=None):
    mentions = tag.mentions(tag.load(), text)
    return events.find(Report("r", text, headline, MONDAY), mentions, roles.bind(text, mentions))


def told(text):
    """The events of a report in the order told."""
    return written(extraction(text).events)


def written(events):
    """Events as lines to compare."""
    return [f"{e.type} {e.date.strftime('%m-%d') if e.date else '?'}: "
            + ", ".join(f"{p.name} {'+'.join(p.roles)}" for p in e.participants) for e in events]


def there(text):
    """Who is present; who is only mentioned stands after /, who signs after *."""
    people = extraction(text).people
    groups = [" ".join(p.name for p in people if p.attendance == kind) for kind in ("present", "mentioned", "byline")]
    return f"{groups[0]} / {groups[1]}".strip() + (f" * {groups[2]}" if groups[2] else "")


@pytest.mark.parametrize(("text", "expected"), [
    # meetings: the subject is host
    ("8月4日，青河市委书记林建国会见启衡装备集团董事长尉迟清川。", ["meeting 08-04: 林建国 host, 尉迟清川 guest"]),
    ("8月4日，区长骆文昭会见了启衡装备集团董事长尉迟清川一行。", ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"]),
    ("8月4日，区长骆文昭在岚屏会见启衡装备集团董事长尉迟清川、总裁岑若溪。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest, 岑若溪 guest"]),
    ("8月4日，区委书记林建国、区长骆文昭会见启衡装备集团董事长尉迟清川。",
     ["meeting 08-04: 林建国 host, 骆文昭 host, 尉迟清川 guest"]),
    ("8月4日，区长骆文昭在巴黎会见法国外长勒弗朗索瓦。", ["meeting 08-04: 骆文昭 host, 勒弗朗索瓦 guest"]),
    ("8月4日，区长骆文昭同启衡装备集团董事长尉迟清川举行会谈。", ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"]),
    ("8月4日，区长骆文昭与启衡装备集团董事长尉迟清川会谈。", ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"]),
    ("8月4日，国务院总理骆文昭同肯尼亚总统恩东加话别。", ["meeting 08-04: 骆文昭 host, 恩东加 guest"]),
    ("8月4日，区长骆文昭会见外国客商代表团。", ["meeting 08-04: 骆文昭 host"]),
    ("8月4日，区长骆文昭分别会见启衡装备集团董事长尉迟清川、岚屏理工学院院长白志远。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest", "meeting 08-04: 骆文昭 host, 白志远 guest"]),
    ("8月4日，区长骆文昭以视频方式会见启衡装备集团董事长尉迟清川。", ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"]),
    ("8月4日，区长骆文昭会见启衡装备集团董事长尉迟清川。副区长佟雪岩参加会见。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest, 佟雪岩 attendee"]),
    ("8月4日，区长骆文昭会见启衡装备集团董事长尉迟清川。副区长佟雪岩陪同会见。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest, 佟雪岩 accompany"]),
    # the telephone
    ("8月4日，外交部长骆文昭应约同法国外长勒弗朗索瓦通电话。", ["call 08-04: 骆文昭 host, 勒弗朗索瓦 guest"]),
    # sessions
    ("8月4日，区委书记林建国主持召开安全生产工作会议。", ["conference 08-04: 林建国 chair"]),
    ("8月4日，区委书记林建国主持召开安全生产工作会议并讲话。", ["conference 08-04: 林建国 chair+speaker"]),
    ("8月4日，区委书记林建国主持召开安全生产工作会议，强调要严防死守。", ["conference 08-04: 林建国 chair"]),
    ("8月4日，区里召开安全生产工作会议。区委书记林建国出席并讲话。", ["conference 08-04: 林建国 attendee+speaker"]),
    ("8月4日，区里召开安全生产工作会议。区委书记林建国讲话，区长骆文昭主持。",
     ["conference 08-04: 林建国 speaker, 骆文昭 chair"]),
    ("8月4日，安全生产工作会议召开。区委书记林建国出席会议，区长骆文昭主持会议，副区长佟雪岩、苏晓岚参加会议。",
     ["conference 08-04: 林建国 attendee, 骆文昭 chair, 佟雪岩 attendee, 苏晓岚 attendee"]),
    ("8月4日，安全生产工作会议召开。区长骆文昭主持会议，副区长佟雪岩通报情况，副区长苏晓岚列席。",
     ["conference 08-04: 骆文昭 chair, 佟雪岩 speaker, 苏晓岚 attendee"]),
    ("8月4日，区长骆文昭出席全区科技创新大会。", ["conference 08-04: 骆文昭 attendee"]),
    ("8月4日，区长骆文昭参加区人大代表座谈会并作交流发言。", ["conference 08-04: 骆文昭 attendee+speaker"]),
    # going to see
    ("8月4日，区长骆文昭到望桥街道调研老旧小区改造。", ["inspection 08-04: 骆文昭 lead"]),
    ("8月4日，区委书记林建国、区长骆文昭调研防汛工作。", ["inspection 08-04: 林建国 lead, 骆文昭 lead"]),
    ("8月4日，区长骆文昭在望桥街道检查安全生产，副区长佟雪岩陪同。", ["inspection 08-04: 骆文昭 lead, 佟雪岩 accompany"]),
    ("8月4日，区长骆文昭在副区长佟雪岩陪同下考察启衡装备集团。", ["inspection 08-04: 骆文昭 lead, 佟雪岩 accompany"]),
    ("8月4日，区长骆文昭率队督导防汛工作。区水务局局长苏晓岚参加督导。", ["inspection 08-04: 骆文昭 lead, 苏晓岚 attendee"]),
    ("8月4日，区长骆文昭调研防汛工作，指出要压实责任。", ["inspection 08-04: 骆文昭 lead"]),
    # visits
    ("8月4日，国务院总理骆文昭乘专机抵达巴黎，开始对法国进行正式访问。", ["visit 08-04: 骆文昭 guest"]),
    ("8月4日，国务院总理骆文昭抵达巴黎。法国外长勒弗朗索瓦到机场迎接。", ["visit 08-04: 骆文昭 guest, 勒弗朗索瓦 host"]),
    ("8月4日，国务院副总理骆文昭率代表团抵达巴黎，对法国进行访问。", ["visit 08-04: 骆文昭 guest+lead"]),
    ("8月4日，肯尼亚总统恩东加和夫人阿米娜塔抵达成都。", ["visit 08-04: 恩东加 guest, 阿米娜塔 accompany"]),
    ("8月4日，国务院总理骆文昭乘专机离开北京，应邀访问法国。8月5日，骆文昭抵达巴黎。", ["visit 08-04: 骆文昭 guest"]),
    # each land of a journey is a visit
    ("8月4日，国务院总理骆文昭结束对法国的访问。当天，骆文昭抵达贝尔格莱德，对塞尔维亚进行访问。",
     ["visit 08-04: 骆文昭 guest", "visit 08-04: 骆文昭 guest"]),
    # at home nobody is on a visit but guests
    ("8月4日，国务院总理骆文昭抵达澳门，出席庆祝大会并视察澳门。副总理佟雪岩同机抵达。",
     ["inspection 08-04: 骆文昭 lead, 佟雪岩 accompany"]),
    ("8月4日，国务院总理骆文昭抵达拉萨。", ["other 08-04: 骆文昭 attendee"]),
    ("8月4日，国务院总理骆文昭回到北京。", ["visit 08-04: 骆文昭 guest"]),
    # who was sent goes, not who sent
    ("8月4日，骆文昭主席特使、国务院副总理佟雪岩抵达巴黎。", ["visit 08-04: 佟雪岩 guest"]),
    # calling on people
    ("8月4日，区长骆文昭看望慰问老党员陶桂澜。", ["condolence 08-04: 骆文昭 lead, 陶桂澜 attendee"]),
    ("8月4日，区长骆文昭到消防救援站慰问消防员。", ["condolence 08-04: 骆文昭 lead"]),
    ("8月4日，区委书记林建国、区长骆文昭慰问环卫工人。", ["condolence 08-04: 林建国 lead, 骆文昭 lead"]),
    # ceremonies
    ("8月4日，区长骆文昭出席开工仪式并致辞。", ["ceremony 08-04: 骆文昭 attendee+speaker"]),
    ("8月4日，区长骆文昭出席开幕式，宣布开工。", ["ceremony 08-04: 骆文昭 attendee"]),
    ("8月4日，合作签约仪式在岚屏举行。区长骆文昭与启衡装备集团董事长尉迟清川代表双方签约。",
     ["ceremony 08-04: 骆文昭 attendee, 尉迟清川 attendee"]),
    ("8月4日，合作签约仪式在岚屏举行。区长骆文昭见证签约，副区长佟雪岩主持。",
     ["ceremony 08-04: 骆文昭 attendee, 佟雪岩 chair"]),
    ("8月4日，区委书记林建国参加义务植树活动。", ["ceremony 08-04: 林建国 attendee"]),
    # letters
    ("8月4日，国务院总理骆文昭致电法国总统勒弗朗索瓦，祝贺法国国庆日。", ["message 08-04: 骆文昭 sender, 勒弗朗索瓦 recipient"]),
    ("8月4日，国务院总理骆文昭向法国总统勒弗朗索瓦致贺电。", ["message 08-04: 骆文昭 sender, 勒弗朗索瓦 recipient"]),
    ("8月4日，国务院总理骆文昭同法国总理勒弗朗索瓦互致贺电。",
     ["message 08-04: 骆文昭 sender+recipient, 勒弗朗索瓦 sender+recipient"]),
    ("8月4日，国务院总理骆文昭复信岚屏理工学院教授白志远。", ["message 08-04: 骆文昭 sender, 白志远 recipient"]),
    ("8月4日，国务院总理骆文昭向论坛致贺信。", ["message 08-04: 骆文昭 sender"]),
    # posts given and taken
    ("8月4日，区人大常委会任命骆文昭为区商务局局长。", ["appointment 08-04: 骆文昭 appointee"]),
    ("8月4日，会议决定免去郑海川的区商务局局长职务，任命骆文昭为区商务局局长。",
     ["appointment 08-04: 郑海川 appointee, 骆文昭 appointee"]),
    ("8月4日，苏晓岚当选青河市商会会长。", ["appointment 08-04: 苏晓岚 appointee"]),
    ("8月4日，郑海川辞去区长职务。", ["appointment 08-04: 郑海川 appointee"]),
    # medals
    ("8月4日，国务院总理骆文昭向肯尼亚总统恩东加颁授友谊勋章。", ["ceremony 08-04: 骆文昭 host, 恩东加 guest"]),
    # a time of the past in the object is not the time of the deed
    ("8月4日，安全生产工作会议召开，副区长佟雪岩通报去年工作情况。", ["conference 08-04: 佟雪岩 speaker"]),
])
def test_types_and_roles(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # 召开 is not 主持; 宣读, 作报告, 致辞 make a speaker; 表示, 强调 do not
    ("8月4日，区委召开全会。区委书记林建国作工作报告。", ["conference 08-04: 林建国 speaker"]),
    ("8月4日，安全生产工作会议召开，副区长佟雪岩宣读表彰决定。", ["conference 08-04: 佟雪岩 speaker"]),
    ("8月4日，区长骆文昭出席安全生产工作会议，强调要压实责任。", ["conference 08-04: 骆文昭 attendee"]),
    ("8月4日，区委书记林建国出席纪念大会并发表讲话。", ["conference 08-04: 林建国 attendee+speaker"]),
    ("8月4日，纪念大会在岚屏举行。林建国、骆文昭、佟雪岩等区领导在主席台就座。",
     ["conference 08-04: 林建国 attendee, 骆文昭 attendee, 佟雪岩 attendee"]),
    ("8月4日，区委书记林建国主持大会。区长骆文昭出席并致辞，副区长佟雪岩出席。",
     ["conference 08-04: 林建国 chair, 骆文昭 attendee+speaker, 佟雪岩 attendee"]),
    # 开幕式, 授勋, 欢迎仪式, 投产仪式 are ceremonies
    ("8月4日，博览会开幕式在岚屏举行。区长骆文昭出席并致辞。", ["ceremony 08-04: 骆文昭 attendee+speaker"]),
    ("8月4日，启衡装备集团投产仪式举行，区长骆文昭出席并按下启动按钮。", ["ceremony 08-04: 骆文昭 attendee"]),
    ("8月4日，国务院总理骆文昭在广场为肯尼亚总统恩东加举行欢迎仪式。", ["ceremony 08-04: 骆文昭 host, 恩东加 guest"]),
    ("8月4日，区委书记林建国向烈士纪念碑敬献花篮。", ["ceremony 08-04: 林建国 attendee"]),
    ("8月4日，区委书记林建国、区长骆文昭共同为研究院揭牌。", ["ceremony 08-04: 林建国 attendee, 骆文昭 attendee"]),
    ("8月4日，肯尼亚总统恩东加出席国务院总理骆文昭举行的宴会。", ["ceremony 08-04: 恩东加 attendee, 骆文昭 host"]),
    # those who are with an inspection, and a session after it
    ("8月4日，区委书记林建国到望桥街道调研，区领导骆文昭、佟雪岩参加。",
     ["inspection 08-04: 林建国 lead, 骆文昭 attendee, 佟雪岩 attendee"]),
    ("8月4日，市长郑海川率调研组到澜泉新区考察，区委书记林建国陪同。", ["inspection 08-04: 郑海川 lead, 林建国 accompany"]),
    # calls at home
    ("8月4日，区委书记林建国来到老党员陶桂澜家中看望。", ["condolence 08-04: 林建国 lead, 陶桂澜 attendee"]),
    # travel with a suite, and home again
    ("8月4日，国务院总理骆文昭乘专机离开成都，赴法国进行正式访问。外交部长佟雪岩等陪同人员随行。",
     ["visit 08-04: 骆文昭 guest, 佟雪岩 accompany"]),
    ("8月4日，法国总统勒弗朗索瓦抵达成都，对中国进行国事访问。", ["visit 08-04: 勒弗朗索瓦 guest"]),
    # letters: several senders of one report are one event, a conveyed 批示 is none
    ("8月4日，法国总统勒弗朗索瓦致电国务院总理骆文昭，肯尼亚总统恩东加致电骆文昭，祝贺节日。",
     ["message 08-04: 勒弗朗索瓦 sender, 骆文昭 recipient, 恩东加 sender"]),
    ("8月4日，国务院总理骆文昭对防汛工作作出重要批示。", []),
    ("8月4日，国务院总理骆文昭就山洪灾害向法国总理勒弗朗索瓦致慰问电。", ["message 08-04: 骆文昭 sender, 勒弗朗索瓦 recipient"]),
    # the letter that a 复信 answers is a second message
    # one call each
    ("8月4日，外交部长骆文昭分别同法国外长勒弗朗索瓦、肯尼亚外长恩东加通电话。",
     ["call 08-04: 骆文昭 host, 勒弗朗索瓦 guest", "call 08-04: 骆文昭 host, 恩东加 guest"]),
    # a headline that tells another happening than the body
    # decisions of a session
    ("8月4日，区人大常委会举行会议，主任林建国主持。会议决定任命骆文昭为副区长。",
     ["conference 08-04: 林建国 chair", "appointment 08-04: 骆文昭 appointee"]),
])
def test_conventions(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize("text", [
    # to come
    "区长骆文昭将于8月20日会见启衡装备集团董事长尉迟清川。",
    "区长骆文昭即将访问法国。",
    "国务院总理骆文昭计划出席论坛。",
    # wished, asked, denied
    "区委书记林建国希望副区长佟雪岩到企业调研。",
    "区长骆文昭没有出席会议。",
    "区长骆文昭未参加会见。",
    "欢迎法国总统勒弗朗索瓦访问中国。",
    "国务院总理骆文昭邀请法国总统勒弗朗索瓦访华。",
    "国务院总理骆文昭对法国总统勒弗朗索瓦访华表示欢迎。",
    "法国总统勒弗朗索瓦热烈欢迎国务院总理骆文昭在建交之际对法国进行正式访问。",
    "各界高度评价国务院总理骆文昭对法国的正式访问。",
    "法国总统勒弗朗索瓦对中国进行国事访问，意义重大。",
    # from house to house, and back to work
    "国务院总理骆文昭乘车抵达总统府。",
    "区人大代表骆文昭回到家乡宣讲。",
    # recalled
    "去年，区长骆文昭会见启衡装备集团董事长尉迟清川。",
    "区长骆文昭曾到望桥街道调研。",
    "此前，区长骆文昭会见了启衡装备集团董事长尉迟清川。",
    # speech
    "区长骆文昭表示，启衡装备集团董事长尉迟清川出席了会议。",
    "区长骆文昭说，我会见了启衡装备集团董事长尉迟清川。",
    # modifiers and names of things
    "来华出席论坛的法国前总统勒弗朗索瓦十分健谈。",
    "区长骆文昭负责会议、调研等工作。",
    "分管考察、接待工作的副区长佟雪岩是岚屏人。",
    # people of whom something else is told
    "郑海川涉嫌严重违纪违法，接受纪律审查和监察调查。",
    "46岁的白志远是厂里的焊工。",
    "8月4日，天气晴朗。（记者 骆文昭）",
    "",
    "。",
])
def test_what_is_no_event(text):
    assert told(text) == []


@pytest.mark.parametrize("headline", ["总书记的贺信引发热烈反响", "评论员文章：把责任扛起来"])
def test_reports_of_reactions_recall_what_has_no_day(headline):
    text = "区长骆文昭出席会议并讲话。"
    assert extraction(text, headline).events == ()
    assert len(extraction(text, "全区安全生产会议召开").events) == 1
    assert len(extraction("8月4日，" + text, headline).events) == 1


MEETING = "8月4日，区委书记林建国主持召开工作会议，"


@pytest.mark.parametrize(("text", "expected"), [
    # named, not there
    (MEETING + "学习贯彻习近平总书记重要讲话精神。", "林建国 / 习近平"),
    (MEETING + "传达学习习近平总书记重要指示精神。", "林建国 / 习近平"),
    (MEETING + "以习近平新时代中国特色社会主义思想为指导，部署工作。", "林建国 / 习近平"),
    (MEETING + "在以习近平同志为核心的党中央坚强领导下，部署工作。", "林建国 / 习近平"),
    (MEETING + "落实副市长白志远在全市会议上的讲话要求。", "林建国 / 白志远"),
    ("8月4日，受区委书记林建国委托，副区长佟雪岩看望老党员。", "佟雪岩 / 林建国"),
    ("应国务院总理骆文昭邀请，法国总统勒弗朗索瓦8月4日抵达成都。", "勒弗朗索瓦 / 骆文昭"),
    ("8月4日，法国外长勒弗朗索瓦抵达成都，转达总统卡雷尔的问候。", "勒弗朗索瓦 / 卡雷尔"),
    ("8月4日，副区长佟雪岩代表区委书记林建国看望老党员。", "佟雪岩 / 林建国"),
    ("8月4日，国务院总理骆文昭致电法国总统勒弗朗索瓦。", "/ 骆文昭 勒弗朗索瓦"),
    ("8月4日，区人大常委会任命骆文昭为区商务局局长。", "/ 骆文昭"),
    ("8月4日，区长骆文昭主持会议。会议对区商务局局长郑海川提出表扬。", "骆文昭 / 郑海川"),
    ("郑海川严重违纪违法，被开除党籍。", "/ 郑海川"),
    ("8月4日，安全生产工作会议召开。佟雪岩主持会议，苏晓岚宣读了区委书记林建国的贺信。", "佟雪岩 苏晓岚 / 林建国"),
    ("区长骆文昭在接受本报记者采访时表示，信心很足。", "/ 骆文昭"),
    ("8月4日，法国总统勒弗朗索瓦的特使卡雷尔抵达成都。", "卡雷尔 / 勒弗朗索瓦"),
    # there
    ("8月4日，区长骆文昭以视频方式出席论坛并致辞。", "骆文昭 /"),
    ("8月4日，区委书记林建国会见尉迟清川。副区长佟雪岩参加。", "林建国 尉迟清川 佟雪岩 /"),
    ("8月4日，外交部长骆文昭同法国外长勒弗朗索瓦通电话。", "骆文昭 勒弗朗索瓦 /"),
    (MEETING + "任命骆文昭为区商务局局长，骆文昭参加会议。", "林建国 骆文昭 /"),
    # who signs
    (MEETING + "部署工作。（记者 苏晓岚）", "林建国 / * 苏晓岚"),
    ("8月4日，区长骆文昭出席会议。\n记者 骆文昭", "骆文昭 /"),  # a namesake or the same: named in the text as well
])
def test_a_mention_is_no_appearance(text, expected):
    assert there(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # several events in a report, each with its people
    ("8月4日，区长骆文昭会见启衡装备集团董事长尉迟清川。8月5日，骆文昭到望桥街道调研防汛工作。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest", "inspection 08-05: 骆文昭 lead"]),
    ("8月4日，区长骆文昭到望桥街道调研防汛工作。调研结束后，骆文昭主持召开防汛工作座谈会。",
     ["inspection 08-04: 骆文昭 lead", "conference 08-04: 骆文昭 chair"]),
    ("8月4日，区长骆文昭会见启衡装备集团董事长尉迟清川，随后出席合作签约仪式。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest", "ceremony 08-04: 骆文昭 attendee"]),
    ("8月4日，区长骆文昭到望桥街道考察，并慰问环卫工人。", ["inspection 08-04: 骆文昭 lead"]),
    ("8月4日，区长骆文昭到望桥街道调研，听取防汛工作汇报。", ["inspection 08-04: 骆文昭 lead"]),
    # the same told twice
    ("8月4日，区长骆文昭会见启衡装备集团董事长尉迟清川。\n会见中，双方交换了意见。骆文昭在会见尉迟清川时表示，合作前景广阔。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"]),
    ("区长骆文昭会见启衡装备集团董事长尉迟清川\n8月4日，区长骆文昭会见了启衡装备集团董事长尉迟清川一行。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"]),
    ("8月4日，全区安全生产工作会议召开。区长骆文昭出席会议。会议由副区长佟雪岩主持。",
     ["conference 08-04: 骆文昭 attendee, 佟雪岩 chair"]),
    # two guests at two meetings are two events
    ("8月4日，区长骆文昭会见启衡装备集团董事长尉迟清川。同日，骆文昭会见岚屏理工学院院长白志远。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest", "meeting 08-04: 骆文昭 host, 白志远 guest"]),
    # lists at the end
    ("8月4日，区长骆文昭会见启衡装备集团董事长尉迟清川。副区长佟雪岩、苏晓岚等参加会见。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest, 佟雪岩 attendee, 苏晓岚 attendee"]),
    ("8月4日，区长骆文昭到望桥街道调研。8月5日，骆文昭会见启衡装备集团董事长尉迟清川。副区长佟雪岩参加上述活动。",
     ["inspection 08-04: 骆文昭 lead, 佟雪岩 attendee", "meeting 08-05: 骆文昭 host, 尉迟清川 guest, 佟雪岩 attendee"]),
    ("8月4日，区长骆文昭到望桥街道调研。8月5日，骆文昭会见启衡装备集团董事长尉迟清川。副区长佟雪岩参加会见。",
     ["inspection 08-04: 骆文昭 lead", "meeting 08-05: 骆文昭 host, 尉迟清川 guest, 佟雪岩 attendee"]),
    # the subject goes on
    ("8月4日，区长骆文昭出席全区科技创新大会，并为获奖者颁奖。", ["conference 08-04: 骆文昭 attendee"]),
    ("8月4日，区长骆文昭来到望桥街道，实地察看排水设施。他强调，要举一反三。", ["inspection 08-04: 骆文昭 lead"]),
    # what is said at the table is no doing
    ("8月4日，区长骆文昭主持召开工作会议。骆文昭表示，要继续会见客商、走访企业。", ["conference 08-04: 骆文昭 chair"]),
    ("8月4日，区长骆文昭会见启衡装备集团董事长尉迟清川。骆文昭说，去年我到启衡装备集团考察。尉迟清川表示，期待骆文昭再次访问。",
     ["meeting 08-04: 骆文昭 host, 尉迟清川 guest"]),
    # who only says something at a session sat in it; who speaks from the floor is a speaker
    ("8月4日，区长骆文昭主持召开企业座谈会。会上，启衡装备集团董事长尉迟清川、岚屏理工学院院长白志远先后发言。",
     ["conference 08-04: 骆文昭 chair, 尉迟清川 speaker, 白志远 speaker"]),
    ("8月4日，区长骆文昭主持召开企业座谈会。启衡装备集团董事长尉迟清川建议，加快项目建设。",
     ["conference 08-04: 骆文昭 chair, 尉迟清川 attendee"]),
])
def test_reports_of_several_sentences(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(("text", "days"), [
    ("8月4日下午，区长骆文昭主持会议。", ["08-04"]),
    ("昨天，区长骆文昭主持召开工作会议。", ["08-09"]),
    ("今天上午，区长骆文昭主持召开工作会议。", ["08-10"]),
    ("5日，区长骆文昭主持召开工作会议。", ["08-05"]),
    ("日前，区长骆文昭主持召开工作会议。", ["?"]),
    ("近日，区长骆文昭到望桥街道调研。", ["?"]),
    ("区长骆文昭主持召开工作会议。", ["?"]),
    ("8月4日至6日，区长骆文昭到望桥街道调研。", ["08-04"]),  # several days take the first
    ("8月4日，区长骆文昭到望桥街道调研。随后，骆文昭会见启衡装备集团董事长尉迟清川。", ["08-04", "08-04"]),
    ("8月4日，区长骆文昭到望桥街道调研。当天下午，骆文昭会见启衡装备集团董事长尉迟清川。", ["08-04", "08-04"]),
    ("8月4日，区长骆文昭到望桥街道调研。日前，骆文昭会见启衡装备集团董事长尉迟清川。", ["08-04", "?"]),
    ("8月4日，区长骆文昭会见尉迟清川。8月5日，展会开幕。", ["08-04"]),
    ("发布时间：2020-08-09 10:20\n区长骆文昭主持召开工作会议。", ["?"]),  # when it was posted, not when it was held
    ("3月，区长骆文昭主持召开工作会议。", ["?"]),
])
def test_days(text, days):
    assert [line.split()[1].rstrip(":") for line in told(text)] == days


@pytest.mark.parametrize(("text", "expected"), [
    ("8月4日，区长骆文昭会见启衡装备集团董事长尉迟清川。副区长佟雪岩参加。", (("骆文昭", "尉迟清川"),)),
    ("8月4日，外交部长骆文昭同法国外长勒弗朗索瓦通电话。", (("骆文昭", "勒弗朗索瓦"),)),
    ("8月4日，区委书记林建国、区长骆文昭会见启衡装备集团董事长尉迟清川。", (("林建国", "尉迟清川"), ("骆文昭", "尉迟清川"))),
    ("8月4日，区长骆文昭会见外国客商。", ()),
    ("8月4日，国务院总理骆文昭向肯尼亚总统恩东加颁授友谊勋章。", ()),  # a ceremony makes no pair
    ("8月4日，国务院总理骆文昭抵达巴黎。法国外长勒弗朗索瓦到机场迎接。", ()),  # nor does an airport
    ("8月4日，国务院总理骆文昭致电法国总统勒弗朗索瓦。", ()),
])
def test_who_met(text, expected):
    assert extraction(text).met == expected


def test_the_evidence_is_the_sentence_that_says_so():
    text = "昨天很热。8月4日，区长骆文昭会见尉迟清川。副区长佟雪岩参加会见。大家很高兴。"
    (event,) = extraction(text).events
    assert event.trigger == "会见"
    assert event.evidence.of(text) == "8月4日，区长骆文昭会见尉迟清川。"
    assert {p.name: p.evidence.of(text) for p in event.participants} == {
        "骆文昭": "8月4日，区长骆文昭会见尉迟清川。", "尉迟清川": "8月4日，区长骆文昭会见尉迟清川。",
        "佟雪岩": "副区长佟雪岩参加会见。"}


@pytest.mark.parametrize(("text", "place"), [
    ("8月4日，区长骆文昭在岚屏大厦会见尉迟清川。", "岚屏大厦"),
    ("8月4日，区长骆文昭到望桥街道调研。", "望桥街道"),
    ("8月4日，区长骆文昭会见尉迟清川。", None),
    ("8月4日，国家主席骆文昭在岚屏出席合作组织峰会前会见肯尼亚总统恩东加。", "岚屏"),
    ("8月4日，国务院总理骆文昭抵达巴黎。", "巴黎"),
    ("8月4日，国务院总理骆文昭抵达巴黎对法国进行国事访问。", "巴黎"),
    ("8月4日，市长骆文昭抵达巴黎后休息。", "巴黎"),
    ("8月4日，国务院总理骆文昭乘专机离开巴黎。", "巴黎"),  # where a visit was that ends
    ("8月4日，国务院总理骆文昭乘专机离开北京。", None),  # but not home
    ("8月4日，国务院总理骆文昭离开北京，应邀前往法国、塞尔维亚、匈牙利进行国事访问。", "法国、塞尔维亚、匈牙利"),
    ("8月4日，国务院总理骆文昭离开北京，应法国总统勒弗朗索瓦、匈牙利总统舒尔茨邀请，对上述两国进行访问。", "法国、匈牙利"),
    ("8月4日，国务院总理骆文昭结束对法国、塞尔维亚的国事访问后回到北京。", "法国、塞尔维亚"),
    ("8月4日，国务院总理骆文昭抵达位于法国首都巴黎的机场。", "法国首都巴黎"),
    ("8月4日，国务院总理骆文昭在结束对法国访问后抵达越南。", "越南"),
    ("8月4日，国务院总理骆文昭访问取得圆满成功。", None),
])
def test_places(text, place):
    assert [event.place for event in extraction(text).events] == [place]


@pytest.mark.parametrize(("text", "expected"), [
    ("8月9日，青河市召开年度工作座谈会。市长林建国出席座谈会。", "年度工作座谈会"),
    # named in another clause than the verb's: its name was once "。"
    ("青河市年度工作座谈会完成各项议程，8月9日闭幕。市长林建国出席座谈会。", None),
])
def test_an_event_is_named_by_its_own_clause_or_not_at_all(text, expected):
    assert [event.name for event in extraction(text).events] == [expected]
