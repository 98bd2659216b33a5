//! The floor: the work that every relying party has, done by the same libraries with nothing
//! around it, in the same run.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Instant;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};

use crate::figures::Floor;
use crate::process;

const MESSAGE: &[u8] = &[b'x'; 400];

/// Measures the floor.
pub(crate) fn measure() -> Result<Floor, String> {
    let (es256_sign_us, es256_verify_us) = es256().ok_or("ES256 does not work")?;
    let (rs256_sign_us, rs256_verify_us) = rs256().ok_or("RS256 does not work")?;
    let (commit_us, commit_cpu_us) = commit().map_err(|error| error.to_string())?;
    let loopback_us = loopback().map_err(|error| error.to_string())?;
    Ok(Floor {
        es256_sign_us,
        es256_verify_us,
        rs256_sign_us,
        rs256_verify_us,
        commit_us,
        commit_cpu_us,
        loopback_us,
    })
}

/// Processor time of each: what else runs on the machine does not count.
fn each(times: u32, mut work: impl FnMut() -> Option<()>) -> Option<f64> {
    let begun = process::own_cpu();
    for _ in 0..times {
        work()?;
    }
    Some(process::own_cpu().saturating_sub(begun).as_secs_f64() * 1e6 / f64::from(times))
}

fn es256() -> Option<(f64, f64)> {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).ok()?;
    let signature = key.sign(&random, MESSAGE).ok()?;
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key.public_key());
    let sign = each(20_000, || key.sign(&random, MESSAGE).ok().map(drop))?;
    let verify = each(10_000, || public.verify(MESSAGE, signature.as_ref()).ok())?;
    Some((sign, verify))
}

fn rs256() -> Option<(f64, f64)> {
    let random = SystemRandom::new();
    let key = RsaKeyPair::generate(KeySize::Rsa2048).ok()?;
    let mut signature = vec![0; key.public_modulus_len()];
    let sign = each(1_000, || {
        key.sign(&RSA_PKCS1_SHA256, &random, MESSAGE, &mut signature)
            .ok()
    })?;
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key());
    let verify = each(20_000, || public.verify(MESSAGE, &signature).ok())?;
    Some((sign, verify))
}

fn commit() -> rusqlite::Result<(f64, f64)> {
    const TIMES: u32 = 2_000;
    let path = std::env::temp_dir().join(format!("ident-bench-floor-{}.db", std::process::id()));
    let database = rusqlite::Connection::open(&path)?;
    database.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
         CREATE TABLE link(id BLOB PRIMARY KEY, at INTEGER) WITHOUT ROWID;",
    )?;
    let mut insert = database.prepare("INSERT INTO link VALUES (?1, ?2)")?;
    let (cpu, begun) = (process::own_cpu(), Instant::now());
    for number in 0..TIMES {
        insert.execute((number.to_be_bytes(), number))?;
    }
    let wall = begun.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES);
    let cpu = process::own_cpu().saturating_sub(cpu).as_secs_f64() * 1e6 / f64::from(TIMES);
    drop(insert);
    drop(database);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
    }
    Ok((wall, cpu))
}

/// One side's processor time of a round trip.
fn loopback() -> std::io::Result<f64> {
    const TIMES: u32 = 20_000;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut near = TcpStream::connect(listener.local_addr()?)?;
    let (mut far, _) = listener.accept()?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    let echo = std::thread::spawn(move || {
        let mut buffer = [0; 512];
        while far.read_exact(&mut buffer).is_ok() && far.write_all(&buffer).is_ok() {}
    });
    let mut buffer = [0; 512];
    let begun = process::own_cpu();
    for _ in 0..TIMES {
        near.write_all(&buffer)?;
        near.read_exact(&mut buffer)?;
    }
    let cpu = process::own_cpu().saturating_sub(begun).as_secs_f64() * 1e6 / f64::from(TIMES);
    drop(near);
    let _ = echo.join();
    Ok(cpu)
}
