//! Names whose spellings are known, by variety; and that no text breaks anything.

use super::*;

fn has(text: &str, language: Option<&str>, spelling: &str) -> bool {
    readings(text, language).iter().any(|(reading, _)| reading == spelling)
}

fn standard(text: &str, spelling: &str) -> Option<&'static str> {
    readings(text, None)
        .into_iter()
        .find(|(reading, _)| reading == spelling)
        .map(|(_, title)| title)
}

fn cognate(text: &str) -> String {
    cognates(text).into_iter().next().map(|(romanized, _)| romanized).unwrap_or_default()
}

#[test]
fn family_names_are_read_as_such() {
    for (text, pinyin) in [
        ("单田芳", "shantianfang"),
        ("曾国藩", "zengguofan"),
        ("仇英", "qiuying"),
        ("解晓东", "xiexiaodong"),
        ("欧阳修", "ouyangxiu"),
        ("翟", "zhai"),
        ("區錦新", "oujinxin"),
        ("諸葛亮", "zhugeliang"),
        ("华佗", "huatuo"),
        ("朴", "piao"),
        ("万俟", "moqi"),
        ("查良镛", "zhaliangyong"),
        ("任正非", "renzhengfei"),
        ("盖", "ge"),
    ] {
        assert_eq!(cognate(text), pinyin, "{text}");
    }
}

#[test]
fn each_variety_spells_its_own_way() {
    assert_eq!(standard("陳", "chen"), Some("Pinyin"));
    assert_eq!(standard("陳", "ch’en"), Some("Wade-Giles"));
    assert_eq!(standard("陳", "chan"), Some("Hong Kong habit"));
    assert_eq!(standard("陳", "tan"), Some("Southeast Asian habit"));
    assert_eq!(standard("陳", "jin"), Some("Sino-Korean, passport habit"));
    assert_eq!(standard("周", "jhou"), Some("Tongyong Pinyin 2002"));
    assert_eq!(standard("呂", "lyu"), Some("Chinese passport"));
    assert_eq!(standard("約翰", "john"), Some("known transcription"));
    assert!(has("蔣介石", None, "chiangchiehshih"));
    assert!(has("毛澤東", None, "maotse tung") || has("毛澤東", None, "maotsetung"));
    assert!(has("李嘉誠", Some("yue"), "leekashing") || has("李嘉誠", Some("yue"), "likashing"));
    assert!(has("崔世安", None, "chuisaion") || has("崔世安", None, "tsuisaion"));
    assert!(has("西安", Some("zh"), "xi’an"));
}

#[test]
fn habits_of_taiwan_and_southeast_asia() {
    assert_eq!(standard("文哲", "wenje"), Some("Mandarin Phonetic Symbols II 1986"));
    assert_eq!(standard("英九", "yingjeou"), Some("Taiwan habit"));
    assert_eq!(standard("英文", "ingwen"), Some("Gwoyeu Romatzyh 1928"));
    assert!(has("國強", None, "kokkeong") && has("作棟", None, "choktong"));
    assert!(!has("特朗普", None, "teklongpo"));
}

#[test]
fn every_spelling_of_every_character_counts() {
    for (text, spelled, standard) in [
        ("錫堃", "shyikun", "Taiwan habit"),
        ("金平", "jinpyng", "Taiwan habit"),
        ("呂", "lyu", "Chinese passport"),
        ("豊雄", "toyo", "Japanese passport"),
        ("新平", "shimpei", "Traditional Hepburn"),
        ("信二", "sinzi", "Kunrei"),
        ("小野寺", "onodera", "Modified Hepburn"),
        ("이명희", "leemyunghee", "Korean passport habit"),
    ] {
        assert!(
            standards_of(text, None, spelled, is_transcription(text)).contains(&standard),
            "{text}"
        );
    }
    assert!(standards_of("小野寺", Some("zh"), "onodera", false).is_empty());
    assert_eq!(standards_of("新平", None, "xinping", false), ["Pinyin", "Taiwan habit"]);
}

