//! The configuration of a provider in the relying party's own terms.

use ident_oidc::{Endpoints, Profile};

use super::{Config, Mode, ProviderConfig};

impl Config {
    /// What is agreed with the Digital Agency's service.
    pub fn digital_id_profile(&self) -> Profile {
        let provider = &self.digital_id;
        let redirect = self.digital_id_redirect();
        self.profile(
            provider,
            Profile::digital_id(&provider.issuer, &provider.client_id, &redirect),
        )
    }

    /// What is agreed with UTokyo Account.
    pub fn utokyo_profile(&self) -> Profile {
        let provider = &self.utokyo;
        let redirect = self.utokyo_redirect();
        let usual = Profile::account(&provider.issuer, &provider.client_id, &redirect);
        Profile {
            tenant: Some(self.tenant.id.clone()),
            account_domain: Some(self.tenant.user_name_domain.clone()),
            acrs_context: Some(self.tenant.strong_context.clone()),
            clerk_role: Some(self.office.role.clone()),
            ..self.profile(provider, usual)
        }
    }

    fn profile(&self, provider: &ProviderConfig, usual: Profile) -> Profile {
        Profile {
            id_token_alg: provider.id_token_algorithm,
            assertion_alg: provider.algorithm,
            assertion_audience: provider.assertion_audience.clone(),
            acr_values: provider.acr_values.clone(),
            required_acr: provider.required_acr.clone(),
            at_hash_required: provider.at_hash_required.unwrap_or(usual.at_hash_required),
            iss_parameter_required: provider.iss_parameter_required,
            endpoints: provider.endpoints.as_ref().map(|endpoints| Endpoints {
                authorization: endpoints.authorization.to_string(),
                token: endpoints.token.to_string(),
                userinfo: endpoints.userinfo.as_ref().map(ToString::to_string),
                jwks: endpoints.jwks.to_string(),
            }),
            allowed_hosts: provider.allowed_hosts.clone(),
            insecure_ok: self.mode == Mode::Sandbox,
            ..usual
        }
    }
}
