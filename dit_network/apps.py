from django.apps import AppConfig


class DitNetworkConfig(AppConfig):
    name = "dit_network"
    verbose_name = "Public pages"
