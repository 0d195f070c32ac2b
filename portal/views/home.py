from django.shortcuts import redirect, render
from django.utils.translation import get_language_from_request


def choose_language(request):
    """`/` goes by the cookie, then the browser's wish, then Russian."""
    return redirect(f"/{get_language_from_request(request)}/")


def home(request):
    return render(request, "portal/home.html")
