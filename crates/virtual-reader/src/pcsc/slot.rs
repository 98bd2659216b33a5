//! A card for vsmartcard-vpcd: a TCP client that is the card while it is connected.
//!
//! Messages have a length of two bytes, big-endian, and a body. From the reader a body of one byte
//! is a signal; anything longer is a command for the card.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use crate::Pad;
use crate::bell::{Listener, Woken};

/// The signal that asks for the answer to reset; the others (power, reset) want no answer.
const ASK_ATR: u8 = 0x04;

/// The card that lies on a pad, in a virtual reader of pcscd; dropping it takes the card out.
#[derive(Debug)]
pub struct Slot {
    pad: Pad,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Slot {
    /// Starts to put the pad's card into the reader that listens at `address`.
    ///
    /// # Errors
    /// When the system gives no thread or pipe.
    pub fn start(pad: &Pad, address: SocketAddr) -> io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let seat = Seat {
            pad: pad.clone(),
            listener: pad.listen()?,
            stop: Arc::clone(&stop),
            address,
        };
        let thread = thread::Builder::new().name("vpcd card".to_owned());
        Ok(Self {
            pad: pad.clone(),
            stop,
            thread: Some(thread.spawn(move || seat.run())?),
        })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.pad.ring();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Seat {
    pad: Pad,
    listener: Listener,
    stop: Arc<AtomicBool>,
    address: SocketAddr,
}

impl Seat {
    fn run(mut self) {
        let mut seated: Option<(TcpStream, u64)> = None;
        while !self.stop.load(Ordering::SeqCst) {
            let placing = self.pad.placed().map(|(_, placing)| placing);
            if seated.as_ref().map(|(_, placing)| *placing) != placing {
                let stream = placing.and_then(|_| TcpStream::connect(self.address).ok());
                seated = stream.zip(placing);
            }
            let fd = seated.as_ref().map(|(stream, _)| stream.as_fd());
            match self.listener.wait(fd, None) {
                Ok(Woken::Readable) => {
                    if let Some((stream, _)) = &mut seated
                        && self.serve(stream).is_err()
                    {
                        // The reader is gone. The next change tries it again.
                        seated = None;
                        if self.listener.wait(None, None).is_err() {
                            return;
                        }
                    }
                }
                Ok(Woken::Bell | Woken::Late) => {}
                Err(_) => return,
            }
        }
    }

    fn serve(&self, stream: &mut TcpStream) -> io::Result<()> {
        let mut length = [0; 2];
        stream.read_exact(&mut length)?;
        let mut body = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut body)?;
        let said = match body.as_slice() {
            [ASK_ATR] => self.pad.card().map(|card| card.atr().to_vec()),
            [_] => None,
            // A card that is lifted takes its connection with it.
            apdu => Some(self.pad.transmit(apdu).ok_or(io::ErrorKind::NotConnected)?),
        };
        let Some(said) = said else {
            return Ok(());
        };
        let length = u16::try_from(said.len()).expect("no card says that much");
        stream.write_all(&[&length.to_be_bytes(), said.as_slice()].concat())
    }
}
