from django.urls import path

from dps.prisoners.money import pages

urlpatterns = [
    path("<str:number>/money/", pages.money, {"account": "SPENDS"}, name="money"),
    path("<str:number>/money/private-cash/", pages.money, {"account": "CASH"}, name="money_private_cash"),
    path("<str:number>/money/savings/", pages.money, {"account": "SAVINGS"}, name="money_savings"),
    path("<str:number>/money/damage-obligations/", pages.damage_obligations, name="damage_obligations"),
]
