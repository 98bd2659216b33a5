//! The closed list of faults, with what each does.

use serde::{Deserialize, Serialize};

use crate::service::{Endpoint, Service};

/// What part of an exchange a fault touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// The HTTP answer of one endpoint (field `endpoint`; by default token, for graph any).
    Transport,
    /// The ID token or what stands beside it in the token answer.
    Token,
    /// The UserInfo answer.
    Userinfo,
    /// The authorization response.
    Authorization,
    /// Key set and metadata.
    Keys,
    /// The OAuth error of the token endpoint.
    Refusal,
    /// Microsoft Graph.
    Graph,
    /// The mail server.
    Smtp,
}

impl Kind {
    /// Whether `service` has such a part.
    pub(crate) fn fits(self, service: Service) -> bool {
        match self {
            Self::Transport => service != Service::Smtp,
            Self::Smtp => service == Service::Smtp,
            Self::Userinfo => service == Service::DigitalId,
            Self::Graph => service == Service::Graph,
            Self::Token | Self::Authorization | Self::Keys | Self::Refusal => {
                matches!(service, Service::DigitalId | Service::Utokyo)
            }
        }
    }
}

macro_rules! faults {
    ($($kind:ident { $($variant:ident $name:literal $(= $alias:literal)?: $does:literal,)+ })+) => {
        /// One thing that goes wrong when asked to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub(crate) enum Fault { $($(#[doc = $does] #[serde(rename = $name $(, alias = $alias)?)] $variant,)+)+ }

        impl Fault {
            /// Every fault, in the order of the catalogue.
            pub(crate) const ALL: &'static [Self] = &[$($(Self::$variant,)+)+];

            /// Its name on the wire.
            pub(crate) fn name(self) -> &'static str {
                match self { $($(Self::$variant => $name,)+)+ }
            }

            /// What part of an exchange it touches.
            pub(crate) fn kind(self) -> Kind {
                match self { $($(Self::$variant)|+ => Kind::$kind,)+ }
            }

            /// What it does, in one sentence.
            pub(crate) fn does(self) -> &'static str {
                match self { $($(Self::$variant => $does,)+)+ }
            }
        }
    };
}

