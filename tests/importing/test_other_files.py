"""Files as the same publishers might send them next: another order, other headings, other units, notes, other languages."""

import gzip

import pytest

from portal.models import Observation, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

FILES = {
    "columns in another order, with an offset": (
        "airdata-hourly",
        "so2_2026.csv",
        "station_id,lat,lon,datetime_utc,raw_unit,raw_value,source,station_name\n"
        "kgmt_500,47.1,51.9,2026-03-01 00:00:00-07:00,ug/m3,12,kgmt,PCP #9\n",
        {("PCP #9 (kgmt_500)", "so2", "2026-03-01 01:00", "0.012")},
    ),
    "all substances in one file": (
        "airdata-hourly",
        "all.csv.gz",
        gzip.compress(
            b"datetime_utc,station_id,parameter,raw_value,raw_unit\n2026-03-01 00:00:00,kgmt_500,pm2_5,0.1,mg/m3\n"
            b"2026-03-01 00:00:00,kgmt_500,CO,545.1,ug/m3\n"
        ),
        {("kgmt_500", "pm25", "2026-03-01 01:00", "0.1"), ("kgmt_500", "co", "2026-03-01 01:00", "0.5451")},
    ),
    "Kazakh headings": (
        "airdata-hourly",
        "co.csv",
        "Күні мен уақыты;Бекет;Мәні;Өлшем бірлігі\n01.03.2026 00:00;kgmt_500;0,12;мг/м³\n",
        {("kgmt_500", "co", "2026-03-01 01:00", "0.12")},
    ),
    "towns under other names of columns": (
        "airdata-daily",
        "o3.csv",
        "day,town,mean_ugm3,n\n2026-03-01,Atyrau ,12.5,3\n",
        {("Atyrau", "o3", "2026-03-01 19:00", "0.0125")},
    ),
    "towns in milligrams, in Russian": (
        "airdata-daily",
        "h2s.csv",
        "Дата;Населенный пункт;Среднее, мг/м3;Число постов\n01.03.2026;Atyrau;0,008;3\n",
        {("Atyrau", "h2s", "2026-03-01 19:00", "0.008")},
    ),
    "towns with a column for each substance": (
        "airdata-daily",
        "daily.csv",
        "date,city,pm2_5,РМ10,n_stations\n2026-03-01,Atyrau,12.5,20,3\n",
        {("Atyrau", "pm25", "2026-03-01 19:00", "0.0125"), ("Atyrau", "pm10", "2026-03-01 19:00", "0.020")},
    ),
    "units in the headings, Kazakh names": (
        "almaty-air-20min",
        "t.csv",
        "Бекет;Күні мен уақыты;Көміртегі оксиді, мкг/м3;РМ-10 қалқыма бөлшектері\n27;01.01.2026 00:20;1500;0,03\n",
        {("27", "co", "2025-12-31 19:20", "1.500"), ("27", "pm10", "2025-12-31 19:20", "0.03")},
    ),
    "statistics row by row, in tonnes": (
        "statistics-emissions",
        "e.csv",
        "Регион;Год;Выбросы, тонн\nАстана қ.;2023;58000\nДереккөз: ҰСБ;;\n",
        {("Astana City", "stationary_emissions", "2023-12-31 19:00", "58000")},
    ),
    "rivers in Russian, with their month": (
        "rivers-monthly",
        "w.csv",
        "Река;Область;Ингредиент;Концентрация, мг/дм3;Месяц\nУрал;Атырауская;Медь;0,1;сентябрь 2025\n",
        {("Урал, Атырауская", "copper", "2025-09-30 19:00", "0.1")},
    ),
    "rivers under other names of columns": (
        "rivers-monthly",
        "w.csv",
        "river,region,ingredient,concentration_mg/l,wpi_june_2006\nUral,Atyrau,Copper,0.1,1\n",
        {("Ural, Atyrau", "copper", "2006-06-30 18:00", "0.1")},
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_another_file_of_a_publisher_is_read_right(name, do_import):
    source, file_name, content, expected = FILES[name]
    do_import(content, file_name, into=Source.objects.get(code=source))

    stored = Observation.objects.select_related("series__parameter", "series__station", "series__region")
    assert {
        (
            one.series.place.name_en or one.series.place.name_ru,
            one.series.parameter.code,
            f"{one.ts:%Y-%m-%d %H:%M}",
            f"{one.value:f}",
        )
        for one in stored
    } == expected
