"""Kazakh word forms: endings are taken off from the right, and every stem on the way is kept.

Kazakh adds one ending to another: қала-лар-ымыз-дағы, "those in our cities". Without a dictionary nobody can know where
the stem ends, so all of them are kept and two forms of a word meet in one of them. An ending comes off only where the
language could have put it: after such a letter (қала-лар, жол-дар, кітап-тар), in harmony with the vowel before it
(көл-дер, жол-дар), and in the order of the slots (plural, possessive, case).

Common roots are known (kazakh_roots.txt): what lies below one (бал in балық) is only a likeness.

Pure functions: no Django, no database.
"""

from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
OWN_LETTERS = "әғқңөұүһі"  # the letters that a Russian keyboard lacks
PLAIN = str.maketrans("әғқңөұүһі", "агкноуухи")  # how they are typed on one

BACK, FRONT = "аоұыёя", "әөүіеэ"
EITHER = "уиюь"  # says nothing of harmony: туралы, келуі, ресурстар, рольдер
VOWELS = "аәеёиоөуұүыіэюя"
NASAL, BUZZING = "мнң", "зж"
SONOROUS = "рлйуиюь"  # у and и sound as consonants too: суды, оқуы
VOICELESS = "пфкқтсшщчцхһбвгдь"  # б в г д end words from Russian only, and take the endings of п ф к т
VOICED = SONOROUS + BUZZING + NASAL
CONSONANTS = VOICED + VOICELESS + "ғ"
ANY = VOWELS + CONSONANTS

# What stands to the right of what. A slot names the endings that may come off next.
NOMINAL = ("linking", "ordinal", "poss", "plural", "rel", "of_time", "abess", "comp", "verbal", "derived")
NEXT = {
    "start": ("case", "after_my", "pred", "finite", "prohibition", *NOMINAL),
    "pred": ("verbal", "case", "derived", "poss"),
    "case": NOMINAL,
    "after_my": ("poss",),
    "poss": ("linking", "ordinal", "plural", "rel", "abess", "comp", "verbal", "derived"),
    "plural": ("linking", "ordinal", "rel", "abess", "comp", "verbal", "derived"),
    "rel": ("poss", "plural", "verbal", "derived"),
    "of_time": ("verbal", "derived"),
    "prohibition": ("voice", "derived"),
    "abess": ("poss", "plural", "verbal", "derived"),
    "comp": ("derived", "abess", "verbal"),
    "finite": ("negation", "voice", "derived"),
    "verbal": ("negation", "voice", "derived"),
    "negation": ("voice", "derived"),
    "voice": ("voice", "derived"),
    "linking": (),
    "ordinal": (),
    "derived": ("derived", "plural", "abess", "verbal", "voice"),
}

