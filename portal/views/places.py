from django.shortcuts import render


def region_list(request):
    return render(request, "portal/region_list.html")


def region(request, slug):
    return render(request, "portal/region.html")
