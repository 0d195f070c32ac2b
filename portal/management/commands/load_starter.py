from portal.management.loading import LoadCommand


class Command(LoadCommand):
    help = "Load the starter content that is missing. What exists is never changed."
    method = "load_starter"