# slot, endings (A: а/е, I: ы/і, G: ғ/г, K: қ/к, by harmony), letters they follow, and whether they change the meaning
# or resemble the end of another word so much ("weak") that what is left is only the lowest kind of match.
ENDINGS = [
    ("plural", "лAр", VOWELS + "рйюь", False),
    ("plural", "дAр", "лмнңзжйь", False),
    ("plural", "тAр", VOICELESS, False),
    ("linking", "I", "ткп", False),  # акт, диск: актілер, дискісі
    ("ordinal", "IншI даған деген", CONSONANTS, False),
    ("ordinal", "ншI сIншI", VOWELS, False),
    ("case", "нIң", VOWELS + NASAL, False),
    ("case", "дIң", SONOROUS + BUZZING, False),
    ("case", "тIң", VOICELESS, False),
    ("case", "нI", VOWELS, False),
    ("case", "дI", VOICED, False),
    ("case", "тI", VOICELESS, False),
    ("case", "GA", VOWELS + VOICED, False),
    ("case", "KA", VOICELESS, False),
    ("case", "дA", VOWELS + VOICED, False),
    ("case", "тA", VOICELESS, False),
    ("case", "нAн", NASAL, False),
    ("case", "дAн", VOWELS + SONOROUS + BUZZING, False),
    ("case", "тAн", VOICELESS, False),
    ("case", "мен", VOWELS + SONOROUS + NASAL, False),
    ("case", "бен", BUZZING, False),
    ("case", "пен", VOICELESS, False),
    ("after_my", "A", "мң", False),  # to my…, to your…: балам-а
    ("poss", "I", CONSONANTS, False),
    ("poss", "сI", VOWELS, False),
    ("poss", "Iм Iң IмIз IңIз", CONSONANTS, False),
    ("poss", "мIз ңIз", VOWELS, False),
    ("poss", "м ң", VOWELS, True),
    ("poss", "IнA Iн IндA IнAн", CONSONANTS, False),  # third person and case are one ending
    ("poss", "сIнA сIн сIндA сIнAн", VOWELS, False),
    ("poss", "IндAGI IнIкі IншA", CONSONANTS, False),
    ("poss", "сIндAGI сIнIкі сIншA", VOWELS, False),
    ("rel", "дAGI", VOWELS + VOICED, False),
    ("rel", "тAGI", VOICELESS, False),
    ("of_time", "GI", VOWELS + VOICED, True),  # биылғы, кешкі: never behind a possessive
    ("of_time", "KI", VOICELESS, True),
    ("rel", "нікі", VOWELS + NASAL, False),
    ("rel", "дікі", SONOROUS + BUZZING, False),
    ("rel", "тікі", VOICELESS, False),
    ("abess", "сIз", ANY, False),
    ("abess", "дAй", VOWELS + VOICED, False),
    ("abess", "тAй", VOICELESS, False),
    ("abess", "шA", ANY, True),
    ("comp", "рAK", VOWELS, False),
    ("comp", "IрAK", CONSONANTS, False),
    ("comp", "лAу", VOWELS + "рйу", True),
    ("comp", "дAу", "лмнңзж", True),
    ("comp", "тAу", VOICELESS, True),
    ("pred", "мIн мIз", VOWELS + SONOROUS + NASAL, False),
    ("pred", "бIн бIз", BUZZING, False),
    ("pred", "пIн пIз", VOICELESS, False),
    ("pred", "сIң сIңдAр сIздAр", ANY, False),
    ("verbal", "у", ANY, False),
    ("verbal", "GAн", VOWELS + VOICED, False),
    ("verbal", "KAн", VOICELESS, False),
    ("verbal", "GAндIK", VOWELS + VOICED, False),
    ("verbal", "KAндIK", VOICELESS, False),
    ("verbal", "AтIн", CONSONANTS, False),
    ("verbal", "йтIн", VOWELS, False),
    ("verbal", "мAс", VOWELS + SONOROUS, False),
    ("verbal", "бAс", NASAL + BUZZING, False),
    ("verbal", "пAс", VOICELESS, False),
    ("verbal", "мAK", VOWELS + SONOROUS, True),
    ("verbal", "бAK", NASAL + BUZZING, True),
    ("verbal", "пAK", VOICELESS, True),
    ("verbal", "мAKшI", VOWELS + SONOROUS, False),
    ("verbal", "бAKшI", NASAL + BUZZING, False),
    ("verbal", "пAKшI", VOICELESS, False),
    ("verbal", "Aр", CONSONANTS, True),
    ("verbal", "р", VOWELS, True),
    ("finite", "дIм дIң дIK дIңIз дIңдAр дIңIздAр", VOWELS + VOICED, False),
    ("finite", "тIм тIң тIK тIңIз тIңдAр тIңIздAр", VOICELESS, False),
    ("finite", "дI", VOWELS, False),  # after a consonant it looks like the case, which comes off anyway
    ("finite", "дI", VOICED, False),
    ("finite", "тI", VOICELESS, False),
    ("finite", "AдI AмIн AсIң AсIз AмIз AсIңдAр", CONSONANTS, False),
    ("finite", "йдI ймIн йсIң йсIз ймIз йсIңдAр", VOWELS, False),
    ("finite", "Iп IптI IппIн IпсIз IппIз", CONSONANTS, False),
    ("finite", "п птI ппIн псIз ппIз", VOWELS, False),
    ("finite", "сA сAм сAң сAK сAңIз", ANY, False),
    ("finite", "сIн", ANY, False),
    ("finite", "IңIздAр IңIзшI IңIздAршI", CONSONANTS, False),
    ("finite", "ңIздAр ңIзшI ңIздAршI", VOWELS, False),
    ("finite", "AйIK AйIн AйIKшI AйIншI", CONSONANTS, False),
    ("finite", "йIK йIн йIKшI йIншI", VOWELS, False),
    ("finite", "GAлI GAншA GAндA", VOWELS + VOICED, False),
    ("finite", "KAлI KAншA KAндA", VOICELESS, False),
    ("finite", "йIншA", VOWELS, False),
    ("finite", "мAй", VOWELS + SONOROUS, False),
    ("finite", "бAй", NASAL + BUZZING, False),
    ("finite", "пAй", VOICELESS, False),
    ("prohibition", "мA", VOWELS + SONOROUS, True),
    ("prohibition", "бA", NASAL + BUZZING, True),
    ("prohibition", "пA", VOICELESS, True),
    ("finite", "A", CONSONANTS, True),
    ("finite", "й", VOWELS, True),
    ("negation", "мA", VOWELS + SONOROUS, False),
    ("negation", "бA", NASAL + BUZZING, False),
    ("negation", "пA", VOICELESS, False),
    ("voice", "Iл Iн", CONSONANTS, False),
    ("voice", "Iс", CONSONANTS, True),
    ("voice", "л н с", VOWELS, True),
    ("voice", "дIр GIз", VOWELS + VOICED, False),
    ("voice", "тIр KIз", VOICELESS, False),
    ("voice", "т", VOWELS + "рлй", True),
    ("derived", "лIK", VOWELS + SONOROUS, True),
    ("derived", "дIK", NASAL + BUZZING, True),
    ("derived", "тIK", VOICELESS, True),
    ("derived", "лI", VOWELS + SONOROUS, True),
    ("derived", "дI", NASAL + BUZZING, True),
    ("derived", "тI", VOICELESS, True),
    ("derived", "шI шIл", ANY, True),
    ("derived", "хана стан", ANY, True),
]


