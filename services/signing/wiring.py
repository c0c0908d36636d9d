"""The only place where the parts of the signing desk meet."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from services.backends.bus.endpoint import Endpoint
from services.backends.database import open_database
from services.backends.keys.softkey import SoftKeys
from services.backends.ledger import Stores
from services.backends.loop import Loop
from services.backends.migration import migrate
from services.backends.pades.bench import BenchPictures, BenchSigner, BenchValidator
from services.backends.pades.pens import Wanted
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.backends.telemetry import Figure
from services.kernel.people import Role
from services.kernel.signatures import Level
from services.signing import api, pages, service
from services.signing.handlers.book import Book
from services.signing.handlers.hearing import REACTIONS, Hearing
from services.signing.handlers.keys import Keys
from services.signing.handlers.reading import Reading, Validation
from services.signing.handlers.resuming import Resuming
from services.signing.handlers.sealing import SealDesk
from services.signing.handlers.strangers import Strangers
from services.signing.pages.desk import BOOK, CHECK, KEYS, PUBLIC_CHECK, SEALS, PageDesk, UseCases
from services.signing.store import SigningStore
from services.signing.tables import LEDGER
from services.signing.views import SigningViews
from services.web.contribution import MB, Contribution, Desk, DeskGroup

_HERE = Path(__file__).parent
_LARGEST = 200 * MB
_LARGEST_OF_STRANGERS = 20 * MB


@dataclass(frozen=True)
class SigningParts:
    """The signing desk, ready for a host."""

    views: SigningViews
    book: Book
    seals: SealDesk
    validation: Validation
    keys: Keys
    resuming: Resuming
    endpoint: Endpoint
    contribution: Contribution

    @property
    def chores(self) -> tuple[Loop, ...]:
        """None yet."""
        return ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What became of the requests to sign."""
        meaning = "Requests to sign by what became of them"
        return (Figure("vanthu_signing_requests", meaning, "state", self.views.outcomes),)

    def start(self) -> None:
        """Give back what an earlier process was signing when it died; no other process may sign for this office."""
        self.resuming.resume()


def wire(settings: Settings, shared: Shared) -> SigningParts:
    """Open the service's database at its newest revision and join everything."""
    database = open_database(settings.database(service.NAME), service.NAME)
    migrate(database, _HERE / "migrations")
    stores = Stores(database, LEDGER, shared.clock, SigningStore)
    views = SigningViews(database, shared.clock)
    use = _use_cases(settings, shared, stores)
    hearing = Hearing(shared.clock)
    return SigningParts(
        views=views,
        book=use.book,
        seals=use.seals,
        validation=use.validation,
        keys=use.keys,
        resuming=Resuming(stores),
        endpoint=service.endpoint(
            database, stores, {fact: partial(react, hearing) for fact, react in REACTIONS.items()}
        ),
        contribution=_contribution(shared, use, views),
    )


def _use_cases(settings: Settings, shared: Shared, stores: Stores[SigningStore]) -> UseCases:
    keys = SoftKeys(settings.keys, settings.key_passphrase)
    signer = BenchSigner(shared.objects, shared.workbench, keys, shared.clock, _wanted(settings, keys))
    validator = BenchValidator(shared.objects, shared.workbench, keys.trust)
    return UseCases(
        book=Book(stores, signer, validator, shared.clock),
        seals=SealDesk(stores, signer, validator, shared.clock),
        reading=Reading(stores),
        validation=Validation(validator),
        strangers=Strangers(validator, shared.clock),
        keys=Keys(stores, keys, shared.directory, shared.clock),
    )


def _wanted(settings: Settings, keys: SoftKeys) -> Wanted:
    return Wanted(
        level=Level(settings.signature_level),
        tsa=settings.tsa,
        trust=str(keys.trust),
        folder=str(settings.keys),
        password=settings.key_passphrase,
        strict=settings.without_tsa == "refuse",
    )


def _contribution(shared: Shared, use: UseCases, views: SigningViews) -> Contribution:
    pictures = BenchPictures(shared.objects, shared.workbench)
    routes = api.ApiDesk(use.book, use.seals, use.reading, use.validation, views, shared.objects)
    return Contribution(
        name=service.NAME,
        api=api.router(routes),
        pages=pages.router(PageDesk(use, views, shared.objects, pictures, shared.directory)),
        templates=_HERE / "templates",
        desks=(
            Desk("so-ky", "Sổ ký", BOOK, DeskGroup.LEADER, {Role.LEADER}, views.count_waiting, "sign"),
            Desk(
                "dong-dau", "Chờ đóng dấu", SEALS, DeskGroup.CLERICAL, {Role.CLERK}, views.count_seals, "seal", True, 3
            ),
            Desk("khoa-ky", "Khóa ký số", KEYS, DeskGroup.ADMIN, {Role.ADMIN}, icon="sign", urgent=False),
            Desk("kiem-tra", "Kiểm tra chữ ký", CHECK, DeskGroup.MINE, icon="check", urgent=False, place=9),
        ),
        uploads={r"/api/v1/signing/validate": _LARGEST, CHECK: _LARGEST},
        open_uploads={PUBLIC_CHECK: _LARGEST_OF_STRANGERS},
    )
