"""Every address of the staff site, asked for by everyone: what is theirs, what is another's, what does not exist."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import asyncssh
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.invitations.people import BYGGOPP, NATION, NOW, OFFICE, OSLO, VESTLAND, invited, office, ordered
from tests.release import population

from laerling.access import actions as access
from laerling.access import queries as areas
from laerling.access.models import AccessRequest, Grant
from laerling.access.policy import ALL_TASKS, POLICY
from laerling.access.types import Unit
from laerling.config.env import Door
from laerling.gatherings import actions as gatherings
from laerling.gatherings import desk
from laerling.gatherings.types import Plan
from laerling.invitations.rules import Audience
from laerling.invitations.subscriptions import actions as subscriptions
from laerling.invitations.texts import Text, first_letters
from laerling.invitations.texts import actions as wording
from laerling.kernel import clock
from laerling.outbox.models import Message
from laerling.portals.shell import limits
from laerling.portals.shell.routes import declared
from laerling.portals.signin import factors
from laerling.questionnaire import actions as questioning
from laerling.questionnaire import queries as questionnaires
from laerling.questionnaire.rules.writing import next_version
from laerling.register import actions as register
from laerling.register import queries as registered
from laerling.register.models import Finding
from laerling.register.receipts import actions as handing_in
from laerling.release.models import Release
from laerling.reports.models import StoredReport
from laerling.rounds.models import Round
from laerling.sample.models import Sample

pytestmark = pytest.mark.django_db

ROUTES = {route.name: route.declaration for route in declared("laerling.config.urls.staff")}
PEOPLE = {
    "visitor": None,
    "directorate": ("nation", ""),
    "vestland": ("county", "46"),
    "byggopp": ("office", OFFICE),
    "oslo": ("county", "03"),
    "governor": ("governor", "vestland"),
}
# What each is answered: "in" is the way to the sign-in. Byggopp is an office in Vestland; what stands behind # is whose
# or which thing the address names. Where there is no line for POST, POST opens nothing more than GET.
MATRIX = """
method route                           visitor directorate vestland byggopp oslo  governor
GET    shell:health                    200     200         200      200     200   200
GET    shell:language                  405     405         405      405     405   405
POST   shell:language                  302     302         302      302     302   302
GET    shell:accessibility             200     200         200      200     200   200
GET    sheets:index                    200     200         200      200     200   200
GET    sheets:paper#helper             200     200         200      200     200   200
GET    sheets:paper#missing            404     404         404      404     404   404
GET    unit:choose                     in      200         200      200     200   200
POST   unit:choose                     in      404         404      404     404   404
GET    signin:sign-in                  200     302         302      302     302   302
POST   signin:sign-in                  422     302         302      302     302   302
GET    account_login                   200     302         302      302     302   302
POST   account_login                   422     302         302      302     302   302
GET    mfa_authenticate                in      302         302      302     302   302
GET    signin:passkey                  in      302         302      302     302   302
GET    signin:office                   200     302         302      302     302   302
POST   signin:office                   422     302         302      302     302   302
GET    signin:door#door                502     502         502      502     502   502
GET    signin:door#missing             404     404         404      404     404   404
GET    signin:door-answer#door         400     400         400      400     400   400
GET    signin:door-answer#missing      404     404         404      404     404   404
GET    signin:session                  200     200         200      200     200   200
POST   signin:session                  200     200         200      200     200   200
GET    signin:go-on                    in      302         302      302     302   302
GET    signin:forgotten                200     200         200      200     200   200
POST   signin:forgotten                422     422         422      422     422   422
GET    signin:forgotten-sent           200     200         200      200     200   200
GET    signin:link                     410     410         410      410     410   410
GET    signin:follow#spent             302     302         302      302     302   302
GET    signin:follow#missing           302     302         302      302     302   302
GET    signin:account                  in      200         200      200     200   200
GET    mfa_index                       in      200         200      200     200   200
GET    signin:begin                    in      302         302      302     302   302
GET    signin:password                 in      200         200      200     200   200
POST   signin:password                 in      422         422      422     422   422
GET    signin:email                    in      200         200      200     200   200
POST   signin:email                    in      422         422      422     422   422
GET    signin:personal                 in      404         404      404     404   404
GET    signin:new-app                  in      200         200      200     200   200
POST   signin:new-app                  in      422         422      422     422   422
GET    signin:new-passkey              in      200         200      200     200   200
POST   signin:new-passkey              in      422         422      422     422   422
GET    mfa_view_recovery_codes         in      404         404      404     404   404
GET    signin:remove#anothers          in      404         404      404     404   404
GET    signin:remove#missing           in      404         404      404     404   404
GET    signin:connect#door             405     405         405      405     405   405
POST   signin:connect#door             in      502         502      502     502   502
POST   signin:connect#missing          in      404         404      404     404   404
GET    signin:offices                  in      404         200      404     200   404
POST   signin:offices                  in      404         422      404     422   404
GET    signin:letters                  in      404         200      404     200   404
GET    signin:revoke#46                405     405         405      405     405   405
POST   signin:revoke#46                in      404         302      404     404   404
POST   signin:revoke#missing           in      404         404      404     404   404
GET    signin:sign-out                 405     405         405      405     405   405
GET    signin:signed-out               200     200         200      200     200   200
GET    accounts:people                 in      200         200      200     200   200
GET    accounts:give                   in      200         200      200     200   200
POST   accounts:give                   in      422         422      422     422   422
GET    accounts:confirm                in      200         200      200     200   200
POST   accounts:confirm                in      302         302      302     302   302
GET    accounts:below                  in      200         200      404     200   200
GET    accounts:person#46              in      200         200      404     404   200
GET    accounts:person#office          in      200         200      200     404   200
GET    accounts:person#03              in      200         404      404     200   404
GET    accounts:person#missing         in      404         404      404     404   404
GET    accounts:end#46                 in      200         200      404     404   200
POST   accounts:end#46                 in      422         422      404     404   422
GET    accounts:end#office             in      200         200      200     404   200
POST   accounts:end#office             in      422         422      422     404   422
GET    accounts:end#03                 in      200         404      404     200   404
POST   accounts:end#03                 in      422         404      404     422   404
GET    accounts:end#missing            in      404         404      404     404   404
POST   accounts:end#missing            in      404         404      404     404   404
GET    accounts:change#46              in      200         200      404     404   200
POST   accounts:change#46              in      422         422      404     404   422
GET    accounts:change#office          in      200         200      200     404   200
POST   accounts:change#office          in      422         422      422     404   422
GET    accounts:change#03              in      200         404      404     200   404
POST   accounts:change#03              in      422         404      404     422   404
GET    accounts:change#missing         in      404         404      404     404   404
POST   accounts:change#missing         in      404         404      404     404   404
GET    accounts:take-back#46           405     405         405      405     405   405
POST   accounts:take-back#46           in      302         302      404     404   302
GET    accounts:take-back#office       405     405         405      405     405   405
POST   accounts:take-back#office       in      302         302      302     404   302
GET    accounts:take-back#03           405     405         405      405     405   405
POST   accounts:take-back#03           in      302         404      404     302   404
GET    accounts:take-back#missing      405     405         405      405     405   405
POST   accounts:take-back#missing      in      404         404      404     404   404
GET    accounts:person-factor#46      405     405         405      405     405   405
POST   accounts:person-factor#46      in      404         404      404     404   404
GET    accounts:person-factor#office  405     405         405      405     405   405
POST   accounts:person-factor#office  in      404         404      404     404   404
GET    accounts:person-factor#03      405     405         405      405     405   405
POST   accounts:person-factor#03      in      404         404      404     404   404
GET    accounts:person-factor#missing 405     405         405      405     405   405
POST   accounts:person-factor#missing in      404         404      404     404   404
GET    ordering:home                   in      200         200      200     200   200
GET    ordering:people                 in      200         200      200     200   404
GET    ordering:passport#46            in      200         200      404     404   404
GET    ordering:passport#office        in      200         200      200     404   404
GET    ordering:passport#03            in      200         404      404     200   404
GET    ordering:passport#missing       in      404         404      404     404   404
GET    ordering:passport-message#46    in      200         200      404     404   404
GET    ordering:passport-message#office in     200         200      200     404   404
GET    ordering:passport-message#03    in      200         404      404     200   404
GET    ordering:passport-message#missing in    404         404      404     404   404
GET    ordering:differences            in      200         200      200     200   404
GET    ordering:differences-xlsx       in      200         200      200     200   404
GET    ordering:what-if                in      200         404      404     404   404
GET    ordering:extracts               in      200         404      404     404   404
GET    ordering:extracts-new           in      200         404      404     404   404
POST   ordering:extracts-new           in      422         404      404     404   404
GET    ordering:extracts-show#nor      in      200         404      404     404   404
GET    ordering:extracts-show#missing  in      404         404      404     404   404
GET    ordering:area                   in      200         200      404     200   404
GET    ordering:area-password          405     405         405      405     405   405
POST   ordering:area-password          in      404         200      404     200   404
POST   ordering:area-password-take     in      404         302      404     302   404
GET    ordering:area-keys              405     405         405      405     405   405
POST   ordering:area-keys              in      404         422      404     422   404
GET    ordering:area-keys-remove#46    405     405         405      405     405   405
POST   ordering:area-keys-remove#46    in      404         302      404     404   404
POST   ordering:area-keys-remove#03    in      404         404      404     302   404
POST   ordering:area-keys-remove#missing in      404         404      404     404   404
POST   ordering:area-keys-back#46      in      404         302      404     404   404
POST   ordering:area-keys-back#missing in      404         404      404     404   404
POST   ordering:area-close             in      404         302      404     302   404
POST   ordering:area-open              in      404         302      404     302   404
GET    ordering:area-receipt#46        in      200         200      404     404   404
GET    ordering:area-receipt#03        in      200         404      404     200   404
GET    ordering:area-receipt#missing   in      404         404      404     404   404
GET    ordering:extracts-accept#nor    405     405         405      405     405   405
POST   ordering:extracts-accept#nor    in      302         404      404     404   404
POST   ordering:extracts-accept#missing in      404         404      404     404   404
GET    ordering:extracts-discard#nor   405     405         405      405     405   405
POST   ordering:extracts-discard#nor   in      409         404      404     404   404
POST   ordering:extracts-discard#missing in      404         404      404     404   404
GET    ordering:dispatches             in      200         200      200     200   404
GET    ordering:dispatches-new         in      404         200      200     200   404
POST   ordering:dispatches-new         in      404         422      422     422   404
GET    ordering:dispatches-show#46     in      200         200      404     404   404
GET    ordering:dispatches-show#office in      200         404      200     404   404
GET    ordering:dispatches-show#03     in      200         404      404     200   404
GET    ordering:dispatches-show#missing in      404         404      404     404   404
GET    ordering:dispatches-stop#46     405     405         405      405     405   405
POST   ordering:dispatches-stop#46     in      404         302      404     404   404
POST   ordering:dispatches-stop#office in      404         404      302     404   404
POST   ordering:dispatches-stop#03     in      404         404      404     302   404
POST   ordering:dispatches-stop#missing in      404         404      404     404   404
GET    gathering:gatherings            in  404 200 200 200 404
GET    gathering:new                   in  404 200 200 200 404
POST   gathering:new                   in  404 422 422 422 404
GET    gathering:show#46               in  404 200 404 404 404
GET    gathering:show#office           in  404 404 200 404 404
GET    gathering:show#03               in  404 404 404 200 404
GET    gathering:show#missing          in  404 404 404 404 404
GET    gathering:change#46             in  404 200 404 404 404
GET    gathering:change#office         in  404 404 200 404 404
GET    gathering:change#03             in  404 404 404 200 404
GET    gathering:change#missing        in  404 404 404 404 404
GET    gathering:wall#46               in  404 200 404 404 404
GET    gathering:wall#office           in  404 404 200 404 404
GET    gathering:wall#03               in  404 404 404 200 404
GET    gathering:wall#missing          in  404 404 404 404 404
POST   gathering:change#46             in  404 422 404 404 404
POST   gathering:change#office         in  404 404 422 404 404
POST   gathering:change#03             in  404 404 404 422 404
POST   gathering:change#missing        in  404 404 404 404 404
GET    gathering:slips-show#46         in  404 200 404 404 404
GET    gathering:slips-show#office     in  404 404 200 404 404
GET    gathering:slips-show#03         in  404 404 404 200 404
GET    gathering:slips-show#missing    in  404 404 404 404 404
GET    gathering:slips-pdf#46          in  404 200 404 404 404
GET    gathering:slips-pdf#office      in  404 404 200 404 404
GET    gathering:slips-pdf#03          in  404 404 404 200 404
GET    gathering:slips-pdf#missing     in  404 404 404 404 404
GET    gathering:slips#46              405 405 405 405 405 405
POST   gathering:slips#46              in  404 302 404 404 404
POST   gathering:slips#office          in  404 404 302 404 404
POST   gathering:slips#03              in  404 404 404 302 404
POST   gathering:slips#missing         in  404 404 404 404 404
GET    gathering:cancel#46             405 405 405 405 405 405
POST   gathering:cancel#46             in  404 302 404 404 404
POST   gathering:cancel#office         in  404 404 302 404 404
POST   gathering:cancel#03             in  404 404 404 302 404
POST   gathering:cancel#missing        in  404 404 404 404 404
GET    gathering:restore#46            405 405 405 405 405 405
POST   gathering:restore#46            in  404 302 404 404 404
POST   gathering:restore#office        in  404 404 302 404 404
POST   gathering:restore#03            in  404 404 404 302 404
POST   gathering:restore#missing       in  404 404 404 404 404
GET    ordering:plan                   in      200         200      200     200   404
GET    ordering:test                   405     405         405      405     405   405
POST   ordering:test                   in      404         422      422     422   404
GET    ordering:texts                  in      200         404      404     404   404
GET    ordering:texts-show#proposed    in      200         404      404     404   404
GET    ordering:texts-show#missing     in      404         404      404     404   404
GET    ordering:texts-new#mail         in      200         404      404     404   404
POST   ordering:texts-new#mail         in      422         404      404     404   404
GET    ordering:texts-new#missing      in      404         404      404     404   404
GET    ordering:texts-publish#proposed 405     405         405      405     405   405
POST   ordering:texts-publish#proposed in      302         404      404     404   404
POST   ordering:texts-publish#missing  in      404         404      404     404   404
GET    ordering:texts-withdraw#proposed 405    405         405      405     405   405
POST   ordering:texts-withdraw#proposed in     302         404      404     404   404
POST   ordering:texts-withdraw#missing in      404         404      404     404   404
GET    ordering:progress               in      200         200      200     200   200
GET    ordering:progress-days          in      200         200      200     200   200
GET    ordering:progress-delivery      in      200         200      200     200   200
GET    ordering:progress-silent        in      200         200      404     200   200
GET    ordering:progress-xlsx          in      200         200      200     200   200
GET    ordering:calendar               in      200         200      200     200   200
GET    ordering:calendar-file          in      200         200      200     200   200
GET    ordering:calendar-subscription#46 200   200         200      200     200   200
POST   ordering:calendar-subscription#46 405   405         405      405     405   405
GET    ordering:calendar-subscription#missing 404 404      404      404     404   404
GET    ordering:calendar-make          405     405         405      405     405   405
POST   ordering:calendar-make          in      200         200      200     200   200
GET    ordering:calendar-revoke        405     405         405      405     405   405
GET    ordering:draw                   in      404         200      404     200   404
POST   ordering:draw                   in      404         422      404     422   404
GET    urn:ceremony                    in      200         404      404     404   404
GET    urn:rehearse                    405     405         405      405     405   405
POST   urn:rehearse                    in      302         404      404     404   404
GET    urn:holder                      405     405         405      405     405   405
POST   urn:holder                      in      422         404      404     404   404
GET    urn:challenge                   405     405         405      405     405   405
POST   urn:challenge                   in      409         404      404     404   404
GET    urn:challenge-file              in      404         404      404     404   404
GET    urn:prove                       405     405         405      405     405   405
POST   urn:prove                       in      422         404      404     404   404
GET    urn:destroyed                   405     405         405      405     405   405
POST   urn:destroyed                   in      422         404      404     404   404
GET    urn:protocol                    in      200         404      404     404   404
GET    urn:report                      in      404         404      404     404   404
GET    urn:published                   in      200         200      200     200   200
GET    ordering:steer                  in      200         404      404     404   404
GET    ordering:steer-draw             405     405         405      405     405   405
POST   ordering:steer-draw             in      409         404      404     404   404
GET    ordering:steer-export           405     405         405      405     405   405
POST   ordering:steer-export           in      302         404      404     404   404
GET    ordering:steer-urn              in      404         404      404     404   404
GET    ordering:steer-opened           405     405         405      405     405   405
POST   ordering:steer-opened           in      422         404      404     404   404
GET    ordering:steer-demo             405     405         405      405     405   405
POST   ordering:steer-demo             in      302         404      404     404   404
GET    ordering:steer-release          405     405         405      405     405   405
POST   ordering:steer-release          in      302         404      404     404   404
GET    checking:home                   in      200         200      200     200   404
GET    checking:findings               in      200         200      200     200   404
GET    checking:findings-xlsx          in      200         200      200     200   404
GET    checking:change                 405     405         405      405     405   405
POST   checking:change                 in      404         422      422     422   404
GET    checking:undo                   405     405         405      405     405   405
POST   checking:undo                   in      404         409      409     409   404
GET    checking:finding#46             in      200         200      404     404   404
GET    checking:finding#office         in      200         200      200     404   404
GET    checking:finding#03             in      200         404      404     200   404
GET    checking:finding#missing        in      404         404      404     404   404
POST   checking:finding#46             in      404         422      404     404   404
POST   checking:finding#office         in      404         422      422     404   404
POST   checking:finding#03             in      404         404      404     422   404
POST   checking:finding#missing        in      404         404      404     404   404
GET    checking:paste                  in      404         200      200     200   404
POST   checking:paste                  in      404         422      422     422   404
GET    checking:reach                  in      200         200      200     200   404
GET    checking:counties               in      200         404      404     404   404
GET    reporting:home                  in      302         302      302     302   404
GET    reporting:overview#nation       in      200         200      200     200   404
GET    reporting:overview#46           in      200         200      200     404   404
GET    reporting:overview#03           in      200         404      404     200   404
GET    reporting:overview#office       in      200         200      200     404   404
GET    reporting:overview#missing      in      404         404      404     404   404
GET    reporting:go                    in      302         302      302     302   404
GET    reporting:index#46              in      200         200      200     404   404
GET    reporting:index#03              in      200         404      404     200   404
GET    reporting:index#office          in      200         200      200     404   404
GET    reporting:index#missing         in      404         404      404     404   404
GET    reporting:themes#46             in      200         200      200     404   404
GET    reporting:themes#03             in      200         404      404     200   404
GET    reporting:themes#office         in      200         200      200     404   404
GET    reporting:themes#missing        in      404         404      404     404   404
GET    reporting:question#46           in      200         200      200     404   404
GET    reporting:question#03           in      200         404      404     200   404
GET    reporting:question#office       in      200         200      200     404   404
GET    reporting:question#missing      in      404         404      404     404   404
GET    reporting:breakdown#46          in      200         200      200     404   404
GET    reporting:breakdown#03          in      200         404      404     200   404
GET    reporting:breakdown#office      in      200         200      200     404   404
GET    reporting:breakdown#missing     in      404         404      404     404   404
GET    reporting:years#46              in      200         200      200     404   404
GET    reporting:years#03              in      200         404      404     200   404
GET    reporting:years#office          in      200         200      200     404   404
GET    reporting:years#missing         in      404         404      404     404   404
GET    reporting:compare#46            in      200         200      200     404   404
GET    reporting:compare#03            in      200         404      404     200   404
GET    reporting:compare#office        in      200         200      200     404   404
GET    reporting:compare#missing       in      404         404      404     404   404
GET    reporting:regions#46            in      200         200      200     404   404
GET    reporting:regions#office        in      302         302      302     404   404
GET    reporting:regions#missing       in      404         404      404     404   404
POST   accounts:ask                    in      302         302      302     302   404
GET    accounts:ask                    405     405         405      405     405   405
GET    accounts:decline#46             405     405         405      405     405   405
POST   accounts:decline#46             in      302         302      404     404   302
POST   accounts:decline#missing        in      404         404      404     404   404
GET    reporting:overview-file#46      in      200         200      200     404   404
GET    reporting:overview-file#office  in      200         200      200     404   404
GET    reporting:overview-file#missing in      404         404      404     404   404
GET    reporting:index-file#46         in      200         200      200     404   404
GET    reporting:index-file#office     in      200         200      200     404   404
GET    reporting:index-file#missing    in      404         404      404     404   404
GET    reporting:theme-file#46         in      200         200      200     404   404
GET    reporting:theme-file#office     in      200         200      200     404   404
GET    reporting:theme-file#missing    in      404         404      404     404   404
GET    reporting:question-file#46      in      200         200      200     404   404
GET    reporting:question-file#office  in      200         200      200     404   404
GET    reporting:question-file#missing in      404         404      404     404   404
GET    reporting:breakdown-file#46     in      200         200      200     404   404
GET    reporting:breakdown-file#office in      200         200      200     404   404
GET    reporting:breakdown-file#missing in      404         404      404     404   404
GET    reporting:years-file#46         in      200         200      200     404   404
GET    reporting:years-file#office     in      200         200      200     404   404
GET    reporting:years-file#missing    in      404         404      404     404   404
GET    reporting:compare-file#46       in      200         200      200     404   404
GET    reporting:compare-file#office   in      200         200      200     404   404
GET    reporting:compare-file#missing  in      404         404      404     404   404
GET    reporting:variation-file#46     in      200         200      200     404   404
GET    reporting:variation-file#office in      200         200      200     404   404
GET    reporting:variation-file#missing in      404         404      404     404   404
GET    reporting:findings-file#46      in      200         200      200     404   404
GET    reporting:findings-file#office  in      200         200      200     404   404
GET    reporting:findings-file#missing in      404         404      404     404   404
GET    reporting:regions-file#46       in      200         200      200     404   404
GET    reporting:regions-file#office   in      404         404      404     404   404
GET    reporting:regions-file#missing  in      404         404      404     404   404
GET    reporting:ready                 in      200         200      200     200   404
GET    reporting:ready-report#46       in      200         200      200     404   404
GET    reporting:ready-report#office   in      200         200      200     404   404
GET    reporting:ready-report#missing  in      404         404      404     404   404
GET    reporting:theme#46              in      200         200      200     404   404
GET    reporting:theme#office          in      200         200      200     404   404
GET    reporting:theme#missing         in      404         404      404     404   404
GET    reporting:variation#nation      in      200         200      200     200   404
GET    reporting:variation#46          in      200         200      200     404   404
GET    reporting:variation#03          in      200         404      404     200   404
GET    reporting:variation#office      in      200         200      200     404   404
GET    reporting:variation#missing     in      404         404      404     404   404
GET    reporting:findings#nation       in      200         200      200     200   404
GET    reporting:findings#46           in      200         200      200     404   404
GET    reporting:findings#03           in      200         404      404     200   404
GET    reporting:findings#office       in      200         200      200     404   404
GET    reporting:findings#missing      in      404         404      404     404   404
GET    reporting:explain#nation        in      200         200      200     200   404
GET    reporting:explain#46            in      200         200      200     404   404
GET    reporting:explain#03            in      200         404      404     200   404
GET    reporting:explain#office        in      200         200      200     404   404
GET    reporting:explain#missing       in      404         404      404     404   404
GET    reporting:loss                  in      200         404      404     404   404
GET    reporting:loss-report#released  in      200         404      404     404   404
GET    reporting:loss-report#missing   in      404         404      404     404   404
GET    reporting:loss-file#csv         in      200         404      404     404   404
GET    reporting:loss-file#missing     in      404         404      404     404   404
GET    reporting:blocked               in      200         404      404     404   404
GET    reporting:blocked-report#missing in     404         404      404     404   404
GET    history:events                  in      200         200      200     200   200
GET    history:events-csv              in      200         200      200     200   200
GET    history:events-xlsx             in      200         200      200     200   200
GET    questions:versions             in      200         200      404     200   404
GET    questions:new                  in      200         404      404     404   404
POST   questions:new                  in      422         404      404     404   404
GET    questions:show#version         in      200         200      404     200   404
GET    questions:show#proposed        in      200         404      404     404   404
GET    questions:show#missing         in      404         404      404     404   404
GET    questions:differences#version  in      200         200      404     200   404
GET    questions:differences#proposed in      200         404      404     404   404
GET    questions:differences#missing  in      404         404      404     404   404
GET    questions:preview#version      in      200         200      404     200   404
GET    questions:preview#proposed     in      200         404      404     404   404
GET    questions:preview#missing      in      404         404      404     404   404
GET    questions:file-toml#version    in      200         200      404     200   404
GET    questions:file-toml#proposed   in      200         404      404     404   404
GET    questions:file-toml#missing    in      404         404      404     404   404
GET    questions:file-ddi#version     in      200         200      404     200   404
GET    questions:file-ddi#proposed    in      200         404      404     404   404
GET    questions:file-ddi#missing     in      404         404      404     404   404
GET    questions:file-next#version    in      200         200      404     200   404
GET    questions:file-next#proposed   in      200         404      404     404   404
GET    questions:file-next#missing    in      404         404      404     404   404
GET    questions:proposal-withdraw#proposed 405 405       405      405     405   405
POST   questions:proposal-withdraw#proposed in  302       404      404     404   404
POST   questions:proposal-withdraw#missing in   404       404      404     404   404
GET    questions:proposal-restore#proposed 405  405       405      405     405   405
POST   questions:proposal-restore#proposed in   302       404      404     404   404
POST   questions:proposal-restore#missing in    404       404      404     404   404
GET    questions:proposal-publish#proposed 405  405       405      405     405   405
POST   questions:proposal-publish#proposed in   302       404      404     404   404
POST   questions:proposal-publish#missing in    404       404      404     404   404
GET    receipts:sms#kannel             404     404         404      404     404   404
GET    receipts:sms#missing            404     404         404      404     404   404
POST   receipts:sms#kannel             404     404         404      404     404   404
GET    receipts:sms-secret#kannel      404     404         404      404     404   404
GET    receipts:sms-secret#missing     404     404         404      404     404   404
GET    receipts:email#brevo            405     405         405      405     405   405
POST   receipts:email#brevo            404     404         404      404     404   404
POST   receipts:email#missing          404     404         404      404     404   404
GET    receipts:email-secret#brevo     405     405         405      405     405   405
POST   receipts:email-secret#brevo     404     404         404      404     404   404
POST   receipts:email-secret#missing   404     404         404      404     404   404
GET    receipts:may-go#message         404     404         404      404     404   404
GET    receipts:may-go#missing         404     404         404      404     404   404
POST   ordering:calendar-revoke        in      302         302      302     302   302
POST   signin:sign-out                 302     302         302      302     302   302
"""
LINES = [tuple(line.split()) for line in MATRIX.strip().splitlines()[1:]]
# What is shut to some of those whose task opens it: an urn before it is exported, and what units of their kind lack.
SHUT_FOR_SOME = {
    "ordering:steer-urn",
    "urn:challenge-file",
    "urn:report",
    "checking:counties",
    "accounts:below",
    "ordering:progress-silent",
}
NOBODY = "00000000-0000-4000-8000-000000000000"
PROPOSAL = UUID("10000000-0000-4000-8000-000000000000")
# What an address of results names beside the round and the unit.
UNITS = {
    "nation": ("nation", ""),
    "46": ("county", "46"),
    "03": ("county", "03"),
    "office": ("office", OFFICE),
    "missing": ("office", "399999999"),
}
# What addresses of results name besides unit and year.
RESULTS_OF = {
    "reporting:index": {"item": "index_wellbeing"},
    "reporting:question": {"item": "thriving"},
    "reporting:explain": {"item": "bullied"},
    "reporting:theme": {"page": "choice"},
    "reporting:overview-file": {"kind": "csv"},
    "reporting:index-file": {"item": "index_motivation", "kind": "csv"},
    "reporting:theme-file": {"page": "choice", "kind": "csv"},
    "reporting:question-file": {"item": "thriving", "kind": "csv"},
    "reporting:breakdown-file": {"kind": "csv"},
    "reporting:years-file": {"kind": "csv"},
    "reporting:compare-file": {"kind": "csv"},
    "reporting:regions-file": {"kind": "csv"},
    "reporting:variation-file": {"kind": "csv"},
    "reporting:findings-file": {"kind": "csv"},
    "reporting:ready-report": {"form": "nb", "kind": "pdf"},
}


@pytest.fixture(autouse=True)
def answering_day(settings, tmp_path, monkeypatch):
    """An ordinary day in the answering period, in the demo, where every address is."""
    settings.HOME, settings.DEMO = tmp_path, True
    # One account asks for more files here than anybody may in ten minutes; how many they may is tried elsewhere.
    monkeypatch.setitem(limits.ALLOWANCES, "export", limits.Allowance(at_once=300, seconds=20))
    clock.set_demo_clock(NOW)


@pytest.fixture(autouse=True)
def door_that_is_away(settings):
    """Another's sign-in, configured, where nobody answers."""
    door = {"id": "door", "name": "Door", "issuer": "http://127.0.0.1:1", "client_id": "us", "secret": "shared"}
    settings.DOORS = {"door": Door(**door)}
    app = {"provider_id": "door", "name": "Door", "client_id": "us", "secret": "shared"}
    settings.SOCIALACCOUNT_PROVIDERS = {"door": {"APPS": [app]}}