faults! {
    Transport {
        Slow "slow": "Answers after delay_ms (by default 30000).",
        Drip "drip": "Sends the answer one byte every delay_ms (by default 500).",
        Http500 "http_500": "Answers 500 without looking at the request.",
        Http502 "http_502": "Answers 502 without looking at the request.",
        Http503 "http_503": "Answers 503 with Retry-After: 7 without looking at the request.",
        Http504 "http_504": "Answers 504 without looking at the request.",
        HtmlBody "html_body": "Answers 200 with an HTML page.",
        GzipBomb "gzip_bomb": "Answers a small gzip body that unpacks to half a gigabyte.",
        HugeBody "huge_body": "Answers valid JSON of 32 MiB.",
        WrongContentType "wrong_content_type": "Right body, but as text/plain.",
        DuplicateJsonKeys "duplicate_json_keys": "Each member of the JSON answer comes twice, first with another value.",
        DeepJson "deep_json": "Adds a member nested 100,000 deep to the JSON answer.",
        RedirectToMetadataHost "redirect_to_metadata_host": "Redirects (302) to http://169.254.169.254/.",
        ConnectionReset "connection_reset": "Breaks the connection in the middle of the answer.",
        CutBody "cut_body": "The request has its effect; the body of the answer ends in the middle.",
        ResetBefore "reset_before": "Ends the connection without a byte and without looking at the request.",
        ResetAfter "reset_after": "The request has its effect; the connection ends without a byte.",
    }
    Token {
        IssWrong "iss_wrong": "iss is another address.",
        IssMissing "iss_missing": "No iss.",
        SubMissing "sub_missing": "No sub.",
        SubEmpty "sub_empty": "sub is the empty text.",
        SubTooLong "sub_too_long": "sub has 256 characters.",
        SubArray "sub_array": "sub is an array.",
        AudWrong "aud_wrong": "aud is another client.",
        AudMissing "aud_missing": "No aud.",
        AudArrayOk "aud_array_ok": "aud is an array with only our client: to be accepted.",
        AudArrayStranger "aud_array_stranger": "aud is an array with our client and a stranger.",
        AzpWrong "azp_wrong": "azp is another client.",
        ExpPast "exp_past": "exp lies 6 minutes back.",
        ExpMissing "exp_missing": "No exp.",
        ExpFar "exp_far": "exp lies 30 days ahead.",
        IatMissing "iat_missing": "No iat.",
        IatFuture "iat_future": "iat lies 10 minutes ahead.",
        IatWeekPast "iat_week_past": "iat lies a week back.",
        NbfFuture "nbf_future": "nbf lies 10 minutes ahead.",
        NonceWrong "nonce_wrong": "nonce is another value.",
        NonceMissing "nonce_missing": "No nonce.",
        NonceOtherFlow "nonce_other_flow": "nonce is that of the request before this one.",
        SigBad "sig_bad": "The signature has one bit changed.",
        AlgNone "alg_none": "alg is none, no signature.",
        AlgHs256Pubkey "alg_hs256_pubkey": "HS256, keyed with the bytes of the public key.",
        AlgOther "alg_other": "RS256 when ES256 is registered, and the other way; that key is published.",
        KidMissingSingle "kid_missing_single": "No kid in the header, one key published: to be accepted.",
        KidMissingMultiple "kid_missing_multiple": "No kid in the header, two keys published.",
        KidUnknown "kid_unknown": "kid names a key that is not published.",
        DecoyKeys "decoy_keys": "Unfit keys stand before the true one, one with its kid: to be accepted.",
        AtHashWrong "at_hash_wrong": "at_hash belongs to another access token.",
        AtHashMissing "at_hash_missing": "No at_hash.",
        AcrWrong "acr_wrong": "acr is aal1; at UTokyo acrs is c9.",
        AcrMissing "acr_missing": "No acr; at UTokyo no acrs.",
        AuthTimeOld "auth_time_old": "auth_time lies an hour back, as from an SSO session without a card.",
        AuthTimeMissing "auth_time_missing": "No auth_time.",
        CritUnknown "crit_unknown": "The header has a crit that nobody knows.",
        JwkHeader "jwk_header": "Signed by a stranger whose key stands in the header (jwk).",
        JkuHeader "jku_header": "Signed by a stranger whose key set the header points to (jku).",
        Encrypted "encrypted": "The ID token is a JWE.",
        TokenTypeBearerCase "token_type_bearer_case": "token_type is bEARER: to be accepted.",
        NoExpiresIn "no_expires_in": "No expires_in: to be accepted.",
        NoScope "no_scope": "No scope in the answer: to be accepted.",
        NoIdToken "no_id_token": "No id_token in the answer.",
        RefreshTokenGiven "refresh_token_given": "A refresh token that was not asked for.",
        TidWrong "tid_wrong": "UTokyo: tid is another tenant.",
        OidMissing "oid_missing": "UTokyo: no oid.",
    }
    Userinfo {
        UserinfoSubWrong "userinfo_sub_wrong": "sub of UserInfo is another person's.",
        UserinfoSubMissing "userinfo_sub_missing": "No sub in UserInfo.",
        UserinfoSignedOk "userinfo_signed_ok": "UserInfo as a JWT, rightly signed: to be accepted or refused, never misread.",
        UserinfoSignedBad "userinfo_signed_bad": "UserInfo as a JWT with a wrong signature.",
        UserinfoNameHtml "userinfo_name_html": "name contains HTML with a script.",
        Userinfo500 "userinfo_500": "UserInfo answers 500.",
    }
    Authorization {
        IssParamWrong "iss_param_wrong": "iss of the response is another address (RFC 9207).",
        IssParamMissing "iss_param_missing": "No iss in the response although metadata announces it.",
        StateWrong "state_wrong": "state is another value.",
        StateMissing "state_missing": "No state.",
        ErrorAccessDenied "error_access_denied": "Answers error=access_denied.",
        ErrorAuthenticationExpired "error_authentication_expired": "Answers temporarily_unavailable with error_description=authentication_expired.",
        ErrorServerError "error_server_error": "Answers error=server_error.",
        ErrorTemporarilyUnavailable "error_temporarily_unavailable": "Answers error=temporarily_unavailable.",
        ErrorUnknownString "error_unknown_string": "Answers an error that no standard knows, with HTML in its description.",
        ErrorFormPost "error_form_post": "Answers error=access_denied by a form POST instead of a redirect.",
        DuplicateCode "duplicate_code": "code comes twice.",
        DuplicateState "duplicate_state": "state comes twice.",
        SessionStateMissing "session_state_missing": "No session_state: to be accepted.",
    }
    Keys {
        Jwks500 "jwks_500": "The key set answers 500.",
        JwksHuge "jwks_huge": "The key set has 1 MiB.",
        JwksRedirect "jwks_redirect": "The key set redirects (302) to http://169.254.169.254/.",
        JwksRotatedBefore "jwks_rotated_before": "A new key is taken just before the ID token is signed.",
        MetadataIssuerWrong "metadata_issuer_wrong": "issuer in the metadata is another address.",
        MetadataNoS256 "metadata_no_s256": "The metadata lists only the PKCE method plain.",
        MetadataPkceAbsent "metadata_pkce_absent": "The metadata says nothing about PKCE, as Entra's does.",
    }
    Refusal {
        InvalidClient "invalid_client": "The token endpoint refuses the client.",
        InvalidGrant "invalid_grant": "The token endpoint refuses the code.",
    }
    Graph {
        Graph401 "graph_401" = "unauthorized_401": "Graph answers 401 InvalidAuthenticationToken.",
        Graph403 "graph_403" = "forbidden_403": "Graph answers 403 Authorization_RequestDenied.",
        Graph429 "graph_429": "Graph answers 429 with Retry-After of retry_after_s (by default 2).",
        UserNotFound "user_not_found" = "user_not_found_yet": "Graph does not know the user (directory not yet consistent).",
        AccountDisabledNow "account_disabled_now": "Graph says that an account is disabled which may still sign in.",
        AccountDisabledLate "account_disabled_late" = "stale_enabled": "Graph still says accountEnabled for a disabled account.",
        Throttled1 "throttled_1": "Graph answers 429 with Retry-After: 1.",
        Throttled30 "throttled_30": "Graph answers 429 with Retry-After: 30.",
        Throttled300 "throttled_300": "Graph answers 429 with Retry-After: 300.",
        DelayedEffect "delayed_effect": "A write ends without an answer; its effect happens effect_after_s (by default 60) later by the sandbox's clock.",
        Unlogged "unlogged": "A write has its effect, and the directory's log never tells of it.",
        LoggedLate "logged_late": "A write has its effect; the directory's log tells of it effect_after_s (by default 60) later.",
    }
    Smtp {
        SmtpDown "smtp_down" = "down": "The mail server answers 421 and closes.",
        Greylist "greylist": "The mail server answers 451 to a recipient.",
        RejectRecipient "reject_recipient": "The mail server answers 550 to a recipient.",
        SlowMail "slow_mail": "The mail server takes delay_ms (by default 30000) to answer the end of a mail.",
        NoStarttls "no_starttls": "The mail server does not offer STARTTLS, as somebody on the way would have it.",
        WrongCertificate "wrong_certificate": "The mail server shows the certificate of another host.",
        LoginRefused "login_refused": "The mail server answers 535 to the right login.",
        DropAfterData "drop_after_data": "The mail is kept, but the connection ends before the 250.",
    }
}

impl Fault {
    /// Whether a fault of Graph can be seen at this endpoint; others wait for a call where it can.
    pub(crate) fn shows_at(self, endpoint: Endpoint) -> bool {
        match self {
            Self::AccountDisabledNow | Self::AccountDisabledLate => endpoint == Endpoint::User,
            Self::UserNotFound => !matches!(
                endpoint,
                Endpoint::Policy | Endpoint::Unknown | Endpoint::AuditLog
            ),
            Self::DelayedEffect | Self::Unlogged | Self::LoggedLate => endpoint.is_graph_write(),
            _ => true,
        }
    }
}
