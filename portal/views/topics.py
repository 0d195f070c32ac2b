from django.shortcuts import render


def topic_list(request):
    return render(request, "portal/topic_list.html")


def topic(request, code):
    return render(request, "portal/topic.html")


def glossary(request):
    return render(request, "portal/glossary.html")