@pytest.fixture
def things(by, cases):
    """One example of every kind of thing that has an address: the name of its key there, and whose it is."""
    office()
    Sample.objects.create(round_id=2026, stage="preliminary", drawn_at=NOW, n_asked=0, n_excluded=0)
    no_number = 10**12
    units = {"46": ("46", ""), "office": ("46", OFFICE), "03": ("03", "")}
    people = {which: invited(6, county=county, office_orgnr=orgnr)[0] for which, (county, orgnr) in units.items()}
    scopes = {"46": VESTLAND, "office": BYGGOPP, "03": OSLO}
    with (cases / "nor.csv").open("rb") as content:
        register.import_file(
            content=content, filename="nor.csv", register="nor", round_year=2026, stage="final", by=by, now=NOW
        )
    keys, receipts = _areas(by)
    _release(by)
    colleagues, grants, ended = _colleagues(by)
    until = {"valid_to": date(2027, 1, 1), "by": by, "now": NOW}
    sign_ins = {"46": access.issue(offices=[OFFICE], scope=VESTLAND, **until).ids[0], "missing": NOBODY}
    return {
        "ordering:calendar-subscription": ("token", {"46": _calendar_address(by), "missing": "missing"}),
        "ordering:dispatches-": (
            "dispatch_id",
            {"missing": NOBODY, **{which: sent.pk for which, sent in _planned(scopes).items()}},
        ),
        "gathering:slips-": (
            ("gathering_id", "paper_id"),
            {w: (g, NOBODY) for w, g in _gatherings(scopes, by).items()},
        ),
        "gathering:": ("gathering_id", _gatherings(scopes, by)),
        "checking:finding": (
            "finding_id",
            {"missing": no_number, **{which: _finding(*unit) for which, unit in units.items()}},
        ),
        "ordering:passport-message": (("contract_id", "dispatch_id"), _messages(people, scopes, no_number)),
        "ordering:texts-new": (("year", "which"), {"mail": (2026, "invitasjon-epost"), "missing": (2026, "ingen")}),
        "ordering:texts-": (("year", "which", "number"), _letters(by)),
        "questions:proposal-": ("proposal_id", {"proposed": _proposed(by), "missing": NOBODY}),
        "questions:": ("which", {"version": "apprentice-2026", "proposed": PROPOSAL, "missing": "ingen"}),
        "ordering:passport": (
            "contract_id",
            {"missing": no_number, **{which: one.member.contract_id for which, one in people.items()}},
        ),
        "ordering:area-keys-": ("key_id", keys),
        "ordering:area-receipt": ("receipt_id", receipts),
        "ordering:extracts-": ("extract_id", {"nor": registered.extracts(2026)[0].id, "missing": NOBODY}),
        "accounts:person": ("account_id", colleagues),
        "accounts:decline": ("request_id", _asked(colleagues["03"], by)),
        "accounts:take-back": ("grant_id", ended),
        "accounts:": ("grant_id", grants),
        **_call_backs(),
        "reporting:loss-report": ("year", {"released": 2026, "missing": 1999}),
        "reporting:blocked-report": ("year", {"missing": 2026}),
        "reporting:loss-file": ("kind", {"csv": "csv", "missing": "png"}),
        "signin:revoke": ("sign_in_id", sign_ins),
        "signin:remove": ("factor_id", {"anothers": _anothers_factor(by), "missing": 999_999_999}),
        "signin:follow": ("token", {"spent": "spent", "missing": "missing"}),
        "sheets:": (("kind", "form"), {"helper": ("helper", "nn"), "missing": ("nobody", "nb")}),
        "signin:": ("door_id", {"door": "door", "missing": "missing"}),
    }