def _words(text):
    return frozenset(text.split())


NUMERALS = _words("""
    бір екі үш төрт бес алты жеті сегіз тоғыз он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан жүз мың миллион
    миллиард
""")
# Adjectives that -лау makes "rather" of (жұқалау); behind anything else it makes a verb (бағалау).
ADJECTIVES = _words("""
    аз алыс арық арзан аласа ақ ашық ащы әдемі әлсіз бай баяу биік бос ескі жай жақсы жалғыз жаман жас жаңа жарық
    жасыл жеңіл жіңішке жуан жуас жұқа жұмсақ жылы кедей кең кеш кішкентай кіші көк көне көп күшті қалың қара
    қараңғы қарт қатты қиын қоңыр қою қымбат қысқа қызыл майда момын нашар сары сирек сұйық суық тар таза тез
    тентек терең төмен тік тұзды тұщы үлкен ұзақ ұзын ұсақ шағын шалғай ыстық ірі ерте жоғары семіз тыныш салқын ауыр
    берік күрделі мықты әлжуаз өткір тәтті кеш балғын сұр боз кәрі бөлек оңай тегіс тығыз жуық жақын толық кем артық
""")
# Roots that are verbs; behind another root (көз-е, құм-ар, мұра-п) an ending of theirs is the end of another word.
VERBS = _words("""
    адас ажырат азай азайт айнал айт айыр айырыл ал алмастыр алын анықтал апар арт арттыр ас асыр ат аттан атқар аудар
    аударыл ауыс ауыстыр аш ашулан ағар аяқтал байлан бар бас басқар бастал бат бағын бекіт бер беркіт бол босан босат
    боял бөл бөлін бұз бұйыр бұрыл бүк бүлдір бүлін бүркен біл білдір білін біріктір бірік біт бітір дамыт демал доғар
    дүрлік дәмет егіл ек ем емдел енгіз ендір ер ерт ескер ескерт ескір ет етіл жабыс жайғас жайыл жаз жалық жалғас жанас
    жанаст жандыр жап жарат жарал жарыл жасал жасыр жасыт жат жаудыр жаңар жаңарт жегіз жек жет жетіс жеткіз жең жинал
    жой жолық жоғал жоғалт жүгін жүгір жүз жүр жүргіз жұбат жұт жібер кездес кел келтір келіс кеңей кеңейт керіл кертіл
    кес кет кешір кигіз кір кіргіз кірік кідір көбей көбейт көгер көмкер көр көрін көрсет көсіл көтер көтеріл көш күзет
    күй күйдір күл күрес күт күтін күшей күшейт қайғыр қайт қайтар қал қалдыр қалыптас қап қат қатай қатыс қаш қашыр
    қой қойыл қон қондыр қоныстан қопсыт қорлан қорқ қорқыт қоршал қос қосыл қоштас қоз қозғал қуан қуыр құбыл құй құлат
    құлшын құр құрал құтқар құтыл қызар қыздыр қысқар қыйыл мақтан оз оздыр ойлан ойлас оңал оңалт орал орналас
    орналастыр орнат отыр оқыт оян өз өзгер өзгерт өкін өл өлтір өлшен өндір өңдел өрлет өртен өс өсір өт өткер өткіз
    өтін өш өшір сал салын сат сақтан сез сезін сен сендір сеп секір сирет соз созыл сой соқ соқтығыс сол сөйлес сөк
    сөн сөндір суар суын суыт сығ сыз сындыр сыпыр сыйғыз сүз сүзіл сүй сүйен сүр сүрт сүрін тазар тазарт таныстыр тап
    тапсыр тарал тарат тарт тарыл тарылт тат таусыл тағыл таңдан таңғал теб тексер теп теңес тер тик тол толтыр толғ
    томпай тоқтат туз туыл туынд тұр тұт тұтын түз түзет түкір түлек түрлен түс түсін түсіндір түсір түшкір тыйыл тық тік
    тіркел тіркес тіріл төз төк үз үзіл үйлен үйлес үйрен үйрет үлгер үңіл үрк ұзар ұзарт ұй ұмтыл ұмыт ұнат ұр ұстан
    ұсын ұш ұштас ұшырат ұял шаттан шақыр шегер шегін шеш шеттет шиелен шомыл шоғырлан шұғылдан шық шығар шыдам шынық
    шырмал ізет іл іркіл іш істет ысыт қаз шаш пісір ор кеп пайдалан қолдан
    аршы асыра ауна аңқы байқа болжа боя бұрқыра дамы жада жайна жалға жарқыра жаса жібі жылжы жұмса зері иіске кемі кері
    күйре қада қажы қайна қалқы қамты қара қақса қина қира қобалжы қозға қорша қорға қоса қызыға құрға мүлгі ойна ойсыра
    оқы өрбі сергі сипа сұра сына тара таны тебі тоқы түзе тіре тіле ұйға ұна ұйқыта шайқа шайна шарша шошы шыда шірі
    ұшыра үйре ысы же де ки жи ері еле шола елі ора өлше тірке тона есті
""")
# Time words, whose adjective -ғы makes (кешкі, биылғы); peoples and pronouns, whose adverb -ша makes (қазақша, осынша).
TIMES = _words("""
    жыл биыл былтыр күз жаз қыс көктем күн түн таң кеш қазір бүгін ертең кеше ай апта соң алғаш іш сырт тыс бұрын әуел
    бас арт түс кейін дейін бер ар жоғар төмен орта әдеп ілгер мезгіл кез уақыт тоқсан ғасыр шақ сәт дәуір заман түп шет
""")
PEOPLES = _words("""
    қазақ орыс ағылшын неміс түрік өзбек қырғыз татар француз қытай араб парсы латын украин түркі моңғол жапон корей
    испан итальян осы сол мын бұрынғы өзін
""")
# Pronouns, collective numerals and де, whose forms no rule gives.
IRREGULAR = {
    form: base
    for base, forms in {
        "мен": "маған мені менің менде менен менімен менікі",
        "сен": "саған сені сенің сенде сенен сенімен сенікі",
        "ол": "оған оны оның онда одан онымен оныкі ондай ондағы онша",
        "бұл": "бұған мұны бұны мұның бұның мұнда бұнда бұдан мұнан мұнымен бұнымен мұндай бұндай мұндағы мұнша",
        "сол": "соған соны соның сонда содан сонымен соныкі сондай сондағы сонша",
        "осы": "осыған осыны осының осында осыдан осымен осынымен осындай осындағы осынша",
        "не": "неге нені ненің неде неден немен несі несін несіне",
        "бәрі": "бәріне бәрін бәрінің бәрінде бәрінен бәрімен бәріміз бәріміздің бәрімізге",
        "де": "деп депті",
        "қор": "қоры", "иіс": "иіске",
        "кейбір": "кейбіреу", "әрбір": "әрбіреу", "бір": "біреу", "екі": "екеу", "үш": "үшеу", "төрт": "төртеу", "бес": "бесеу", "алты": "алтау", "жеті": "жетеу",
    }.items()
    for form in forms.split()
}  # fmt: skip
# Two-syllable words that lose their last vowel, also at the end of a compound: кәсіпорын, кәсіпорны.
LOSING_A_VOWEL = _words("""
    орын халық ауыз мойын мұрын ерін ғұрып құлық дауыс әріп қарын көрік бөрік құлып мүлік парық нарық ерік қалып кейіп
    қауіп қойын қырық көңіл ырық тұрық зауық
""")
ENDS_LOSING_A_VOWEL = tuple(LOSING_A_VOWEL | {word.translate(PLAIN) for word in LOSING_A_VOWEL})
HARDENED = {"б": "п", "г": "к", "ғ": "қ"}
LONGEST_WORD = 40
MAKING_VERBS = ("лан", "лен", "дан", "ден", "тан", "тен", "дыр", "дір", "тыр", "тір", "ғыз", "гіз", "қыз", "кіз")
ENDS_OF_VERBS = ("ла", "ле", "да", "де", "та", "те")  # made of nouns; a plural (таң-дар) looks like one with -р
DENYING = ("ма", "ме", "ба", "бе", "па", "пе")
OF_VERBS = ("finite", "verbal", "prohibition", "negation", "voice")
OF_ME_AND_US = ("амын", "емін", "амыз", "еміз")
DYQ = ("дык", "дик", "тык", "тик")
NOUN_BEFORE_DYQ = VOICELESS + NASAL + BUZZING  # тұз-дық; behind other letters the noun has -лық
# What is left when the letters of two endings are parted in the wrong place: no word ends so.
NO_ENDS_OF_WORDS = ("йд", "нн", "лард", "лерд", "дард", "дерд", "тард", "терд", "мызд", "мізд", "мизд")


