from django.shortcuts import render


def organisation_list(request):
    return render(request, "portal/organisation_list.html")


def organisation(request, slug):
    return render(request, "portal/organisation.html")