@pytest.fixture
def addresses(things):
    """The address of a route, and of a thing on it."""

    def address(name, which=""):
        if not which:
            return reverse(name)
        if name.startswith("reporting:") and not name.startswith(("reporting:loss-", "reporting:blocked-")):
            more = RESULTS_OF.get(name, {})
            return reverse(name, kwargs={"year": 2026, "of": UNITS[which], **more})
        key, examples = next(thing for route, thing in things.items() if name.startswith(route))
        example = examples[which]
        if isinstance(key, tuple):
            return reverse(name, kwargs=dict(zip(key, example, strict=True)))
        return reverse(name, kwargs=example if isinstance(example, dict) else {key: example})

    return address


def _gatherings(scopes, by):
    """A gathering of each unit that is on, with slips on the desk."""
    plan = Plan("Samling", "Kantina", NOW, NOW + timedelta(hours=2), Audience())
    found = {"missing": UUID(NOBODY)}
    for which, scope in scopes.items():
        found[which] = uuid5(NAMESPACE_URL, f"gathering:{which}")
        gatherings.plan(scope=scope, round_year=2026, plan=plan, by=by, now=NOW, gathering_id=found[which])
        desk.lay(desk.slips(found[which], UUID(NOBODY)), b"%PDF-1.7")
    return found


