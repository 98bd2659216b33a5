//! Every way to end without success: one closed enum, which is also the wire code, the key of the
//! text for people and the entry in `docs/FAILURE-CODES.md`.

use serde::{Deserialize, Serialize};

/// On whose side the cause lies, as told to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Something the person did or can do differently.
    You,
    /// The Digital Agency's service (or, for a sign-in, UTokyo Account's sign-in service).
    DigitalAgency,
    /// The university.
    University,
    /// This service.
    Ident,
}

/// What the person can do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Try the same step again.
    Retry,
    /// Begin again from the front page; nothing was recorded.
    Restart,
    /// Wait a little, then try again.
    Wait,
    /// Sign in with UTokyo Account.
    SignIn,
    /// Sign in again with a second factor.
    SignInAgain,
    /// Offer to replace the old card id.
    Relink,
    /// Go on in this browser instead, from the start.
    OtherBrowser,
    /// Go back to the first screen and use what it shows now.
    BackToFirstScreen,
    /// Go to the office of one's faculty.
    Office,
    /// Look at the present state.
    Status,
    /// Ask support, with the reference.
    Support,
    /// Have a temporary access pass issued first.
    PassFirst,
    /// Lift the freeze, with the card or a fresh sign-in.
    Unfreeze,
    /// Prove again that the account is one's own: card check or fresh sign-in.
    ProveAgain,
    /// Look into the guide for another way.
    Guide,
}

macro_rules! refusals {
    ($($name:ident, $code:literal, $side:ident, $next:ident, $cause:literal;)*) => {
        /// A way to end without success.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Refusal {
            $(#[doc = $cause] #[serde(rename = $code)] $name,)*
        }

        impl Refusal {
            /// All refusals, in the order of the steps at which they arise.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The wire code, text key and documentation entry.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// On whose side the cause lies.
            pub const fn side(self) -> Side {
                match self { $(Self::$name => Side::$side,)* }
            }

            /// What to do next.
            pub const fn next(self) -> Next {
                match self { $(Self::$name => Next::$next,)* }
            }

            /// The cause in one sentence, for operators.
            pub const fn cause(self) -> &'static str {
                match self { $(Self::$name => $cause,)* }
            }
        }
    };
}

