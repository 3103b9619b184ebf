"""Who works on Atlas: twenty-four people, the vendor's team, and two who look on."""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    """Somebody of the sample; `key` is the surname the plans use."""

    key: str
    name: str
    title: str
    team: str


PEOPLE = (
    Person("Solberg", "Ingrid Solberg", "Program manager", "Program office"),
    Person("Reyes", "Marta Reyes", "Cut-over manager", "Program office"),
    Person("Okafor", "Ada Okafor", "Finance partner", "Program office"),
    Person("Weber", "Jonas Weber", "Project manager", "Platform"),
    Person("Nair", "Priya Nair", "Cloud engineer", "Platform"),
    Person("Suzuki", "Hana Suzuki", "Reliability engineer", "Platform"),
    Person("Ferri", "Luca Ferri", "Network engineer", "Platform"),
    Person("Dvořák", "Marek Dvořák", "Project manager", "Core ledger"),
    Person("Petrova", "Elena Petrova", "Ledger architect", "Core ledger"),
    Person("Osei", "Samuel Osei", "Migration engineer", "Core ledger"),
    Person("Martin", "Chloé Martin", "Migration engineer", "Core ledger"),
    Person("Zieliński", "Piotr Zieliński", "Integration engineer", "Core ledger"),
    Person("Haddad", "Fatima Haddad", "Test lead", "Core ledger"),
    Person("Lindqvist", "Sofia Lindqvist", "Project manager", "Customer portal"),
    Person("Byrne", "Daniel Byrne", "Front-end engineer", "Customer portal"),
    Person("Nyman", "Oskar Nyman", "Back-end engineer", "Customer portal"),
    Person("Chen", "Mei Chen", "Designer", "Customer portal"),
    Person("Menon", "Ravi Menon", "Project manager", "Data & reporting"),
    Person("Haugen", "Nora Haugen", "Data engineer", "Data & reporting"),
    Person("Brandt", "Lukas Brandt", "Analyst", "Data & reporting"),
    Person("Nowak", "Katarzyna Nowak", "Project manager", "Security & compliance"),
    Person("Adeyemi", "Tunde Adeyemi", "Security engineer", "Security & compliance"),
    Person("Dubois", "Claire Dubois", "Project manager", "Change & training"),
    Person("Tanaka", "Yuki Tanaka", "Training designer", "Change & training"),
)
ONLOOKERS = (
    Person("Dahl", "Henrik Dahl", "Sponsor", "Executive board"),
    Person("Hughes", "Tom Hughes", "Branch director", "Branches"),
)
VENDOR = "Corelane"
