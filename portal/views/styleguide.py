"""Every part with example data in all tones and states: where a part is looked at before it is used."""

from datetime import date, timedelta
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.shortcuts import render
from django.utils.safestring import mark_safe

from portal.languages import active_language, best_text
from portal.models import SearchEntry

TODAY = date(2026, 3, 4)


def styleguide(request):
    return render(
        request,
        "portal/styleguide.html",
        {
            "words": {name: in_three(*texts) for name, texts in WORDS.items()},
            "today": TODAY,
            "deadlines": [TODAY + timedelta(days=days) for days in (9, 2, 0, -4)],
            "explanation": [in_three(*sentence) for sentence in EXPLANATION],
            "tags": [(tone, icon, in_three(*label)) for tone, icon, label in TAGS],
            "swatches": SWATCHES,
            "entries": entries(),
            "page": pagination(),
            "filter": SimpleNamespace(form=filter_form()),
            "form": example_form(),
            "wrong_form": example_form({"subject": "", "email": "aigul@", "channel": "", "sent_on": "31.02.2026"}),
            "notes": [in_three(*NOTE)],
            "sample_messages": [Message(level, in_three(*words)) for level, words in MESSAGES],
            "tabs": tabs(),
            "links": [("CSV", "#csv"), ("XLSX", "#xlsx"), ("JSON", "#json")],
            "tiles": tiles(),
            "plain_tiles": tiles(with_values=False),
            "legend": legend(),
            "facts": [(in_three(*label), in_three(*value)) for label, value in FACTS],
            "svg": mark_safe(CHART),
            "table": [
                [in_three("Өңір", "Регион", "Region"), "2019", "2020", "2021", "2022"],
                [in_three("Атырау", "Атырау", "Atyrau"), "164,5", "154,7", None, "133,2"],
            ],
        },
    )


def in_three(kk, ru, en):
    return best_text({"kk": kk, "ru": ru, "en": en})


def entries():
    return [
        SearchEntry(
            kind=kind,
            language=active_language(),
            path="/styleguide/",
            title=in_three(*title),
            title_lang=in_three(*title).lang,
            summary=in_three(*summary),
            summary_lang=in_three(*summary).lang or "",
            date=day,
            due_on=due_on,
        )
        for kind, title, summary, day, due_on in ENTRIES
    ]


def tabs():
    labels = [("Барлығы", "Все", "All"), ("Деректер", "Данные", "Data"), ("Іс-шаралар", "Мероприятия", "Events")]
    counts = [(312, True), (18, False), (9, False)]
    return [
        {"label": in_three(*label), "count": count, "url": "#tabs", "is_current": is_current}
        for label, (count, is_current) in zip(labels, counts, strict=True)
    ]


def pagination():
    return {
        "has_previous": True,
        "previous_url": "?after=1",
        "has_next": True,
        "next_url": "?after=2",
        "count_label": in_three("312 жазбадан 21–40", "21–40 из 312", "21–40 of 312"),
    }


def filter_form():
    class ExampleFilterForm(forms.Form):
        q = forms.CharField(label=in_three("Сөздер", "Слова", "Words"), required=False)
        state = forms.ChoiceField(
            label=in_three("Күйі", "Состояние", "State"),
            choices=[
                ("", in_three("Барлығы", "Все", "All")),
                ("late", in_three("Мерзімі өткен", "Просрочен", "Overdue")),
            ],
            required=False,
        )

    return ExampleFilterForm()


def example_form(data=None):
    class ExampleForm(forms.Form):
        subject = forms.CharField(
            label=in_three("Не туралы сұрайсыз?", "О чём вы спрашиваете?", "What do you ask about?"),
            help_text=in_three(
                "Қысқаша: зат, жер, уақыт. Мысалы: Атыраудағы күкіртсутек, 2026 жылғы ақпан",
                "Коротко: вещество, место, время. Например: сероводород в Атырау, февраль 2026 года",
                "In short: substance, place, time. For example: hydrogen sulphide in Atyrau, February 2026",
            ),
        )
        email = forms.EmailField(label=in_three("Электрондық пошта", "Электронная почта", "E-mail"), required=False)
        text = forms.CharField(
            label=in_three("Сұрау салу мәтіні", "Текст запроса", "Text of the request"),
            widget=forms.Textarea,
            required=False,
        )
        channel = forms.ChoiceField(
            label=in_three(
                "Жауапты қалай алғыңыз келеді?", "Как вы хотите получить ответ?", "How do you want the answer?"
            ),
            choices=[
                ("email", in_three("Электрондық поштамен", "По электронной почте", "By e-mail")),
                ("paper", in_three("Қағаз хатпен", "Письмом на бумаге", "On paper")),
            ],
            widget=forms.RadioSelect,
        )
        sent_on = forms.DateField(label=in_three("Жіберілген күні", "Дата отправки", "Sent on"))
        proof = forms.FileField(
            label=in_three("Растайтын құжат", "Подтверждение", "Proof"),
            help_text=in_three(
                "PDF немесе фото, 50 МБ-қа дейін", "PDF или фото, до 50 МБ", "PDF or photo, up to 50 MB"
            ),
            required=False,
        )
        consent = forms.BooleanField(
            label=in_three(
                "Дербес деректерімді өңдеуге келісемін",
                "Я согласен на обработку моих персональных данных",
                "I agree to the processing of my personal data",
            )
        )

    return ExampleForm(data)


