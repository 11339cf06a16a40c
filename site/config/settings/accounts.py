"""People and log-in: django-allauth's settings, the same everywhere."""

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["core.accounts.backend.CodeBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "core.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# By telephone only where there is an SMS provider: the forms look (`core.accounts.telephones`).
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# Nobody signs up here; "phone" gives the account the page for its number.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Figures, because not every keyboard here has Latin letters; eight of them, against guessing; ten minutes,
# because mail can be slow.
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = ACCOUNT_LOGIN_BY_CODE_FORMAT
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "login": "core.accounts.forms.AskForCodeForm",
    "request_login_code": "core.accounts.forms.RequestCodeForm",
    "confirm_login_code": "core.accounts.forms.LoginCodeForm",
    "reset_password": "core.accounts.forms.ResetForm",
    "add_email": "core.accounts.forms.NewAddressForm",
    "confirm_email_verification_code": "core.accounts.forms.AddressCodeForm",
    "change_phone": "core.accounts.forms.NewTelephoneForm",
    "verify_phone": "core.accounts.forms.TelephoneCodeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# What sends mail or SMS is counted in `core.limits`, which keeps the form. These are against guessing;
# `login` stands far above what anybody types.
ACCOUNT_RATE_LIMITS = {
    "login": "200/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": None,
    "confirm_email": "1/3m/key",
    "change_phone": None,
    "verify_phone": None,
}
MFA_ADAPTER = "core.accounts.adapter.SaferLogInAdapter"
MFA_FORMS = {
    "authenticate": "core.accounts.forms.AppOrRecoveryCodeForm",
    "reauthenticate": "core.accounts.forms.AppOrRecoveryCodeAgainForm",
    "activate_totp": "core.accounts.forms.FirstAppCodeForm",
    "deactivate_totp": "core.accounts.forms.WithoutAppForm",
    "generate_recovery_codes": "core.accounts.forms.NewRecoveryCodesForm",
    "login_webauthn": "core.accounts.forms.PasskeyLoginForm",
    "reauthenticate_webauthn": "core.accounts.forms.PasskeyAgainForm",
    "add_webauthn": "core.accounts.forms.NewPasskeyForm",
    "edit_webauthn": "core.accounts.forms.RenamedPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Møteplass"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS: dict = {"openid_connect": {"APPS": []}}