def _planned(scopes, day=2):
    """A dispatch of each unit: each leaves before the one ordered before it, so that none is ordered for nobody."""
    return {
        which: ordered(scope, send_at=datetime(2026, 11, day, 20 - number, tzinfo=UTC))
        for number, (which, scope) in enumerate(scopes.items())
    }


def _messages(people, scopes, no_number):
    """An invitation that left for somebody of each unit, sent by the unit itself."""
    found = {"missing": (no_number, NOBODY)}
    sent_by = _planned(scopes, day=1)
    for which, person in people.items():
        sent = sent_by[which]
        Message.objects.filter(batch=sent.pk).update(state="accepted", settled_at=NOW)
        found[which] = (person.member.contract_id, sent.pk)
    return found


def _letters(by):
    """A proposal by somebody else, and a letter that there is not."""
    texts = {
        form: Text(text.subject, text.body.replace("{navn}", "{navn}!"))
        for form, text in first_letters()["invitation", "email"].texts.items()
    }
    letter = {"round_year": 2026, "kind": "invitation", "channel": "email"}
    wording.propose(version_id=uuid4(), texts=texts, scope=NATION, by=by, now=NOW, **letter)
    return {"proposed": (2026, "invitasjon-epost", 2), "missing": (2026, "invitasjon-epost", 9)}


