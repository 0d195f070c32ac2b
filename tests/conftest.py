from hypothesis import settings

# A slow machine is no broken rule: hypothesis would fail a test whose example took more than 200 ms.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
