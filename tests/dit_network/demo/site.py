"""The site's addresses as they are under DEMO."""

from django.urls import include, path

from dit_network.urls import handler400, handler403, handler404, handler500, urlpatterns

urlpatterns = [*urlpatterns, path("demo/", include("dit_network.demo.urls"))]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