def _proposed(by):
    """A next version of the questionnaire, handed in by somebody else."""
    content = next_version(questionnaires.file_of("apprentice-2026"))
    content = content.replace('code = ""', 'code = "apprentice-2027"', 1).replace("first = 0", "first = 2027", 1)
    questioning.propose(proposal_id=PROPOSAL, content=content, scope=NATION, by=by, now=NOW)
    return PROPOSAL


def _call_backs():
    """What providers call: nobody who is signed in has the secret, and a wrong one finds nothing."""
    wrong = {"secret": "gjettet"}
    return {
        "receipts:sms-secret": ("", {which: {"provider": which, **wrong} for which in ("kannel", "missing")}),
        "receipts:sms": ("provider", {"kannel": "kannel", "missing": "missing"}),
        "receipts:email-secret": ("", {which: {"provider": which, **wrong} for which in ("brevo", "missing")}),
        "receipts:email": ("provider", {"brevo": "brevo", "missing": "missing"}),
        "receipts:may-go": (
            "",
            {
                which: {"message_id": pk, "shown": "gjettet"}
                for which, pk in (("message", uuid5(NAMESPACE_URL, "a message")), ("missing", NOBODY))
            },
        ),
    }


def _calendar_address(by):
    return subscriptions.make_subscription(scope=VESTLAND, with_dispatches=True, language="nb", by=by, now=NOW)