refusals! {
    StartTooMany, "start_too_many", You, Wait, "Too many starts from one place in a short time.";
    RequestMalformed, "request_malformed", Ident, Restart, "A request of the page was not in the agreed form.";
    RequestTooLarge, "request_too_large", Ident, Restart, "A request was larger than any honest one.";
    RequestOrigin, "request_origin", Ident, Restart, "A request did not come from our own page (CSRF, R-58).";
    RequestNotFound, "request_not_found", You, Restart, "There is nothing at this address, or not for this visit.";
    VisitMissing, "visit_missing", You, Restart, "No visit came with the request.";
    VisitExpired, "visit_expired", You, Restart, "The visit was idle too long, or too old.";
    FlowUnknown, "flow_unknown", You, Restart, "No such attempt belongs to this visit.";
    FlowExpired, "flow_expired", You, Restart, "The attempt took longer than its lifetime.";
    FlowSuperseded, "flow_superseded", You, BackToFirstScreen, "A newer attempt took this one's place (R-46).";
    FlowOutOfOrder, "flow_out_of_order", You, Restart, "A step was asked for that is not the next one.";
    FlowCancelled, "flow_cancelled", You, Restart, "The person cancelled on our own screen.";
    HandoffUnknown, "handoff_unknown", You, BackToFirstScreen, "The link of our QR is not, or no longer, known.";
    HandoffExpired, "handoff_expired", You, BackToFirstScreen, "The QR had run out before it was opened.";
    HandoffTaken, "handoff_taken", You, BackToFirstScreen, "Another device has opened this QR already.";
    HandoffDeclined, "handoff_declined", You, Restart, "The person at the phone said that they did not start this.";
    DigitsWrong, "digits_wrong", You, Retry, "The six digits typed are not the ones shown on the phone.";
    DigitsExhausted, "digits_exhausted", You, Restart, "Five wrong tries at the six digits.";
    DigitsExpired, "digits_expired", You, Restart, "The six digits were not typed in time.";
    HandBackInvalid, "hand_back_invalid", Ident, Restart, "The return code does not fit this app or this attempt (R-23).";
    HandBackExpired, "hand_back_expired", You, Restart, "The return code came later than a minute after the check.";
    CallbackUnknownState, "callback_unknown_state", You, Restart, "An answer came back that no open attempt waits for.";
    CallbackOtherBrowser, "callback_other_browser", You, OtherBrowser, "The answer came back in another browser than the one that started (R-24).";
    CallbackRepeated, "callback_repeated", You, Status, "The same answer came back twice.";
    CallbackLate, "callback_late", You, Restart, "The answer came back after the attempt had ended.";
    CallbackMalformed, "callback_malformed", DigitalAgency, Restart, "The answer had repeated, missing or oversized parameters (R-31).";
    CallbackIssuer, "callback_issuer", DigitalAgency, Support, "The answer names another issuer (R-29, R-30).";
    ProviderCancelled, "provider_cancelled", You, Restart, "The person stopped in the app, or refused consent (access_denied).";
    ProviderExpired, "provider_expired", You, Restart, "The check at the provider ran out of time (authentication_expired).";
    ProviderBusy, "provider_busy", DigitalAgency, Wait, "The provider says that it is unavailable for now.";
    ProviderFault, "provider_fault", DigitalAgency, Wait, "The provider reports an error of its own.";
    ProviderMisconfigured, "provider_misconfigured", Ident, Support, "The provider refuses our request as such.";
    ProviderUnknownError, "provider_unknown_error", DigitalAgency, Restart, "The provider sent an error that its documentation does not name.";
    ProviderUnreachable, "provider_unreachable", DigitalAgency, Wait, "No connection to the provider.";
    ProviderTimeout, "provider_timeout", DigitalAgency, Restart, "The provider did not answer in time.";
    ProviderBadAnswer, "provider_bad_answer", DigitalAgency, Restart, "The provider's answer is not in the agreed form (R-42).";
    CodeRefused, "code_refused", DigitalAgency, Restart, "The provider does not accept its own one-time code (invalid_grant).";
    ClientRefused, "client_refused", Ident, Support, "The provider does not accept our client authentication (invalid_client).";
    MetadataIssuer, "metadata_issuer", DigitalAgency, Support, "The provider's published issuer is not the configured one.";
    MetadataPkce, "metadata_pkce", DigitalAgency, Support, "The provider's metadata does not offer PKCE S256 (R-05).";
    KeysUnavailable, "keys_unavailable", DigitalAgency, Wait, "The provider's signing keys could not be fetched.";
    TokenMalformed, "token_malformed", DigitalAgency, Restart, "The ID token is not a well-formed signed token with claims of the right types.";
    TokenAlgorithm, "token_algorithm", DigitalAgency, Support, "The ID token is signed with another algorithm than the registered one (R-35).";
    TokenKeyUnknown, "token_key_unknown", DigitalAgency, Restart, "The ID token names a key that the provider does not publish.";
    TokenSignature, "token_signature", DigitalAgency, Restart, "The ID token's signature is wrong.";
    TokenIssuer, "token_issuer", DigitalAgency, Restart, "The ID token is from another issuer.";
    TokenAudience, "token_audience", DigitalAgency, Restart, "The ID token is for another service, or also for a stranger.";
    TokenAzp, "token_azp", DigitalAgency, Restart, "The ID token names another authorized party.";
    TokenExpired, "token_expired", DigitalAgency, Restart, "The ID token has no end, has ended, or ends too far ahead.";
    TokenIssuedAt, "token_issued_at", DigitalAgency, Restart, "The ID token has no time of issue, or one too old or in the future (R-37).";
    TokenNotBefore, "token_not_before", DigitalAgency, Restart, "The ID token is not valid yet.";
    TokenNonce, "token_nonce", DigitalAgency, Restart, "The ID token belongs to another request.";
    TokenSubject, "token_subject", DigitalAgency, Restart, "The ID token has no usable subject.";
    TokenAtHash, "token_at_hash", DigitalAgency, Restart, "The ID token does not fit the access token.";
    TokenAcr, "token_acr", DigitalAgency, Restart, "The check was made at a lower level than asked (R-38).";
    TokenNotFresh, "token_not_fresh", DigitalAgency, Restart, "The provider answered without a new card reading (R-71).";
    UserinfoFailed, "userinfo_failed", DigitalAgency, Restart, "The provider did not hand over the name.";
    UserinfoBadAnswer, "userinfo_bad_answer", DigitalAgency, Restart, "The UserInfo answer is not in the agreed form.";
    UserinfoSubject, "userinfo_subject", DigitalAgency, Restart, "The UserInfo answer is about another person (R-43).";
    NameMissing, "name_missing", DigitalAgency, Restart, "The card-face name was asked for and did not come.";
    AccountTenant, "account_tenant", You, SignIn, "The sign-in was with an account of another organisation.";
    AccountMalformed, "account_malformed", University, Support, "The sign-in does not state a UTokyo Account in the agreed form.";
    AccountSuspended, "account_suspended", University, Office, "The account is stopped.";
    AccountRevoked, "account_revoked", University, Office, "The account has ended because the person has left.";
    AccountUnknown, "account_unknown", University, Support, "The directory does not know the account.";
    AccountUseStudent, "account_use_student", You, SignIn, "Of two accounts, the other one is to be linked.";
    DirectoryUnreachable, "directory_unreachable", University, Wait, "The university's directory does not answer.";
    ProofMissing, "proof_missing", You, Restart, "There is no card check for this step.";
    ProofExpired, "proof_expired", You, Restart, "The card check is older than ten minutes.";
    ProofUsed, "proof_used", You, Status, "The card check was used already.";
    ProofOtherPurpose, "proof_other_purpose", You, Restart, "The card check was made for something else.";
    SignInRequired, "sign_in_required", You, SignIn, "This step needs a sign-in with UTokyo Account.";
    SignInAgain, "sign_in_again", You, SignInAgain, "This step needs a fresh sign-in with a second factor.";
    LinkCardLinkedElsewhere, "link_card_linked_elsewhere", You, Status, "This card is linked to another account (A-20).";
    LinkAccountHasOtherCard, "link_account_has_other_card", You, Relink, "This account is linked to another card id.";
    LinkChangedMeanwhile, "link_changed_meanwhile", Ident, Status, "The link changed while this step was under way.";
    NotLinked, "not_linked", You, Office, "This step is only for a person whose card is linked.";
    NotLeftYet, "not_left_yet", You, Status, "This step is only for a person who has left the university.";
    WindowOver, "window_over", University, Support, "The time in which this was possible has passed.";
    UnlinkNothing, "unlink_nothing", You, Status, "There is no link to cut.";
    ActMissing, "act_missing", You, Restart, "No such issue belongs to this visit.";
    ActUnderWay, "act_under_way", You, Wait, "Another recovery of the same account is under way (R-73).";
    ActOutOfTurn, "act_out_of_turn", You, Wait, "The issue was asked for before its turn in the queue (F-29).";
    ActExpired, "act_expired", You, Restart, "The issue was not fetched in time; nothing was issued.";
    ActSuperseded, "act_superseded", You, Status, "A newer issue for the same account took this one's place.";
    ActGivenUp, "act_given_up", You, Restart, "The person gave the issue up before it happened.";
    ActRepeated, "act_repeated", You, Restart, "The issue has happened; its secret is shown once only (R-65).";
    OutcomeUnknown, "outcome_unknown", University, Retry, "Whether the directory did what we asked is not known (R-66); the next press repairs it.";
    PassPolicyOff, "pass_policy_off", University, Office, "The tenant's policy does not allow temporary access passes.";
    PassPolicyExcludes, "pass_policy_excludes", University, Office, "The tenant's policy excludes this account from temporary access passes.";
    PasswordDeskClosed, "password_desk_closed", University, Office, "Temporary passwords are not issued here by configuration.";
    SecondMethodMissing, "second_method_missing", You, PassFirst, "A temporary password is of no use without a working second method.";
    AccountPrivileged, "account_privileged", University, Support, "The account holds a directory role (R-67).";
    DirectoryRefused, "directory_refused", Ident, Support, "The directory does not accept our credential or permission (F-24).";
    DirectoryBusy, "directory_busy", University, Wait, "The directory asks us to come back later (F-21).";
    LinkFrozen, "link_frozen", You, Unfreeze, "The link is frozen after a report of misuse (N-07).";
    FreezeUnknown, "freeze_unknown", You, Status, "The link of the notice to stop misuse is not, or no longer, good.";
    FreezeNothing, "freeze_nothing", You, Status, "There is no link to freeze.";
    NotFrozen, "not_frozen", You, Status, "The link is not frozen.";
    StandingMissing, "standing_missing", You, ProveAgain, "Changing notice addresses needs a card check or a fresh sign-in.";
    ContactMalformed, "contact_malformed", You, Retry, "The text is not a mail address that notices can be sent to.";
    ContactKnown, "contact_known", You, Retry, "The address is registered already.";
    ContactTooMany, "contact_too_many", You, Retry, "Two notice addresses are registered already.";
    ContactMissing, "contact_missing", You, Retry, "No such notice address is registered, or none was confirmed.";
    MailCodeWrong, "mail_code_wrong", You, Retry, "The code typed is not the one in the mail.";
    MailCodeExhausted, "mail_code_exhausted", You, Retry, "Five wrong tries at the code of the mail.";
    MailCodeExpired, "mail_code_expired", You, Retry, "The code of the mail was not typed in time.";
    SalvageUsed, "salvage_used", University, Guide, "The one rescue of this service has been used.";
    SalvagePending, "salvage_pending", You, Status, "An application for this service is waiting for its decision.";
    SalvageDeclined, "salvage_declined", University, Guide, "The rescue of this service has been declined three times.";
    SalvageIncomplete, "salvage_incomplete", You, Retry, "Service, reason or the tick of understanding is missing or too long.";
    ArchiveUnreachable, "archive_unreachable", University, Wait, "The system that opens the rescued data does not answer.";
    OfficeRole, "office_role", University, Support, "The sign-in has no role for the office pages.";
    CaseMissing, "case_missing", You, Status, "There is no such application.";
    CaseDecided, "case_decided", You, Status, "The application has been decided already.";
    AlumniClosed, "alumni_closed", University, Status, "No alumni service is configured yet.";
    NotGraduated, "not_graduated", University, Guide, "The directory does not list the person as a graduate.";
    KioskCodeWrong, "kiosk_code_wrong", You, Retry, "The enrolment code typed on a kiosk is not, or no longer, good (R-50).";
    KioskCodeExpired, "kiosk_code_expired", You, Retry, "The enrolment code was not typed on the kiosk in time.";
    KioskName, "kiosk_name", You, Retry, "The name or the place of a kiosk is missing, too long, or not one plain line.";
    KioskUnknown, "kiosk_unknown", University, Office, "The kiosk is not enrolled here.";
    KioskRevoked, "kiosk_revoked", University, Office, "The kiosk has been stopped by the university (K-08).";
    KioskAssertion, "kiosk_assertion", Ident, Support, "What the kiosk signed is malformed, used before, or not signed by its key.";
    KioskClock, "kiosk_clock", University, Office, "The clock of the kiosk is wrong.";
    KioskNetwork, "kiosk_network", University, Office, "The kiosk is not in a network of the university (R-50).";
    KioskNotHere, "kiosk_not_here", You, Restart, "This step is not done on a kiosk; it goes on on the phone (K-11).";
    KioskEnded, "kiosk_ended", You, BackToFirstScreen, "The use of the kiosk had ended before its QR was opened.";
    StoreUnavailable, "store_unavailable", Ident, Wait, "Our database does not answer; nothing was recorded.";
    Unexpected, "unexpected", Ident, Support, "A fault of ours that has no name yet; nothing was recorded.";
}

impl Refusal {
    /// Reads a wire code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|refusal| refusal.code() == code)
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_survive_their_text_form() {
        let codes: HashSet<_> = Refusal::ALL.iter().map(|refusal| refusal.code()).collect();
        assert_eq!(codes.len(), Refusal::ALL.len());
        for refusal in Refusal::ALL {
            assert_eq!(Refusal::parse(refusal.code()), Some(*refusal));
        }
    }

    #[test]
    fn what_lies_with_the_person_is_never_sent_to_support() {
        for refusal in Refusal::ALL {
            assert!(
                refusal.side() != Side::You || refusal.next() != Next::Support,
                "{refusal}: a person can mend what is theirs without asking anybody"
            );
        }
    }
}
