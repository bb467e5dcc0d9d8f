//! The small words by which the clause reader tells what stands beside a verb. Next to read: `../govern.rs`.

use super::forms::Forms;

/// Characters of a language that tell a noun from a verb beside them; from its pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct Particles {
    /// After a verb: it is part of a name (提出的).
    pub(crate) of: Forms,
    /// After a verb, figures aside: it is told as a point in time (建交75周年, 会谈后).
    pub(crate) occasion: Forms,
    /// How a word for coming begins (来华, 访华): who is welcomed to do so is invited.
    pub(crate) comes: Forms,
    /// Behind what is done: that it is in vain (制裁解决不了问题, 只会适得其反).
    pub(crate) vain: Forms,
    /// What is between two states, where a predicate of it follows (中俄合作).
    pub(crate) of_two: Forms,
    /// How such a predicate begins that no other list has (结出硕果).
    pub(crate) outcomes: Forms,
    /// What the key to something is called (钥匙, 关键), before where it lies.
    pub(crate) cruxes: Forms,
    /// Where it lies (在, 不在).
    pub(crate) lies: Forms,
    /// Wishes under which a speaker only shows what he feels (我愿感谢各国).
    pub(crate) polite_wishes: Forms,
    /// When an invited guest is to come (尽早).
    pub(crate) soon: Forms,
    /// The day of the words themselves (今天).
    pub(crate) today: Forms,
    /// Prepositions of what something is about.
    pub(crate) about: Forms,
    /// Behind a state's name: a matter that is talked about (问题, 局势).
    pub(crate) affairs: Forms,
    /// Words that end like the mark before a noun's verb (所) and are none (哨所).
    pub(crate) no_relative: Forms,
    /// Before a post: who held it before (前).
    pub(crate) former: Forms,
    /// What only a force takes (居民点).
    pub(crate) grounds: Forms,
    /// Words of looking on (见证签署): told, never agreed on.
    pub(crate) witnessed: Forms,
    /// Nouns of what is only heard, feared or plotted (将复交的传闻).
    pub(crate) rumours: Forms,
    /// Words of having charge of a field, between a state and its officer (甲国负责乙事务的次长).
    pub(crate) charges: Forms,
    /// Words of what somebody was asked or came to speak of, before he says something (被问到…时说).
    pub(crate) asked_about: Forms,
    /// Behind who heads a group (以甲国为首的).
    pub(crate) headed: Forms,
    /// What is voted on at a time that is set (总统大选).
    pub(crate) elections: Forms,
    /// At a clause's head: against what was promised before it (却做出…).
    pub(crate) contrary: Forms,
    /// Opens what makes no difference (无论), and what joins the second of two such (还是).
    pub(crate) whichever: Forms,
    pub(crate) or_else: Forms,
    /// Opens a list of what was told (包括), and closes it where it tells who does (在内).
    pub(crate) including: Forms,
    pub(crate) within: Forms,
    /// Verbs of finding something to be so (确认).
    pub(crate) findings: Forms,
    /// Units that make figures a month or year (年, 月).
    pub(crate) dates: Vec<char>,
    /// Behind such a date, or at the head of its clause: a time that is still to come (前, 底).
    pub(crate) not_then: Forms,
    /// At a clause's head, before where somebody goes (到).
    pub(crate) goes_there: Forms,
    /// Verbs of citing somebody's words (引述).
    pub(crate) citing: Forms,
    /// Nouns of what is refused (拒绝解除武装的要求).
    pub(crate) refused: Forms,
    /// What ends a phrase that names a matter and holds verbs of its own (就船只被扣一事，…).
    pub(crate) matter_ends: Forms,
    /// Of the words of occasion, what a deed is told before as done, not only as a time (甲军撤离后，…).
    pub(crate) told_moment: Forms,
    /// What opens a clause that tells what comes of the one before (才能).
    pub(crate) outcome_leads: Forms,
    /// Behind 要 it tells what will become of somebody or something (要变成…).
    pub(crate) becoming: Forms,
    /// At a clause's end: what cannot be (…是不可能的).
    pub(crate) cannot_be: Forms,
    /// Right before a deed that somebody is able to do (能).
    pub(crate) can: Forms,
    /// Before a doing that tells what one has (有…的任务).
    pub(crate) have: Forms,
    /// Of those, what is celebrated where a verb of attitude stands before it.
    pub(crate) celebrated: Forms,
    /// Between a verb and that mark: which way or how far (展现出的, 建立起的).
    pub(crate) complement: Forms,
    /// What a thing agrees with, at a clause's end (符合…利益).
    pub(crate) accord: Forms,
    /// Before a verb: it is a noun (所作, 的支持).
    pub(crate) before_noun: Forms,
    /// After a verb: told as done (了, 过).
    pub(crate) done: Forms,
    /// At the end of a deed's own word: told as done (打击了; not 通过, which ends with such a mark too).
    pub(crate) done_end: Forms,
    /// What meetings are told by behind their names (磋商在某地举行).
    pub(crate) held: Forms,
    /// Before a noun: the one just told of (此次袭击).
    pub(crate) again: Forms,
    /// Between an adverb and a verb: the deed is under way (还在扩大…).
    pub(crate) progress: Forms,
    /// Opens the end of a by-phrase (为): 以…为….
    pub(crate) as_: Forms,
    /// Between coordinate names.
    pub(crate) and: Forms,
    /// Between names that are one subject, never a phrase of company (和, not 同).
    pub(crate) joint: Forms,
    /// Behind a body's name: its members meet (成员国, 外长, 峰会).
    pub(crate) members: Forms,
    /// Behind who writes, in a title: to whom follows (致).
    pub(crate) letters: Forms,
    /// Before those of a body: how many of them (许多领导人).
    pub(crate) many: Forms,
    /// An auxiliary that may also put the object before its verb (将).
    pub(crate) disposal: Forms,
    /// Units that count persons and things (三名…, 二十艘…).
    pub(crate) classifiers: Forms,
    /// Right behind a verb: where to what was put before it goes (引渡到…).
    pub(crate) whither: Forms,
    /// Open what is disregarded, and what ends it (不顾各国反对…).
    pub(crate) despite: Forms,
    pub(crate) despite_ends: Forms,
    /// Before who asked for it, and what he did (应甲方请求…).
    pub(crate) asked: Forms,
    pub(crate) asked_ends: Forms,
    /// Open a ground or course of things, and what ends it (出于安全考虑…).
    pub(crate) framed: Forms,
    pub(crate) framed_ends: Forms,
    /// Verbs by which a weapon is used, before the strike (用…袭击).
    pub(crate) wielding: Forms,
    /// Verbs of sending somebody (派…赴…).
    pub(crate) sending: Forms,
    /// Ships, planes and troops that are sent.
    pub(crate) warships: Forms,
    /// Behind the words of a manner (史无前例地).
    pub(crate) manner_marks: Forms,
    /// Verbs of warning.
    pub(crate) warners: Forms,
    /// What is threatened with.
    pub(crate) consequences: Forms,
    /// Between subject and verb: each to the other (相互).
    pub(crate) mutual: Forms,
    /// Behind two names: both do it.
    pub(crate) each: Forms,
    /// Marks of the passive before harm alone (遭).
    pub(crate) harmed: Forms,
    /// Verbs whose noun tells what is made more of (扩大对俄制裁).
    pub(crate) raising: Forms,
    /// At the end of what is made more of: a sanction.
    pub(crate) hard_nouns: Forms,
    /// Relations that two states take up again.
    pub(crate) ties: Forms,
    /// At the head of an auxiliary: a wish (愿继续).
    pub(crate) wishes: Forms,
    /// Verbs that say where an object put before them ends up (将…列入).
    pub(crate) placing: Forms,
    /// Verbs that say what the doing put before them is taken for (将发展…作为优先).
    pub(crate) roles: Forms,
    /// Words that stand for a thing (这, 此举).
    pub(crate) pronouns: Forms,
    /// Verbs that make others do or become (推动, 促进).
    pub(crate) causative: Forms,
    /// Verbs that tell at a clause's end what became of its subject (发展, 提高).
    pub(crate) result: Forms,
    /// Behind a list: there are more (等).
    pub(crate) others: Forms,
    /// Verbs whose object is a clause, behind a comma too (表明，…).
    pub(crate) clausal: Forms,
    /// Before who does what is told of its object (由).
    pub(crate) agent: Forms,
    /// Marks of the passive (被).
    pub(crate) passive: Forms,
    /// Auxiliaries that tell a future and no wish (将).
    pub(crate) future: Forms,
    /// What a subject that is an armed force is called (俄军, 部队).
    pub(crate) forces: Forms,
    /// Forces of nature, whose strike is harm and no attack (台风袭击…).
    pub(crate) hazards: Forms,
    /// Times to come: a deed then is promised (下周举行…).
    pub(crate) ahead: Forms,
    /// What a body passes, at a clause's end (通过旨在…的法案).
    pub(crate) motions: Forms,
    /// What a vote is told by, behind which its text's words stand (通过决议，要求…).
    pub(crate) votes: Forms,
    /// Openers of a reason (因, 由于).
    pub(crate) causes: Forms,
    /// Units that make figures a time (3日, 5时).
    pub(crate) time_units: Vec<char>,
    /// Up to when something is told (截至).
    pub(crate) up_to: Forms,
    /// Before a time from which on something is done (自2001年起).
    pub(crate) since: Forms,
    /// Units of an army, what may stand before their numbers, signs of these, and what stands behind where they are none.
    pub(crate) units: Forms,
    pub(crate) unit_leads: Forms,
    pub(crate) unit_counts: Vec<char>,
    pub(crate) unit_ends: Forms,
    /// Units that count how often (三次).
    pub(crate) times: Forms,
    /// Signs of more than one (三次; 一次 is any).
    pub(crate) often_counts: Vec<char>,
    /// Units that make written figures a day or an hour (十四日夜).
    pub(crate) day_units: Vec<char>,
    /// After a verb and before a word: the old mark of possession (进攻之军队).
    pub(crate) old_of: Forms,
    /// Behind a word of attitude, and part of it (感谢之意).
    pub(crate) feelings: Forms,
    /// Before who did what is told of its object, right behind which the verb stands (被甲军攻陷, 经议会通过).
    pub(crate) agents: Forms,
    /// Those among them that are often something else: only before a deed of force (为甲军攻陷).
    pub(crate) war_agents: Forms,
    /// Verbs of bringing about: behind a future they tell a forecast (将使得…).
    pub(crate) brings: Forms,
    /// What opens a clause that is only the topic of the next (对于…，…).
    pub(crate) topic_leads: Forms,
    /// Nouns of those who are heard without being actors (消息人士指…).
    pub(crate) heard: Forms,
    /// Nouns of people whom nobody names and who act for nobody (分析人士).
    pub(crate) unnamed: Forms,
    /// Words by which papers tell what they heard (据外电报道): what follows is told as news.
    pub(crate) reports: Forms,
    /// What ends the words for people whom nobody names (许多居民, 此间人士).
    pub(crate) somebody: Forms,
    /// Signs that number or count behind a name (第一师, 三千余人).
    pub(crate) counts: Vec<char>,
    /// What is counted so: units of a force.
    pub(crate) troops: Forms,
    /// How the names of a state's organs end (管理局, 委员会).
    pub(crate) organ_ends: Forms,
    /// How the names of bodies end that no list knows (联络小组, 联合会).
    pub(crate) body_heads: Forms,
    /// What a subject that begins with a state's name and acts ends with (两家银行, 多名议员).
    pub(crate) agents_end: Forms,
    /// What those are called who stand under a speaker and are told to do something (各级部门, 全体官兵).
    pub(crate) called_on: Forms,
    /// Verbs of putting something forward, which say it where a comma follows them (会议提出，…).
    pub(crate) puts_forward: Forms,
    /// The word that stands for a state or body that acted last (它).
    pub(crate) it: Forms,
    /// Behind who sends a telegram, in its title: to whom follows.
    pub(crate) wires: Forms,
    /// Between we and a verb of saying: all who met say so (我们都认为).
    pub(crate) jointly: Forms,
    /// Before a doing that is a purpose (为推动合作，…).
    pub(crate) purposes: Forms,
    /// Verbs of having before what makes something matter (具有…意义), and what that is.
    pub(crate) bears: Forms,
    pub(crate) meanings: Forms,
    /// Words that count persons and bodies (10个成员国).
    pub(crate) measures: Forms,
    /// Company at a phrase's end (同各国一道).
    pub(crate) together: Forms,
    /// Verbs of congratulation (祝贺).
    pub(crate) congratulations: Forms,
    /// Words of stating that open a party's words before a colon (中国方面声明：).
    pub(crate) staters: Forms,
    /// Prepositions of an aim (为).
    pub(crate) aims: Forms,
    /// At the end of a clause that only leads to what follows (如下).
    pub(crate) follows: Forms,
    /// Before a source at a clause's head (据…发布).
    pub(crate) according: Forms,
    /// What ends the words for a source (据甲国外交部发布).
    pub(crate) released: Forms,
    /// At a sentence's head: the reporter tells what he heard (据悉).
    pub(crate) hearsay: Forms,
    /// At a clause's head: what comes of it if not (否则).
    pub(crate) otherwise: Forms,
    /// Names of what somebody does: behind a verb and 的 (驱离渔船的行为).
    pub(crate) conduct: Forms,
    /// Opens a sentence that goes into what was told (其中).
    pub(crate) therein: Forms,
    /// Auxiliaries of a plan: told of another they tell what he is going to do (拟).
    pub(crate) plans: Forms,
    /// At the head of a subject: a thing told of before (该方案).
    pub(crate) taken_up: Forms,
    /// How the short name of a side ends (乌方).
    pub(crate) sides: Forms,
    /// Before a post: another than who speaks (这名发言人).
    pub(crate) that_one: Forms,
    /// Behind a day: since then (起).
    pub(crate) from_marks: Forms,
    /// Verbs of what somebody looks on at (见证双方签署…).
    pub(crate) signings: Forms,
    /// Behind a welcome: more than are there (欢迎更多…).
    pub(crate) more: Forms,
    /// Behind two names: what is between them (之间).
    pub(crate) between: Forms,
    /// Behind two names, with or without a mark of possession: a tie between them (关系, 友谊).
    pub(crate) ties_between: Forms,
    /// Before a verb of doing: a forecast (可能).
    pub(crate) maybe: Forms,
    /// Between whom one asks and what he is to do (望有关机构能…).
    pub(crate) able: Forms,
    /// Predicates of importance at a clause's end (加强合作至关重要).
    pub(crate) matters: Forms,
    /// At a clause's end: how something is or went (富有成效).
    pub(crate) qualities: Forms,
    /// Before a name that is a place here (驻日本).
    pub(crate) at: Forms,
    /// Words that end like one of them and are none (未来).
    pub(crate) not_at: Forms,
    /// Behind a pair of names: what is between them is a matter (巴以冲突).
    pub(crate) matters_between: Forms,
    /// Behind a post: what whose it is stands behind (the spokesman for …).
    pub(crate) whose: Forms,
    /// Opens what a thing is done by (通过), and how such a phrase ends (对话, 机制).
    pub(crate) means: Forms,
    pub(crate) means_ends: Forms,
    /// Of those, what stands before where a mission is.
    pub(crate) stationed: Forms,
}

impl Particles {
    /// Whether the words end with a mark of place, before a name that is a place there (访|甲国; not 未来|甲国).
    pub(crate) fn is_at(&self, before: &str) -> bool {
        self.at.end(before) && !self.not_at.end(before)
    }
}
