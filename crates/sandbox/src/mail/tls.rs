//! TLS, from the beginning (RFC 8314) or on request (RFC 3207): an authority of the sandbox's own,
//! made anew at each start, and what it has signed.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// A connection, protected or not.
pub(super) trait Line: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

/// What the mail server shows to those who ask for TLS.
pub(crate) struct Certificates {
    /// The authority, as PEM: who trusts it trusts the mail server.
    authority: String,
    right: TlsAcceptor,
    elsewhere: TlsAcceptor,
}

impl Certificates {
    /// Makes an authority and signs two certificates: one for `host`, one for somebody else.
    pub(crate) fn new(host: IpAddr) -> io::Result<Self> {
        let made = |error: rcgen::Error| io::Error::other(error);
        let mut params = CertificateParams::new(Vec::new()).map_err(made)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().map_err(made)?;
        let issuer = CertifiedIssuer::self_signed(params, key).map_err(made)?;
        let names = vec!["localhost".to_owned(), host.to_string()];
        Ok(Self {
            authority: issuer.pem(),
            right: acceptor(&issuer, names)?,
            elsewhere: acceptor(&issuer, vec!["elsewhere.invalid".to_owned()])?,
        })
    }

    /// The authority, as PEM.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// Protects a connection, with the certificate of this server or of somebody else.
    pub(super) async fn protect(
        &self,
        line: Box<dyn Line>,
        is_wrong: bool,
    ) -> io::Result<Box<dyn Line>> {
        let acceptor = if is_wrong {
            &self.elsewhere
        } else {
            &self.right
        };
        Ok(Box::new(acceptor.accept(line).await?))
    }
}

impl std::fmt::Debug for Certificates {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Certificates")
    }
}

fn acceptor(issuer: &CertifiedIssuer<'_, KeyPair>, names: Vec<String>) -> io::Result<TlsAcceptor> {
    let made = |error: rcgen::Error| io::Error::other(error);
    let key = KeyPair::generate().map_err(made)?;
    let params = CertificateParams::new(names).map_err(made)?;
    let certificate = params.signed_by(&key, issuer).map_err(made)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .map_err(io::Error::other)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