#[test]
fn korean_names() {
    assert!(has("이", None, "lee") && has("이", None, "yi") && has("이", None, "rhee"));
    assert!(has("박근혜", None, "parkgeunhye") && has("김영현", None, "kimyounghyun"));
    assert!(
        has("李在明", Some("ko"), "leejaemyung") && has("盧武鉉", Some("ko"), "nohmuhyun")
            || has("盧武鉉", Some("ko"), "nohmoohyun")
    );
    assert!(has("남궁민", None, "namgungmin"));
    assert!(readings("마이클", None).is_empty() || !has("마이클", None, "michael"));
}

#[test]
fn kanji_of_given_names_have_all_their_readings() {
    for (name, reading) in [
        ("進次郎", "shinjirō"),
        ("健三郎", "kenzaburō"),
        ("英寿", "hidetoshi"),
        ("陽子", "haruko"),
        ("佑", "tasuku"),
    ] {
        assert!(has(name, None, reading) && has(name, Some("ja"), reading), "{name}");
        assert!(!has(name, Some("zh"), reading), "{name}");
    }
}

#[test]
fn japanese_names() {
    assert_eq!(standard("佐藤", "satō"), Some("Modified Hepburn"));
    assert_eq!(standard("大野", "ohno"), Some("Japanese passport"));
    assert!(
        has("安倍晋三", Some("ja"), "abeshinzō")
            && has("渡邊", None, "watanabe")
            && has("齋藤", None, "saitō")
    );
    assert!(has("難波", Some("ja"), "nanba") || readings("難波", Some("ja")).is_empty());
    assert!(has("本間", Some("ja"), "homma") && has("土屋", Some("ja"), "tutiya"));
    assert_eq!(cognate("佐々木"), "sasaki");
    assert_eq!(cognate("高橋みなみ"), "takahashiminami");
    assert_eq!(cognate("黒沢"), "kurosawa");
}

#[test]
fn transcriptions_are_told_from_names() {
    for text in [
        "托卡耶夫",
        "特朗普",
        "普京",
        "弗拉基米尔·普京",
        "馬克龍",
        "哈山马烈",
        "阿都拉曼达兰",
        "米丽娅姆",
        "约翰",
    ] {
        assert!(is_transcription(text), "{text}");
    }
    for text in [
        "习近平",
        "王伟",
        "欧阳修",
        "陳志強",
        "李嘉誠",
        "毛泽东",
        "山田太郎",
        "佐藤",
        "林",
        "",
        "司马相如",
        "张简静怡",
    ] {
        assert!(!is_transcription(text), "{text}");
    }
    assert_eq!(cognate("托卡耶夫"), "tuokayefu");
    assert_eq!(cognate("特朗普"), "telangpu");
}

#[test]
fn cognates_are_few_and_plain() {
    for text in [
        "陳",
        "李在明",
        "山田太郎",
        "托卡耶夫",
        "吕",
        "諸葛亮",
        "高橋みなみ",
        "𠮷田",
        "😀",
        "",
        "々",
        "·",
        "陈a3",
    ] {
        let found = cognates(text);
        assert!(found.len() <= 8, "{text}");
        for (romanized, _) in found {
            assert!(
                romanized.bytes().all(|byte| byte.is_ascii_lowercase()) && !romanized.is_empty(),
                "{text}"
            );
        }
    }
}

#[test]
fn readings_are_latin() {
    for text in ["陳", "李在明", "山田太郎", "托卡耶夫", "吕布", "이재명", "高橋みなみ"]
    {
        for (reading, _) in readings(text, None) {
            let vietnamese = |letter: char| ('\u{1ea0}'..='\u{1ef9}').contains(&letter);
            let latin = |letter: char| letter < '\u{250}' || vietnamese(letter);
            let fine =
                |letter: char| "’'".contains(letter) || letter.is_lowercase() && latin(letter);
            assert!(reading.chars().all(fine), "{text} {reading}");
        }
    }
}

#[test]
fn every_syllable_of_the_lists_has_its_spellings() {
    for syllable in lists::JYUTPING.values() {
        assert!(lists::CANTONESE.contains_key(syllable), "{syllable}");
    }
    for surname in lists::SURNAMES.values() {
        assert!(!surname.pinyin.is_empty());
    }
    for (pinyin, syllable) in lists::SYLLABLES.iter() {
        assert!(!syllable.wade_giles.is_empty() && !syllable.tongyong.is_empty(), "{pinyin}");
    }
}