class Ending(NamedTuple):
    slot: str
    text: str
    after: frozenset
    vowels: str  # letters of which the last vowel before it must be one; "" for an ending without harmony
    is_weak: bool


class Stems(NamedTuple):
    """`strong`: what inflection leaves; `weak`: what is left when endings that change the meaning come off as well."""

    strong: frozenset
    weak: frozenset


def _endings(is_plain):
    """All endings by their text; of a word typed without Kazakh letters, the endings typed so too."""
    by_text = defaultdict(dict)
    for slot, patterns, after, is_weak in ENDINGS:
        for pattern in patterns.split():
            for is_front in (False, True):
                text = pattern.translate(str.maketrans("AIGK", "еігк" if is_front else "аығқ"))
                harmonic = set(pattern) & set("AIGK")
                vowels = (FRONT if is_front else BACK) + EITHER if harmonic else ""
                if is_plain:
                    text, after_set, vowels = text.translate(PLAIN), after.translate(PLAIN), vowels.translate(PLAIN)
                else:
                    after_set = after
                ending = Ending(slot, text, frozenset(after_set), vowels, is_weak)
                known = by_text[text].get((slot, is_weak))
                if known:
                    ending = ending._replace(
                        after=known.after | ending.after,
                        vowels=known.vowels and ending.vowels and known.vowels + vowels,
                    )
                by_text[text][slot, is_weak] = ending
    return {text: tuple(endings.values()) for text, endings in by_text.items()}


