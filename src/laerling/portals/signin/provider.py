"""Others' sign-ins over OpenID Connect, under the name by which django-allauth finds such modules."""

from laerling.portals.signin.oidc import DoorProvider

provider_classes = [DoorProvider]
