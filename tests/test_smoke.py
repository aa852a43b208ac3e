from tests.factories import make_article, make_member, make_post, make_thread, thread_of


def test_things_can_be_made(app, client, browse):
    cora = make_member("Cora")
    thread = thread_of(make_article())
    first = make_post(thread, cora)
    make_post(thread, cora, parent=first)
    make_thread(cora)
    assert client.get("/you").status_code == 302
    assert browse(cora).get("/you").status_code == 200
    assert browse(cora).post("/you", data={"who_here": "carer"}).status_code == 303
    assert browse(cora).post("/you", data={"who_here": "carer"}, forged=True).status_code == 400