def plain(word):
    return word.translate(PLAIN)


def canonical(stem):
    """A stem as it is compared: б/г/ғ that a vowel made of п/к/қ turn back, the soft sign of a loanword goes.

    кітаб(ы) = кітап, тілег(і) = тілек, медал(і) = медаль. Роль alone is written with another vowel, рөлі.
    """
    stem = stem.rstrip("ь") or stem
    if stem == "рөл":
        return "рол"
    return stem[:-1] + HARDENED[stem[-1]] if stem[-1] in HARDENED else stem


ROOTS = frozenset(map(canonical, (Path(__file__).parent / "kazakh_roots.txt").read_text().split()))
PLAIN_ROOTS = frozenset(map(plain, ROOTS))
WRITTEN_ENDINGS, PLAIN_ENDINGS = _endings(is_plain=False), _endings(is_plain=True)
ENDINGS_BY_TEXT = {**PLAIN_ENDINGS, **WRITTEN_ENDINGS}
LONGEST_ENDING = max(map(len, ENDINGS_BY_TEXT))


class Lexicon(NamedTuple):
    """What is known of the language, with its letters or without them."""

    endings: dict
    roots: frozenset
    numerals: frozenset
    adjectives: frozenset
    verbs: frozenset
    times: frozenset
    peoples: frozenset
    irregular: dict


