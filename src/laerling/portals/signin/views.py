"""Sign in, sign out."""

from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from laerling.portals.shell.routes import declare, open_page
from laerling.portals.signin.forms import SignInForm


class SignIn(LoginView):
    """Django's own sign-in, in our clothes: new session key, hashing and timing are its business, not ours."""

    template_name = "signin/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again with what is wrong; nobody is signed in."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_default_redirect_url(self) -> str:
        """Go to the front page; its door asks for the unit where the person has several."""
        return "/"


sign_in = declare(SignIn.as_view(), "open", "this is where one gets in")


@open_page(why="whoever is signed in may always leave; for others nothing happens")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and say so."""
    logout(request)
    return redirect("signin:signed-out")


@open_page(why="says that one is signed out")
def signed_out(request: HttpRequest) -> HttpResponse:
    """Tell that the session has ended; on a shared computer that matters."""
    return render(request, "signin/signed_out.html")
