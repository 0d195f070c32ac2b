from portal.management.loading import LoadCommand


class Command(LoadCommand):
    help = "Load reference data (regions, topics, organisations, holders, glossary, rules). Staff's changes stay."
    method = "load_reference"