WRITTEN = Lexicon(WRITTEN_ENDINGS, ROOTS, NUMERALS, ADJECTIVES, VERBS, TIMES, PEOPLES, IRREGULAR)
TYPED_PLAIN = Lexicon(
    PLAIN_ENDINGS,
    PLAIN_ROOTS,
    *(frozenset(map(plain, known)) for known in (NUMERALS, ADJECTIVES, VERBS, TIMES, PEOPLES)),
    {plain(form): plain(base) for form, base in IRREGULAR.items()},
)


@lru_cache(maxsize=200_000)
def stems(word):
    """The stems of a Kazakh word, itself among them."""
    return _Stripping(word, WRITTEN).result()


@lru_cache(maxsize=50_000)
def plain_stems(word):
    """The same for a word typed without Kazakh letters: калаларымыздын."""
    return _Stripping(word, TYPED_PLAIN).result()


class _Stripping:
    """One walk over a word; what was reached in the same slot before is not walked again.

    A plural is no dictionary form: what still has its ending (қалалары) is not kept beside what lies below it (қала).
    """

    def __init__(self, word, lexicon):
        self.word = word
        self.known = lexicon
        self.is_plain = lexicon is TYPED_PLAIN
        self.strong, self.weak = {word}, set()
        self.above_plural = set()
        self.seen = {}
        if word in self.known.irregular:
            self.strong.add(self.known.irregular[word])
        elif 2 < len(word) <= LONGEST_WORD:
            self._strip(word, "start", False)

    def result(self):
        strong = frozenset(map(canonical, self.strong - self.above_plural | {self.word}))
        return Stems(strong, frozenset(canonical(stem) for stem in self.weak if len(stem) > 2) - strong)

    def _strip(self, rest, slot, is_weak):
        """Take off what can come off next. True: a plural ending was under it."""
        key = rest, slot, is_weak
        if key not in self.seen:
            self.seen[key] = False
            self.seen[key] = self._try_endings(rest, slot, is_weak)
        return self.seen[key]

    def _try_endings(self, rest, slot, is_weak):
        had_plural, is_root = False, self._is_root(rest)
        for length in range(1, min(LONGEST_ENDING, len(rest) - 2) + 1):
            for ending in self.known.endings.get(rest[-length:], ()):
                if ending.slot in NEXT[slot]:
                    had_plural |= self._take_off(rest[:-length], ending, slot, is_weak, is_root)
        if not is_root and slot in ("start", "case", "poss", "plural", "pred", "verbal"):
            self._take_off_melted(rest, slot, is_weak)
        if had_plural:
            self.above_plural.add(rest)
        return had_plural

    def _take_off(self, stem, ending, slot, is_weak, from_root):
        """Below a root lies only another root (майда: май-да), or what the root was derived from."""
        if from_root:
            is_another = _makes_another_root(ending, slot) and (ending.text == "у" or self._is_root_below(stem, ending))
            if not (is_another or self._makes_words(stem, ending)):
                return False
            is_weak = is_weak or ending.is_weak or not is_another
        else:
            is_doubtful = ending.is_weak or self._is_doubtful(stem, ending)
            is_weak = is_weak or (is_doubtful and not self._is_sure(stem, ending, slot))
        if not self._can_stand_before(stem, ending, is_weak):
            return False
        if len(stem) > 2 or self._is_root(stem):
            self._keep(stem, is_weak)
        for restored in self._restored(stem, ending):
            if not from_root or self._is_root(restored):
                self._keep_restored(restored, ending, is_weak)
        is_above = self._strip(stem, ending.slot, is_weak)
        return not is_weak and (is_above or (ending.slot == "plural" and len(stem) > 2))

    def _keep_restored(self, restored, ending, is_weak):
        is_sure = restored.endswith(ENDS_LOSING_A_VOWEL) if ending.slot == "poss" else self._is_root(restored)
        is_sure = is_sure or ending.text == "у"
        self._keep(restored, is_weak or not is_sure)
        if ending.slot in ("verbal", "finite"):
            self._strip(restored, ending.slot, is_weak)

    def _makes_words(self, stem, ending):
        """мұнай-шы, таза-ла-у, бас-қар-ма; but құмар has nothing of құм."""
        return ending.slot == "derived" or ending.text == "у" or (ending.is_weak and self._may_be_verb(stem))

    def _is_root_below(self, stem, ending):
        return self._is_root(stem) and (len(stem) > 2 or ending.slot == "negation")

    def _is_root(self, stem):
        return canonical(stem) in self.known.roots

    def _is_doubtful(self, stem, ending):
        """A verb's ending behind what is no verb (мұра-п, көл-емін), and -дық, which makes nouns too (тұз-дық)."""
        if ending.slot in OF_VERBS and ending.text != "у" and (stem[-1] in "аәеыі" or ending.text in OF_ME_AND_US):
            return self._is_root(stem) and not self._may_be_verb(stem)
        return ending.slot == "finite" and stem[-1] in NOUN_BEFORE_DYQ and plain(ending.text) in DYQ

    def _may_be_verb(self, stem):
        bare = stem[:-2] if len(stem) > 3 and stem.endswith(DENYING) else stem
        return (
            stem.endswith(ENDS_OF_VERBS) or self._is_verb(stem) or self._is_verb(bare) or bare.endswith(ENDS_OF_VERBS)
        )

    def _is_verb(self, stem):
        return canonical(stem) in self.known.verbs or (len(stem) > 5 and stem.endswith(MAKING_VERBS))

    def _is_sure(self, stem, ending, slot):
        """An ending that looks like the end of a word is one for certain behind a known root (қала-м), or between a
        long stem and a case (тасбақа-м-ның). Not where it may be another: таң-дар is not таңда-р, тазала-у not таза-лау.
        """
        if ending.slot == "comp":
            is_adjective = stem in self.known.adjectives or stem.endswith(("сыз", "сіз"))
            return is_adjective and not self._is_root(stem + ending.text[:-1])
        if ending.slot == "derived" or (ending.text == "р" and stem.endswith(ENDS_OF_VERBS)):
            return False
        if ending.slot in OF_VERBS and ending.slot != "voice":
            return self._is_verb(stem)
        if len(stem) < 3:
            return False
        if ending.slot == "of_time":
            return stem in self.known.times
        if ending.text in ("ша", "ше"):
            return stem in self.known.peoples
        return self._is_root(stem) or (ending.slot == "poss" and slot in ("case", "after_my", "rel") and len(stem) > 3)

    def _can_stand_before(self, stem, ending, is_weak):
        if stem[-1] not in ending.after or stem.endswith(NO_ENDS_OF_WORDS):
            return False
        if ending.slot == "ordinal" and stem not in self.known.numerals:
            return False
        if ending.slot == "linking" and not stem.endswith(("кт", "пт", "ск", "мп")):
            return False
        if len(stem) < 3 and ending.text != "у" and (is_weak or not self._is_root(stem)):
            return False
        if not ending.vowels:
            return True
        last = next((letter for letter in reversed(stem) if letter in _HARMONIC), "")
        return last in ending.vowels or _is_loanword(stem, ending) if last else len(stem) < 6

    def _keep(self, stem, is_weak):
        (self.weak if is_weak else self.strong).update({stem, self.known.irregular.get(stem, stem)})

    def _restored(self, stem, ending):
        """The stem before it lost its last vowel: орн-ы = орын, халқ-ы = халық, оқ-у = оқы; тау-ып = тап."""
        if ending.slot == "finite" and ending.text[1:2] == "п" and stem[-1] == "у" and stem[-2] in VOWELS:
            yield stem[:-1] + "п"
        if stem[-1] in VOWELS and stem[-1] != "у":
            return
        for narrow in _narrow_vowels(stem, self.is_plain):
            if ending.text == "у":
                yield stem + narrow
            elif ending.slot == "poss" and ending.text[0] in VOWELS and _has_lost_a_vowel(stem):
                yield stem[:-1] + narrow + stem[-1]

    def _take_off_melted(self, rest, slot, is_weak):
        """қою = қой-у, қоя-ды = қой-ады, оқи-ды = оқы-йды."""
        if rest[-1] == "ю" and len(rest) > 2:
            verb = rest[:-1] if rest[-2] == "и" else rest[:-1] + "й"
            self._keep(verb, is_weak)
            self._strip(verb, "verbal", is_weak)
        if slot != "start":
            return
        for end in _ENDS_OF_PRESENT[self.is_plain]:
            if rest.endswith(end) and len(rest) - len(end) >= 2:
                before, melted = rest[: -len(end)], rest[-len(end)]
                for last in _before_melted(before, melted, self.is_plain):
                    self._keep(before + last, is_weak)
                    self._strip(before + last, "finite", is_weak)


