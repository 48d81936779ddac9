"""What the frames of verbs make of sentences that tell a happening in a roundabout way, each beside its counter-case."""

import pytest
from test_events import told, written

import tracker


@pytest.mark.parametrize(("text", "expected"), [
    # 分别 stands before the partners of a talk, or does not
    ("8月4日，国家主席林建国分别同肯尼亚总统恩东加、法国总统勒弗朗索瓦举行会谈。",
     ["meeting 08-04: 林建国 host, 恩东加 guest", "meeting 08-04: 林建国 host, 勒弗朗索瓦 guest"]),
    ("8月4日，国家主席林建国同肯尼亚总统恩东加、法国总统勒弗朗索瓦举行会谈。",
     ["meeting 08-04: 林建国 host, 恩东加 guest, 勒弗朗索瓦 guest"]),
    # a meeting told only as the setting of words, and one told before
    ("8月4日，国家主席林建国访问法国。在会见法国总统勒弗朗索瓦时，林建国表示，愿意合作。",
     ["visit 08-04: 林建国 guest", "meeting 08-04: 林建国 host, 勒弗朗索瓦 guest"]),
    ("8月4日，国家主席林建国会见法国总统勒弗朗索瓦。在会见勒弗朗索瓦时，林建国表示，愿意合作。",
     ["meeting 08-04: 林建国 host, 勒弗朗索瓦 guest"]),
    # called off, or held
    ("8月4日，法国总统勒弗朗索瓦宣布取消与肯尼亚总统恩东加的会晤。", []),
    ("8月4日，法国总统勒弗朗索瓦与肯尼亚总统恩东加会晤。", ["meeting 08-04: 勒弗朗索瓦 host, 恩东加 guest"]),
    # awaited, or made
    ("国际社会期待国家主席林建国出席论坛并对法国进行国事访问。", []),
    ("8月4日，国家主席林建国对法国进行国事访问。", ["visit 08-04: 林建国 guest"]),
    # a village doctor goes her rounds; an office holder inspects
    ("8月4日，村民林建国表示满意。林建国到青河县走访。", []),
    ("8月4日，区长骆文昭到青河县走访。", ["inspection 08-04: 骆文昭 lead"]),
    # 主持人 is no chair, 人才工作推进会 a session
    ("8月4日，区委书记林建国主持召开人才工作推进会。", ["conference 08-04: 林建国 chair"]),
    ("8月4日，区委书记林建国主持人才工作推进会，听取工作进展等情况汇报。", ["conference 08-04: 林建国 chair"]),
    ("8月4日，区委书记林建国主持安全生产工作会议，区长骆文昭作工作汇报。",
     ["conference 08-04: 林建国 chair, 骆文昭 speaker"]),
    # the subject goes on over a theme that has verbs of its own
    ("8月4日，区委书记林建国围绕产业发展，实现一季度目标到青河县调研。林建国强调，要抓紧。", ["inspection 08-04: 林建国 lead"]),
    ("8月4日，区委书记林建国赴青河县了解生产情况、实地调研园区建设时强调，要抓紧。", ["inspection 08-04: 林建国 lead"]),
    # unnamed companions share the deed
    ("8月4日，政协会议在岚屏举行。副区长佟雪岩，以及有关部门负责同志应邀到会听取发言。",
     ["conference 08-04: 佟雪岩 attendee"]),
    # greetings of many, named one by one
    ("近日，许多国家领导人纷纷致电国家主席林建国，祝贺国庆。\n肯尼亚总统恩东加表示，愿意合作。\n法国总统勒弗朗索瓦表示，预祝大会成功。"
     "\n发来贺电的还有：日本首相岸本文夫。",
     ["message ?: 林建国 recipient, 恩东加 sender, 勒弗朗索瓦 sender, 岸本文夫 sender"]),
    ("8月4日，肯尼亚总统恩东加发来贺电，热烈祝贺林建国同志当选国家主席。",
     ["message 08-04: 恩东加 sender, 林建国 recipient"]),
    # 当选 in a title is no election
    ("8月4日，国家主席林建国同法国当选总统勒弗朗索瓦通电话。", ["call 08-04: 林建国 host, 勒弗朗索瓦 guest"]),
    # the points of a speech over paragraphs; a speech with a vague day in it
    ("8月4日，区委书记林建国出席安全生产工作会议。\n林建国强调，要抓好三件事。\n第一，区长骆文昭主持召开改革座谈会要经常化。",
     ["conference 08-04: 林建国 attendee"]),
    ("8月4日，国家主席林建国会见法国总统勒弗朗索瓦。林建国表示，两国是朋友。今年5月，肯尼亚总统恩东加同法国总理贝尔托通电话。",
     ["meeting 08-04: 林建国 host, 勒弗朗索瓦 guest"]),
    # each happening has the day that stands before it
    ("8月6日，区长骆文昭在5日举行的座谈会上谈及8月4日的事故时说，要查清原因。", ["conference 08-05: 骆文昭 attendee"]),
    ("8月4日，青河产业园开园。区长骆文昭在仪式上说，园区很大。", ["ceremony 08-04: 骆文昭 attendee"]),
    # what a saved web page prints before the body
    ("骆文昭强调 要抓紧 岚屏网 发布时间：2020-08-05 07:31 4日，区长骆文昭主持召开政府常务会议，研究工作。会议指出，要落实",
     ["conference 08-04: 骆文昭 chair"]),
    # a happening that is only the time of another
    ("8月4日，国家主席林建国在岚屏出席合作组织峰会前会见肯尼亚总统恩东加。", ["meeting 08-04: 林建国 host, 恩东加 guest"]),
    ("8月4日，国家主席林建国出席合作组织峰会。", ["conference 08-04: 林建国 attendee"]),
    # a meeting of many is a session; words in brackets after a name cut no list
    ("8月4日，合作组织领导人第六次会晤在岚屏举行。国家主席林建国主持会晤。肯尼亚总统恩东加（线上）、法国总统勒弗朗索瓦出席。",
     ["conference 08-04: 林建国 chair, 恩东加 attendee, 勒弗朗索瓦 attendee"]),
    # an activity with a name, and any activity
    ("8月4日，区委书记林建国出席“投资岚屏”首场推介活动并致辞。", ["ceremony 08-04: 林建国 attendee+speaker"]),
    ("8月4日，区委书记林建国出席有关活动。", []),
    # who comes and looks, who only comes, who receives
    ("8月4日，副省长林建国一行莅临恒通集团调研，总经理何平陪同调研。", ["inspection 08-04: 林建国 lead, 何平 accompany"]),
    ("8月4日，市委常委林建国带领调研组先后来到恒通集团、远山公司，详细了解生产情况。", ["inspection 08-04: 林建国 lead"]),
    ("8月4日，市委常委林建国来到恒通集团。", []),
    ("8月4日，董事长林建国到岚屏理工学院走访交流。校长何平热情接待。", ["inspection 08-04: 林建国 lead, 何平 host"]),
    ("8月4日，市长林建国率队到高新区现场办公。", ["inspection 08-04: 林建国 lead"]),
    # 工作会谈 is no 工作会
    ("8月4日，省长林建国与恒通集团董事长何平举行工作会谈。", ["meeting 08-04: 林建国 host, 何平 guest"]),
    # who answers at a press conference is there; who is interviewed is not
    ("8月4日，省政府新闻办举行发布会，省卫健委主任林建国介绍情况，副主任何平答记者问。",
     ["conference 08-04: 林建国 attendee, 何平 attendee"]),
    ("8月4日，省卫健委主任林建国接受记者采访时介绍情况。", []),
    # a lecture is a session by itself, a report on work is not
    ("8月4日，校长林建国应邀到岚屏理工学院作学术报告。副校长何平主持报告会。",
     ["conference 08-04: 林建国 speaker, 何平 chair"]),
    ("8月4日，区委书记林建国为学员讲授开班第一课。", ["conference 08-04: 林建国 speaker"]),
    ("8月4日，区委书记林建国作工作报告。", []),
    # the day of the sentence before is that of the first event
    ("8月4日，岚屏理工学院与恒通集团签署协议。校长林建国、总裁何平代表双方签约。",
     ["ceremony 08-04: 林建国 attendee, 何平 attendee"]),
    # a talk with somebody, and one about something
    ("8月4日，校长林建国在会议室与董事长何平一行座谈。", ["meeting 08-04: 林建国 host, 何平 guest"]),
    ("8月4日，区委书记林建国召开座谈会。林建国强调，要抓紧。", ["conference 08-04: 林建国 attendee"]),
    # one ceremony, whatever else is done there
    ("8月4日，岚屏市举行合作签约仪式。市长林建国出席仪式并见证签约，董事长何平致辞。",
     ["ceremony 08-04: 林建国 attendee, 何平 speaker"]),
    # a delegate who speaks, and one on whose behalf somebody speaks
    ("8月4日，岚屏理工学院举行毕业典礼。校长林建国讲话，毕业生代表何平、苏晓岚发言。",
     ["ceremony 08-04: 林建国 speaker, 何平 speaker, 苏晓岚 speaker"]),
    ("8月4日，岚屏市举行签约仪式。副市长林建国代表市长何平致辞。", ["ceremony 08-04: 林建国 speaker"]),
    # 任 in a decision, and in a career
    ("8月4日，市委决定：林建国任青河县委书记。林建国强调，要抓紧。", ["appointment 08-04: 林建国 appointee"]),
    ("林建国任青河县县长。林建国强调，要抓紧。", []),
    # at the airport the envoys of one's own country are just there, however long their posts; hosts greet
    ("8月4日，国务院总理林建国抵达巴黎。法国总理勒弗朗索瓦到机场迎接。中国驻法国大使何平、常驻联合国某办事处和其他国际组织代表苏晓岚到机场迎接。",
     ["visit 08-04: 林建国 guest, 勒弗朗索瓦 host, 何平 attendee, 苏晓岚 attendee"]),
    # a session that is only named does not begin
    ("8月4日，人大常委会举行宪法宣誓仪式。主任林建国主持。刚刚闭幕的第一次会议任命的副秘书长，进行宣誓。宣誓后，林建国希望大家尽职。",
     ["ceremony 08-04: 林建国 chair"]),
    # a speaker who is invited, a guest who is
    ("8月4日，市委中心组举行集体学习，邀请教授何平作专题辅导。", ["conference 08-04: 何平 speaker"]),
    ("8月4日，市委邀请教授何平参加座谈会。", []),
    # announced, signed, witnessed
    ("8月4日，全县集中开工活动举行，县委书记林建国宣布项目开工。", ["ceremony 08-04: 林建国 attendee"]),
    ("8月4日，在市长林建国见证下，副市长何平与总裁苏晓岚签署了合作协议。",
     ["ceremony 08-04: 何平 attendee, 苏晓岚 attendee, 林建国 attendee"]),
    ("8月4日，市长林建国要求，要尽快签署合作协议。", []),
    # a list with callings, and one with units that have no names
    ("8月4日，县委书记林建国看望了老党员何平、困难职工苏晓岚。",
     ["condolence 08-04: 林建国 lead, 何平 attendee, 苏晓岚 attendee"]),
    ("8月4日，市里召开安全生产会议。副市长林建国、局长何平，各有关部门负责同志参加会议。",
     ["conference 08-04: 林建国 attendee, 何平 attendee"]),
    # opening words
    ("8月4日，县里举行运动会。县委书记林建国致开幕词。", ["ceremony 08-04: 林建国 speaker"]),
    # who leads and who is led; who goes along
    ("8月4日，学院院长林建国带领教务处处长何平、副处长苏晓岚到岚屏集团走访。",
     ["inspection 08-04: 林建国 lead, 何平 accompany, 苏晓岚 accompany"]),
    ("8月4日，县委书记林建国检查防汛工作。水利局局长苏晓岚一同检查。",
     ["inspection 08-04: 林建国 lead, 苏晓岚 accompany"]),
    # whom a tour meets is there; a chat at a desk is a meeting
    ("8月4日，区长骆文昭到上坪村调研，与村民何平交谈。", ["inspection 08-04: 骆文昭 lead, 何平 attendee"]),
    ("8月4日，区长骆文昭在办公室与村民何平交谈。", ["meeting 08-04: 骆文昭 host, 何平 guest"]),
    # a speech at another session, a deed that is only planned, one of habit
    ("8月4日，副县长林建国主持召开专题会议，传达县长何平在安全生产会议上的讲话。", ["conference 08-04: 林建国 chair"]),
    ("8月4日，县委书记林建国主持召开常委会会议。会议决定，8月15日召开经济工作会议，由县长何平作报告。",
     ["conference 08-04: 林建国 chair"]),
    ("8月4日，县委书记林建国多次到上坪村调研。", []),
    # the relatives of somebody, the body of somebody
    ("8月4日，座谈会在京举行。区长林建国，苏晓岚同志亲属参加座谈会。", ["conference 08-04: 林建国 attendee"]),
    # a deed with an object only
    ("8月4日，嫌疑人何平正在指定地点接受观察。", []),
    # a letter and the one that it answers
    ("近日，国家主席林建国给青河中学学生回信。近期，青河中学学生给林建国主席写信，汇报学习情况。",
     ["message ?: 林建国 sender", "message ?: 林建国 recipient"]),
    # the day of the lead is that of all, unless one is told of 日前
    ("8月4日，两家企业签署协议。\n签约前，市长林建国会见董事长何平。", ["meeting 08-04: 林建国 host, 何平 guest"]),
    ("8月4日，区长骆文昭到青河县调研。日前，骆文昭会见董事长何平。",
     ["inspection 08-04: 骆文昭 lead", "meeting ?: 骆文昭 host, 何平 guest"]),
])  # fmt: skip
def test_frames_with_their_counter_cases(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    # who receives guests meets them, who receives an inspection is host of it
    ("8月4日，校长林建国接待了法国里昂大学校长勒弗朗索瓦一行。", ["meeting 08-04: 林建国 host, 勒弗朗索瓦 guest"]),
    # one who is heard at a session reported there
    ("8月4日，县长林建国主持召开常务会议，听取教育局局长何平关于开学准备的汇报。",
     ["conference 08-04: 林建国 chair, 何平 speaker"]),
    # a decision and the next, a list of decisions
    ("8月4日，大会选举林建国为书记，何平、苏晓岚为副书记。",
     ["appointment 08-04: 林建国 appointee, 何平 appointee, 苏晓岚 appointee"]),
    ("青河县人大常委会8月4日作出决定。\n任命：\n林建国为青河县财政局局长；\n免去：\n何平的青河县财政局局长职务。",
     ["appointment 08-04: 林建国 appointee, 何平 appointee"]),
    # a long list over commas, in which callings and units stand
    ("8月4日，县里举行运动会。局长林建国，县领导苏晓岚、骆文昭，曾担任过县长的老同志佟雪岩，有关单位负责人观看了开幕式。",
     ["ceremony 08-04: 林建国 attendee, 苏晓岚 attendee, 骆文昭 attendee, 佟雪岩 attendee"]),
    # letters of appointment, and a list of those who got them; one that follows no decision
    ("8月4日，委员长林建国向法制委员会组成人员颁发任命书。\n会议任命了法制委员会组成人员。他们是：主任苏晓岚，委员骆文昭、佟雪岩。",
     ["ceremony 08-04: 林建国 host, 苏晓岚 guest, 骆文昭 guest, 佟雪岩 guest",
      "appointment 08-04: 苏晓岚 appointee, 骆文昭 appointee, 佟雪岩 appointee"]),
    ("8月4日，四名运动员获奖。他们是：苏晓岚，骆文昭、佟雪岩。", []),
])  # fmt: skip
def test_frames_over_names_that_only_a_trained_tagger_finds(text, expected):
    (report,) = tracker.extract(text, published="2020-08-10", model="accurate")
    assert written(report.events) == expected
