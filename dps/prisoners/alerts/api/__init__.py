"""Operations about alerts, for other systems. Source: prisoners.md 8."""

from ninja import Router

from dps.prisoners.alerts.api import alerts, bulk, catalogue

ROUTERS: dict[str, Router] = {
    "/prisoners/{str:number}/alerts": alerts.of_person,
    "/alerts": alerts.single,
    "/search/alerts": alerts.searching,
    "/alert-types": catalogue.types,
    "/alert-codes": catalogue.codes,
    "/bulk-alerts": bulk.router,
}
"""Prefix to router."""