def _is_loanword(stem, ending):
    """Loanwords in к, г and in what was softened take front endings (банктер, медалі), names in -ев, -ов both."""
    if "е" in ending.vowels:
        return stem[-1] in "кг" or stem.endswith(("кт", "ст", "ов")) or (ending.slot == "poss" and stem[-1] in "лрнт")
    return stem.endswith("ев")


def _makes_another_root(ending, slot):
    """жол-да may be жолда, аш-у ашу, ал-ма-йды has no алма, салын-ды is the passive of сал; but nobody means жең by
    жеңіл or by жеңге, or жүз by жүзім.
    """
    is_locative = ending.slot == "case" and ending.text in ("да", "де", "та", "те")
    is_denied = ending.slot == "negation" and slot in ("finite", "verbal")
    return is_locative or is_denied or ending.text == "у" or ending.slot == "ordinal" or _is_passive(ending, slot)


def _is_passive(ending, slot):
    """A root under the endings of a verb is a verb: салын-ды is the passive of сал, қойыл-ған of қой."""
    return (
        ending.slot == "voice" and ending.text in ("ыл", "іл", "ын", "ін") and slot in ("finite", "verbal", "negation")
    )


_HARMONIC = frozenset(BACK + FRONT + EITHER)
_PRESENT = ["ды", "дым", "тын", "мын", "сың", "сыз", "мыз", "ді", "тін", "мін", "сің", "сіз", "міз"]
_ENDS_OF_PRESENT = {
    False: tuple(melted + end for melted in "яи" for end in _PRESENT),
    True: tuple(melted + plain(end) for melted in "яи" for end in _PRESENT),
}


def _has_lost_a_vowel(stem):
    """Two consonants at the end, the last of those that a narrow vowel is lost before."""
    return len(stem) > 2 and stem[-2] not in VOWELS.replace("у", "") and stem[-1] in "нңзпбкқгғсрлй"


def _before_melted(stem, melted, is_plain):
    """What stood before я or и of the present tense: қоя-ды = қой, жия-ды = жи, оқи-ды = оқы."""
    if melted == "я":
        return ("",) if stem[-1] == "и" else ("й",)
    return _narrow_vowels(stem, is_plain)


def _narrow_vowels(stem, is_plain):
    """ы or і, whichever the last vowel asks for; both where it does not say; none in a stem without vowels."""
    last = next((letter for letter in reversed(stem) if letter in _HARMONIC), "")
    if is_plain:
        return ("ы", "и") if last else ()
    return ("ы",) * (last != "" and last in BACK + EITHER) + ("і",) * (last != "" and last in FRONT + EITHER)
