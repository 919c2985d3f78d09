"""Addresses of agendas, minutes, actions and documents; the class of each is in the access test."""

from django.urls import path

from .views import actions, agenda, by_link, desk, documents, finding, publishing, reading, writing

app_name = "minutes"
urlpatterns = [
    path("a/<str:token>/propose/", by_link.propose, name="propose_by_link"),
    path("propose/", agenda.propose, name="propose_next"),
    path("items/<str:public_id>/take-back/", agenda.take_back, name="item_take_back"),
    path("actions/", actions.mine, name="actions"),
    path("actions/<str:public_id>/<slug:deed>/", actions.change, name="action"),
    path("desk/", desk.desk_page, name="desk"),
    path("search/", finding.search, name="search"),
    path("documents/<str:public_id>/", documents.document, name="document"),
    path("documents/<str:public_id>/take-away/", documents.take_away, name="take_away"),
    path("documents/<str:public_id>/let-go/", desk.make_good, name="make_good"),
    path("<slug:slug>/documents/", documents.documents, name="documents"),
    path("<slug:slug>/", reading.read, name="read"),
    path("<slug:slug>/versions/<int:number>/", reading.read, name="version"),
    path("<slug:slug>/propose/", agenda.propose, name="propose"),
    path("<slug:slug>/agenda/", agenda.arrange, name="arrange"),
    path("<slug:slug>/agenda/<str:public_id>/", agenda.item, name="item"),
    path("<slug:slug>/write/", writing.write, name="write"),
    path("<slug:slug>/publish/", publishing.publish, name="publish"),
    path("<slug:slug>/publish/take-back/", publishing.take_back, name="take_back"),
]