def tiles(with_values=True):
    return [
        {
            "row": row,
            "column": column,
            "name": in_three(*names).replace("\xad", ""),
            "short": in_three(*names),
            "url": "#tiles",
            "value": (value or "–") if with_values else None,
            "level": level_of(value) if with_values else None,
            "note": "" if value or not with_values else in_three("дерек жоқ", "нет данных", "no data"),
        }
        for row, column, value, names in TILES
    ]


def level_of(value):
    """0: no figure; otherwise the class of an example scale."""
    return sum(float(value.replace(",", ".")) >= border for border in BORDERS) if value else 0


BORDERS = (0, 25, 75, 150, 300)


def legend():
    no_data = in_three("дерек жоқ", "нет данных", "no data")
    return [(0, no_data), (1, "< 25"), (2, "25–74"), (3, "75–149"), (4, "150–299"), (5, "≥ 300")]


SWATCHES = [
    "paper", "surface", "sunken", "ink", "ink-soft", "rule", "rule-strong", "lake", "teal", "teal-strong", "teal-wash", "saffron",
    "ok-ink", "ok-wash", "due-ink", "due-wash", "late-ink", "late-wash", "info-ink", "info-wash", "focus",
]  # fmt: skip

WORDS = {
    "title": ("Бөлшектер үлгісі", "Образцы частей", "Style guide"),
    "lead": (
        "Порталдың әр бөлшегі барлық күйінде. Мұндағы деректер — мысал ғана.",
        "Каждая часть портала во всех состояниях. Данные здесь — только пример.",
        "Every part of the portal in all its states. The data here are only an example.",
    ),
    "kicker": ("Дизайн", "Дизайн", "Design"),
    "colours": ("Түстер", "Цвета", "Colours"),
    "type": ("Мәтін", "Текст", "Type"),
    "heading_2": ("Ауаны кім бақылайды", "Кто следит за воздухом", "Who watches the air"),
    "heading_3": ("Бекеттер мен станциялар", "Посты и станции", "Posts and stations"),
    "paragraph": (
        "Экологиялық ақпарат алуға әркімнің құқығы бар: Ә ә Ғ ғ Қ қ Ң ң Ө ө Ұ ұ Ү ү Һ һ І і. Не үшін керек екенін "
        "түсіндірудің қажеті жоқ. Орхус конвенциясы мен Экология кодексі осыны бекітеді.",
        "Право на экологическую информацию есть у каждого. Объяснять, зачем она нужна, не требуется: это закреплено "
        "в Орхусской конвенции и Экологическом кодексе.",
        "Everybody has a right to environmental information and need not say why: the Aarhus Convention and the "
        "Environmental Code say so.",
    ),
    "link": ("Қалай сұрау керек", "Как спросить", "How to ask"),
    "foreign": ("", "Этот отрывок есть только по-русски.", ""),
    "tags": ("Күй белгілері", "Метки состояния", "Status tags"),
    "deadlines": ("Мерзімдер", "Сроки", "Deadlines"),
    "buttons": ("Түймелер", "Кнопки", "Buttons"),
    "button": ("Сұрау салуды жіберу", "Отправить запрос", "Send the request"),
    "second_button": ("Кейінге сақтау", "Сохранить на потом", "Save for later"),
    "danger_button": ("Қайтарып алу", "Отозвать", "Withdraw"),
    "entries": ("Жазбалар", "Записи", "Entries"),
    "list_page": ("Сүзгісі бар тізім", "Список с отбором", "A list with its filter"),
    "notes": ("Ескертулер", "Замечания", "Notes"),
    "navigation": ("Қойындылар мен белгілер", "Вкладки и метки", "Tabs and chips"),
    "cards": ("Карталар", "Карточки", "Cards"),
    "course": ("Хат пен барысы", "Письмо и ход дела", "A letter and its course"),
    "forms": ("Пішіндер", "Формы", "Forms"),
    "wrong_form": ("Қатесі бар пішін", "Форма с ошибками", "A form with errors"),
    "tiles": ("Өңірлер", "Регионы", "Regions"),
    "tiles_caption": (
        "Тұрақты көздерден шығарындылар, мың тонна, 2022 (мысал)",
        "Выбросы стационарных источников, тыс. тонн, 2022 (пример)",
        "Emissions from stationary sources, thousand tonnes, 2022 (example)",
    ),
    "plain_tiles_caption": ("Өңірді таңдаңыз", "Выберите регион", "Choose a region"),
    "figures": ("Сурет пен дерек", "Рисунок и данные", "Figure and facts"),
    "figure_heading": (
        "Атырау облысында шығарындылар төрт жылда бестен біріне азайды",
        "За четыре года выбросы в Атырауской области снизились на пятую часть",
        "In four years emissions in Atyrau Region fell by a fifth",
    ),
    "figure_description": (
        "Мың тонна; 2021 жылдың дерегі жоқ",
        "Тысяч тонн; за 2021 год данных нет",
        "Thousand tonnes; no figure for 2021",
    ),
    "figure_source": ("мысал, нақты дерек емес", "пример, не настоящие данные", "an example, not real figures"),
    "table": ("Кесте", "Таблица", "Table"),
    "quote": ("Дәйексөз", "Цитата", "Quote"),
    "quote_text": (
        "Ашық дерек — сенімнің бастауы: адамдар ауаның қандай екенін өздері көре алады.",
        "Открытые данные — начало доверия: люди сами видят, каким воздухом дышат.",
        "Open data are where trust begins: people see for themselves what air they breathe.",
    ),
    "quote_name": ("Айгүл Серікова", "Айгуль Серикова", "Aigul Serikova"),
    "quote_post": ("эколог (ойдан шығарылған адам)", "эколог (вымышленное лицо)", "ecologist (an invented person)"),
    "empty": ("Бос тізім мен өтінім", "Пустой список и запрос", "Nothing found, and asking"),
    "empty_text": ("Мұндай жазба табылмады.", "Таких записей не нашлось.", "No such entries were found."),
    "about": ("Атыраудағы күкіртсутек", "сероводород в Атырау", "hydrogen sulphide in Atyrau"),
}

