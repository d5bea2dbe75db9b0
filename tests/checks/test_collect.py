"""Claims stand in the papers' order, whichever files hold them."""

from checks.collect import all_claims, place


def test_subsections_follow_one_another():
    order = [place(c.id, c.where) for c in all_claims() if c.paper == "rdmr"]
    assert order == sorted(order)
    ids = [c.id for c in all_claims()]
    assert ids.index("s4-eq5") < ids.index("s4-thm41") < ids.index("s4-eq8")


def test_a_place_is_the_first_subsection_of_the_claims_own_section():
    assert place("s4-x", "Sec. 2.9; Sec. 4.2, eq. (6); Sec. 4.1") == place("s4-x", "Sec. 4.2")
    assert place("s4-x", "Sec. 4, opening") < place("s4-x", "Sec. 4.1")
    assert place("s6-x", "Sec. 6.10") > place("s6-x", "Secs. 6.9 and 7")
    assert place("s9-x", "Sec. 9") < place("s10-x", "Sec. 10.1")
    assert place("ours-x", "Sec. 4.2, repaired") == place("ours-x", "Sec. 1.1")
