import sys
from getpass import getpass

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from portal.management import preparation


class Command(BaseCommand):
    help = "Ask for a name, an address and a password and make an administrator. A weak password is refused, always."

    def handle(self, **options):
        preparation.check_database(verbosity=0)
        preparation.migrate(verbosity=0)
        try:
            with translation.override("en"):
                user = self.asked_user()
        except (EOFError, KeyboardInterrupt):
            raise CommandError("No administrator was made.") from None
        user.save()
        self.stdout.write(f"{user} is an administrator now: log in at /admin/.")

    def asked_user(self):
        user = get_user_model()(is_staff=True, is_superuser=True)
        user.username = self.answer("User name: ", input, lambda name: self.check_username(user, name))
        user.email = self.answer("E-mail (may stay empty): ", input, user._meta.get_field("email").run_validators)
        password = self.answer("Password: ", self.secret, lambda password: self.check_password(user, password))
        user.set_password(password)
        return user

    def answer(self, question, ask, check):
        """Asks until the answer passes; an answer that comes from a file or a pipe is given once."""
        while True:
            answer = ask(question)
            try:
                check(answer)
            except ValidationError as error:
                if not sys.stdin.isatty():
                    raise CommandError(" ".join(error.messages)) from error
                self.stderr.write("\n".join(error.messages))
            else:
                return answer

    def secret(self, question):
        return getpass(question) if sys.stdin.isatty() else input(question)

    def check_username(self, user, name):
        user._meta.get_field("username").clean(name, user)
        if get_user_model().objects.filter(username=name).exists():
            raise ValidationError("There is a user of this name already.")

    def check_password(self, user, password):
        validate_password(password, user)
        if self.secret("Password, once more: ") != password:
            raise ValidationError("The two passwords differ.")
