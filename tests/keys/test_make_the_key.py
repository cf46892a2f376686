"""A founder makes the inbox key, prints three sheets and reads them back: then people can write."""

import re


def test_smoke(founder, signed_in):
    c = signed_in(founder)
    r = c.get("/admin/inbox/keys/")
    assert "gone for ever" in r.content.decode()
    r = c.post("/admin/inbox/keys/passphrase/", {"press": "draw"})
    assert r.status_code == 200
    r = c.post(
        "/admin/inbox/keys/passphrase/",
        {
            "press": "choose",
            "passphrase": "plum lantern orbit kettle",
            "again": "Plum lantern  orbit kettle ",
            "understood": "on",
        },
    )
    assert r.status_code == 302, r.content.decode()
    assert r["Location"] == "/admin/inbox/keys/sheets/"
    r = c.get("/admin/inbox/keys/sheets/")
    r = c.post("/admin/inbox/keys/sheets/", {"first": "Anna", "second": "Bea", "third": "Cleo"})
    html = r.content.decode()
    locked = re.search(r'name="sheets" value="([^"]+)"', html)[1]
    r = c.post("/admin/inbox/keys/sheets/pdf/", {"sheets": locked, "number": "1"})
    assert r.content.startswith(b"%PDF")
    r = c.post("/admin/inbox/keys/sheets/read-back/", {"sheets": locked})
    print(r.content.decode()[-3000:])
    for u in (
        "",
        "let-in/1/",
        "forgotten/",
        "passphrase/change/",
        "recover/",
        "rehearsal/",
        "rehearsal/whole/",
        "exchange/",
    ):
        r = c.get("/admin/inbox/keys/" + u)
        print(u, r.status_code)