def _colleagues(by):
    """Somebody in each unit with a task, and one that was ended."""
    accounts, grants, ended = ({"missing": NOBODY} for _ in range(3))
    for which, (kind, code) in {"46": ("county", "46"), "office": ("office", OFFICE), "03": ("county", "03")}.items():
        somebody = access.create_account(
            email=f"kollega{which}@eksempel.no", name="Kollega", password="x" * 15, by=by, now=NOW
        )
        (kept,), (over,) = (
            access.grant(
                account=somebody,
                roles={role},
                unit_kind=kind,
                unit_code=code,
                valid_from=date(2026, 1, 1),
                why="",
                by=by,
                now=NOW,
            )
            for role in ("orderer", "support")
        )
        Grant.objects.filter(pk=over.pk).update(ended_on=NOW.date())
        accounts[which], grants[which], ended[which] = somebody.pk, kept.pk, over.pk
    return accounts, grants, ended


def _asked(account_id, by):
    """Let somebody ask for access to a county."""
    access.ask_for_access(account_id=account_id, unit=Unit("county", "46"), by=by, now=NOW)
    return {"46": AccessRequest.objects.get().id, "missing": NOBODY}


def _anothers_factor(by):
    somebody = access.create_account(email="ola@eksempel.no", name="Ola", password="x" * 15, by=by, now=NOW)
    factors.enrol_app(account=somebody, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    return factors.of(somebody)[0].pk


@pytest.fixture
def browser_of(by, now):
    """A browser for each of the people, signed in where they have an account."""

    def browser(person):
        client = Client()
        client.cookies["language"] = "nb"
        if PEOPLE[person]:
            kind, unit = PEOPLE[person]
            account = access.create_account(
                email=f"{person}@eksempel.no", name=person, password="x" * 15, by=by, now=now
            )
            access.grant(
                account=account,
                roles=ALL_TASKS[kind],
                unit_kind=kind,
                unit_code=unit,
                valid_from=date(2026, 1, 1),
                why="",
                by=by,
                now=now,
            )
            client.force_login(account)
        return client

    return browser


def test_every_address_is_in_the_matrix():
    assert {line[1].partition("#")[0] for line in LINES} == set(ROUTES)


def test_every_address_of_a_thing_is_asked_for_where_there_is_no_such_thing():
    things = {line[1].partition("#")[0] for line in LINES if "#" in line[1]}
    missing = {line[1].partition("#")[0] for line in LINES if line[1].endswith("#missing")}
    assert missing == things


@pytest.mark.parametrize("person", PEOPLE)
def test_everyone_is_answered_as_the_matrix_says(person, browser_of, addresses):
    column = 2 + list(PEOPLE).index(person)
    client = browser_of(person)
    found = [(method, route, _answer(client, method, addresses(*route.split("#")))) for method, route, *_ in LINES]
    assert found == [(line[0], line[1], line[column]) for line in LINES]


@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_anothers_looks_like_what_does_not_exist(person, browser_of, addresses):
    column = 2 + list(PEOPLE).index(person)
    client = browser_of(person)
    for line in LINES:
        method, (name, _hash, which) = line[0], line[1].partition("#")
        if which and line[column] == "404":
            pages = [_page(client, method, addresses(name, one)) for one in (which, "missing")]
            assert pages[0] == pages[1], line[1]


@pytest.mark.parametrize("person", PEOPLE)
def test_sending_a_form_opens_no_page_that_asking_does_not(person, browser_of, addresses):
    column = 2 + list(PEOPLE).index(person)
    posted = {line[1] for line in LINES if line[0] == "POST"}
    client = browser_of(person)
    for line in LINES:
        if line[1] not in posted:
            assert _answer(client, "POST", addresses(*line[1].split("#"))) in {line[column], "404", "405"}, line[1]


@pytest.mark.parametrize(("role", "kind"), [(role, kind) for role, kinds in POLICY.items() for kind in kinds])
def test_one_task_opens_what_the_policy_says_and_nothing_else(role, kind, things, by, now):
    somebody = access.create_account(email="en@eksempel.no", name="En", password="x" * 15, by=by, now=now)
    code = {"nation": "", "governor": "vestland", "county": "46", "office": OFFICE}[kind]
    access.grant(
        account=somebody,
        roles={role},
        unit_kind=kind,
        unit_code=code,
        valid_from=date(2026, 1, 1),
        why="",
        by=by,
        now=now,
    )
    client = Client()
    client.force_login(somebody)
    plain = {name: door.reason for name, door in ROUTES.items() if door.door == "action" and _is_plain(name)}
    answers = {name: _answer(client, "GET", reverse(name)) for name in plain}
    opened = {name for name, answer in answers.items() if answer not in {"404", "405"}}
    assert {plain[name] for name in opened} <= POLICY[role][kind]
    shut = {name for name, answer in answers.items() if answer == "404" and plain[name] in POLICY[role][kind]}
    assert shut <= SHUT_FOR_SOME


@pytest.mark.parametrize("person", [name for name, unit in PEOPLE.items() if unit])
def test_what_the_policy_does_not_allow_is_shut_in_the_matrix(person):
    kind = PEOPLE[person][0]
    allowed = frozenset().union(*(kinds.get(kind, ()) for kinds in POLICY.values()))
    column = 2 + list(PEOPLE).index(person)
    shut = {name for name, door in ROUTES.items() if door.door == "action" and door.reason not in allowed}
    assert {line[column] for line in LINES if line[1].partition("#")[0] in shut} <= {"404", "405"}


def test_lists_hold_ones_own_people_only(browser_of, addresses):
    theirs = {person: _on_lists(browser_of(person)) for person in ("directorate", "vestland", "byggopp", "oslo")}
    assert [len(theirs[person]) for person in theirs] == [18, 12, 6, 6]
    assert theirs["byggopp"] < theirs["vestland"]
    assert not theirs["oslo"] & theirs["vestland"]
    assert theirs["directorate"] == theirs["vestland"] | theirs["oslo"]


def test_search_finds_nobody_elses_people(browser_of, addresses):
    foreign = min(_on_lists(browser_of("vestland")))
    page = browser_of("oslo").get("/utvalg/", {"sok": foreign})
    assert page.context["page"].paginator.count == 0


@pytest.mark.parametrize("part", ["office", "county"])
def test_dispatch_cannot_be_addressed_to_anothers_people(part, browser_of, addresses):
    form = {"id": NOBODY, "kind": "invitation", "preview": "", part: OFFICE if part == "office" else "46"}
    answer = browser_of("oslo").post(reverse("ordering:dispatches-new"), form)
    assert "Byggopp" not in answer.content.decode()
    assert answer.context.get("preview") is None or answer.context["preview"].n_people == 6


def _is_plain(name):
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def _finding(county, orgnr):
    found = Finding.objects.create(
        round_id=2026,
        kind="email_missing",
        subject=f"contract:{county}{orgnr}",
        severity="reduced",
        cost_rank=3,
        county_code=county,
        office_orgnr=orgnr,
        n_apprentices=1,
        mended_in="vigo",
        first_found_at=NOW,
    )
    return found.id


def _areas(by):
    """Let a key into two counties' areas, and have each hand in a receipt."""
    keys, receipts = {"missing": NOBODY}, {"missing": NOBODY}
    Round.objects.filter(year=2026).update(corrections_due_at=datetime(2026, 12, 1, tzinfo=UTC))
    for county in ("46", "03"):
        scope = areas.county_scope(county)
        public = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
        access.add_area_key(scope=scope, public=public, label="maskin", by=by, now=NOW)
        keys[county] = areas.area(county).keys[0].id
        receipts[county] = handing_in.hand_in(
            scope=scope, round_year=2026, sent_name="kvittering.txt", content=b"x", by=by
        ).id
    return keys, receipts


def _release(by):
    """Release results of the two counties and the office; they are out."""
    groups = (("46", OFFICE, 60, 75), ("46", "", 40, 80), ("03", "", 50, 90))
    population.release(by, NOW, groups=groups)
    _stored_reports()
    Round.objects.filter(year=2026).update(results_at=datetime(2020, 1, 2, 7, tzinfo=UTC))


def _stored_reports():
    """A report of each unit of the release, as it lies ready."""
    for level, code in (("county", "46"), ("county", "03"), ("office", OFFICE)):
        StoredReport.objects.create(
            release=Release.objects.get(round_id=2026),
            level=level,
            unit_code=code,
            form="nb",
            kind="pdf",
            content=b"%PDF",
            n_bytes=4,
            sha256="0" * 64,
            made_at=NOW,
        )


def _answer(client, method, address):
    response = client.generic(method, address)
    if response.status_code == 302 and response["Location"].startswith("/logg-inn/"):
        return "in"
    return str(response.status_code)


def _page(client, method, address):
    """Return a page without what differs each time: the form's token, and the address that was asked for."""
    response = client.generic(method, address)
    text = response.content.decode().replace(address, "")
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, headers, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def _on_lists(client):
    """Return the names on the pages that show people."""
    return set().union(
        *(
            _names(client.get(address))
            for address in ("/utvalg/", "/utvalg/?vis=ikke", "/utvalg/endringer/", "/kvalitet/feil/")
        )
    )


def _names(page):
    return set(re.findall(r"Kari Nr\d+", page.content.decode().partition("<main")[2].replace("&nbsp;", " ")))
