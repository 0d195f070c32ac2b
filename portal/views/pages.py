from django.shortcuts import render


def page(request, slug):
    return render(request, "portal/page.html")