NOTE = (
    "«region=atlantis» параметрі ескерілмеді: мұндай өңір жоқ.",
    "Параметр «region=atlantis» не учтён: такого региона нет.",
    "The parameter “region=atlantis” was ignored: there is no such region.",
)

MESSAGES = [
    (messages.SUCCESS, ("Өтінім сақталды.", "Запрос сохранён.", "The request was saved.")),
    (messages.INFO, ("Сізге хат жіберілді.", "Мы отправили вам письмо.", "A letter is on its way to you.")),
    (messages.WARNING, ("Файлда екі бос жол бар.", "В файле две пустые строки.", "The file has two empty rows.")),
    (
        messages.ERROR,
        ("Файл оқылмады: ол PDF емес.", "Файл не прочитан: это не PDF.", "The file was not read: it is no PDF."),
    ),
]

EXPLANATION = [
    (
        "Сұрау салу 2026 жылғы 2 наурызда алынды; алынған күн есепке кірмейді.",
        "Запрос получен 2 марта 2026 года; день получения не считается.",
        "The request was received on 2 March 2026; the day of receipt is not counted.",
    ),
    (
        "Соңғы күн демалысқа түссе, мерзім келесі жұмыс күніне ауысады.",
        "Если последний день выходной, срок переходит на следующий рабочий день.",
        "If the last day is a day off, the term moves to the next working day.",
    ),
]

TAGS = [
    ("ok", "circle-check", ("Жауап берілді", "Ответ получен", "Answered")),
    ("due", "hourglass", ("Мерзімі жақын", "Срок близко", "Due soon")),
    ("late", "circle-alert", ("Мерзімі өткен", "Просрочен", "Overdue")),
    ("info", "send", ("Жіберілді", "Отправлен", "Sent")),
    ("quiet", "archive", ("Мұрағатта", "В архиве", "Archived")),
]

