"""The same address as two people write it, and another one."""

from __future__ import annotations

import pytest

from core.compare import fold, recipient_differences, same_recipient
from core.model import Recipient
from tests.builders import HOME


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("  Rue  de l'Été ", "rue de l ete"),
        ("ŒUVRE œuvre Æsir", "oeuvre oeuvre aesir"),
        ("Straße STRASSE", "strasse strasse"),
        ("Łódź Ångström", "lodz angstrom"),
        ("e\u0301te\u0301", "ete"),
        ("12,bis/3-4", "12 bis 3 4"),
        ("Αθήνα 東京", "αθηνα 東京"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


class TestRecipient:
    def differs(self, ours: dict[str, str], theirs: dict[str, str]) -> tuple[str, ...]:
        return recipient_differences(HOME._replace(**ours), HOME._replace(**theirs))

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            ("12 av. de la République", "12 AVENUE DE LA REPUBLIQUE"),
            ("3 bd St-Michel", "3, boulevard Saint Michel"),
            ("Bât. 2, 5 r. des Lilas", "5 rue des lilas batiment 2"),
            ("12bis rue Neuve", "12 bis, rue Neuve"),
            ("ZA du Moulin n° 4", "ZA du Moulin 4"),
            ("7 imp. des Prés", "7 impasse des pres"),
        ],
    )
    def test_the_same_street_written_twice(self, ours: str, theirs: str) -> None:
        assert self.differs({"address1": ours}, {"address1": theirs}) == ()

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            ("12 rue Neuve", "21 rue Neuve"),
            ("12 rue Neuve", "12 rue Neuve bis"),
            ("12 rue Neuve", "rue Neuve"),
            ("1 rue Neuve, appt 2", "12 rue Neuve, appt"),
            ("1 rue Neuve 23", "12 rue Neuve 3"),
            ("12 rue Neuve", "12 place Neuve"),
        ],
    )
    def test_another_street(self, ours: str, theirs: str) -> None:
        assert self.differs({"address1": ours}, {"address1": theirs}) == ("address",)

    def test_street_and_complement_may_be_cut_elsewhere(self) -> None:
        cut = {"address1": "Résidence du Parc, appt 3", "address2": "12 rue Neuve"}
        assert self.differs(cut, {"address1": "12 rue Neuve", "address2": "Res. du Parc apt 3"}) == ()
        assert self.differs(cut, {"address1": "12 rue Neuve", "address2": ""}) == ("address",)

    def test_a_street_that_stands_in_the_second_line_only(self) -> None:
        ours = HOME._replace(address1="", address2="12 rue Neuve")
        assert recipient_differences(ours, HOME._replace(address1="", address2="12 rue Neuve")) == ()
        assert recipient_differences(ours, HOME._replace(address1="", address2="14 rue Neuve")) == ("address",)

    def test_a_name_turned_round(self) -> None:
        assert self.differs({"name": "Zoé Le Gall"}, {"name": "LE GALL Zoe"}) == ()
        assert self.differs({"name": "Jean-Paul Roy"}, {"name": "Jean Paul ROY"}) == ()
        assert self.differs({"name": "Jean-Paul Roy"}, {"name": "JeanPaul Roy"}) == ()
        assert self.differs({"name": "Zoé Le Gall"}, {"name": "Zoé Gall"}) == ("name",)

    def test_a_company_may_stand_in_any_line(self) -> None:
        ours = {"company": "Ateliers Dupré", "address1": "1 rue Neuve"}
        for theirs in (
            {"address1": "Ateliers Dupre", "address2": "1 rue Neuve"},
            {"address1": "1 rue Neuve", "name": "Camille Exemple Ateliers Dupré"},
            {"address1": "1 rue Neuve"},
        ):
            assert self.differs(ours, theirs) == ()
        assert self.differs({"address1": "1 rue Neuve"}, {**ours, "address1": "2 rue Neuve"}) == ("address",)

    def test_postcode_and_town(self) -> None:
        assert self.differs({"postcode": "SW1A 1AA"}, {"postcode": "sw1a1aa"}) == ()
        assert self.differs({"postcode": "75011"}, {"postcode": "75012"}) == ("postcode",)
        assert self.differs({"city": "St-Étienne CEDEX"}, {"city": "SAINT ETIENNE"}) == ()
        assert self.differs({"city": "Paris"}, {"city": "Pantin"}) == ("city",)

    def test_only_codes_of_countries_are_compared(self) -> None:
        assert self.differs({"country": "FR"}, {"country": "be"}) == ("country",)
        assert self.differs({"country": "FR"}, {"country": "fr"}) == ()
        assert self.differs({"country": "FR"}, {"country": "France"}) == ()

    def test_what_tpop_leaves_empty_is_not_compared(self) -> None:
        assert recipient_differences(HOME, Recipient()) == ()
        assert recipient_differences(HOME, Recipient(postcode="69000")) == ("postcode",)

    def test_what_the_shop_leaves_empty_is(self) -> None:
        assert self.differs({"address1": "", "address2": ""}, {}) == ("address",)
        assert self.differs({"postcode": ""}, {}) == ("postcode",)

    def test_several_fields_in_their_order(self) -> None:
        other = Recipient("A B", "2 rue X", "", "69000", "Lyon", "BE")
        assert recipient_differences(HOME, other) == ("name", "address", "postcode", "city", "country")

    def test_a_side_that_is_not_shown_differs_in_nothing(self) -> None:
        assert same_recipient(None, HOME)
        assert same_recipient(HOME, None)
        assert not same_recipient(HOME, HOME._replace(city="Lyon"))
