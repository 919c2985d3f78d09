from django.apps import AppConfig


class DitNetworkConfig(AppConfig):
    name = "dit_network"
    verbose_name = "Public pages"

    def ready(self) -> None:
        """What the network's own pages hold about people."""
        from members.rights import holding

        from . import holdings

        holding.holdings += holdings.HOLDINGS
        holding.about_nobody |= holdings.ABOUT_NOBODY