ENTRIES = [
    (
        "request",
        (
            "Атыраудағы күкіртсутек концентрациясы туралы деректер",
            "Данные о концентрации сероводорода в Атырау",
            "Hydrogen sulphide concentrations in Atyrau",
        ),
        (
            "Қаланың бес бекеті бойынша 20 минуттық өлшемдер сұралды.",
            "Запрошены 20-минутные измерения по пяти постам города.",
            "Asked for 20-minute measurements at the five posts of the city.",
        ),
        date(2026, 3, 2),
        date(2026, 3, 24),
    ),
    (
        "dataset",
        (
            "Өңірлер бойынша тұрақты көздерден шығарындылар",
            "Выбросы стационарных источников по регионам",
            "Emissions from stationary sources by region",
        ),
        ("", "Годовые суммы с 2005 по 2022 год.", ""),
        date(2022, 12, 31),
        None,
    ),
    (
        "event",
        ("Қалдықтар туралы дөңгелек үстел", "Круглый стол об отходах", "Round table on waste"),
        ("", "", ""),
        date(2026, 4, 9),
        None,
    ),
    (
        "publication",
        (
            "Жұртшылықтың шешімдер қабылдауға қатысуы: нұсқаулық",
            "Участие общественности в принятии решений: пособие",
            "Public participation in decision-making: a manual",
        ),
        ("", "", ""),
        None,
        None,
    ),
]

FACTS = [
    (
        ("Жариялаушы", "Издатель", "Publisher"),
        ("Ұлттық статистика бюросы", "Бюро национальной статистики", "Bureau of National Statistics"),
    ),
    (("Кезең", "Период", "Period"), ("2005–2022", "2005–2022", "2005–2022")),
    (("Жаңарту", "Обновление", "Updated"), ("жылына бір рет", "раз в год", "once a year")),
]

# Row, column, an invented figure, and the name with the places where a narrow tile may break it.
TILES = [
    (1, 3, "96,1", ("Қоста\xadнай", "Коста\xadнай", "Kosta\xadnay")),
    (1, 4, "74,0", ("СҚО", "СКО", "North Kaz.")),
    (2, 1, "25,9", ("БҚО", "ЗКО", "West Kaz.")),
    (2, 3, "71,3", ("Ақмо\xadла", "Акмо\xadла", "Akmo\xadla")),
    (2, 4, "53,0", ("Аста\xadна", "Аста\xadна", "Asta\xadna")),
    (2, 5, "716", ("Павло\xadдар", "Павло\xadдар", "Pavlo\xaddar")),
    (3, 1, "133", ("Аты\xadрау", "Аты\xadрау", "Aty\xadrau")),
    (3, 2, "118", ("Ақтө\xadбе", "Акто\xadбе", "Akto\xadbe")),
    (3, 3, "", ("Ұлы\xadтау", "Улы\xadтау", "Uly\xadtau")),
    (3, 4, "537", ("Қара\xadғанды", "Кара\xadганда", "Kara\xadganda")),
    (3, 5, "", ("Абай", "Абай", "Abai")),
    (3, 6, "120", ("ШҚО", "ВКО", "East Kaz.")),
    (4, 1, "64,2", ("Маңғыс\xadтау", "Мангис\xadтау", "Mangys\xadtau")),
    (4, 2, "22,4", ("Қызыл\xadорда", "Кызыл\xadорда", "Kyzyl\xadorda")),
    (4, 3, "30,3", ("Түркіс\xadтан", "Турке\xadстан", "Turki\xadstan")),
    (4, 4, "53,6", ("Жам\xadбыл", "Жам\xadбыл", "Zham\xadbyl")),
    (4, 5, "44,1", ("Алма\xadты обл.", "Алмат. обл.", "Alma\xadty Reg.")),
    (4, 6, "", ("Жеті\xadсу", "Жеты\xadсу", "Zheti\xadsu")),
    (5, 3, "24,8", ("Шым\xadкент", "Шым\xadкент", "Shym\xadkent")),
    (5, 5, "38,4", ("Алма\xadты", "Алма\xadты", "Alma\xadty")),
]

CHART = """
<svg viewBox="0 0 640 220" role="img" aria-label="164,5; 154,7; –; 133,2">
  <g stroke="currentColor" stroke-opacity=".2"><path d="M40 20H620M40 100H620M40 180H620"/></g>
  <g fill="currentColor" font-size="13" text-anchor="middle">
    <text x="70" y="204">2019</text><text x="250" y="204">2020</text><text x="430" y="204">2021</text><text x="600" y="204">2022</text>
  </g>
  <path d="M70 44 250 62" fill="none" stroke="currentColor" stroke-width="3"/>
  <g fill="currentColor"><circle cx="70" cy="44" r="5"/><circle cx="250" cy="62" r="5"/><circle cx="600" cy="112" r="5"/></g>
</svg>
"""
