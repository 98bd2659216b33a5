#!/bin/sh
# The kiosk's session: a message bus, the unlocked keychain, and the app. When the app ends, so
# does the session, and systemd begins a new one.
set -eu

if [ -z "${DBUS_SESSION_BUS_ADDRESS:-}" ] || [ "${IDENT_KIOSK_BUS:-}" != own ]; then
  IDENT_KIOSK_BUS=own
  export IDENT_KIOSK_BUS
  exec dbus-run-session -- "$0" "$@"
fi

if [ -r "${CREDENTIALS_DIRECTORY:-/nonexistent}/keychain" ]; then
  gnome-keyring-daemon --unlock --components=secrets < "$CREDENTIALS_DIRECTORY/keychain" > /dev/null
fi

# Neither pictures of memory nor a history of typing.
ulimit -c 0
export GTK_IM_MODULE="${GTK_IM_MODULE:-gtk-im-context-simple}"
exec "${IDENT_KIOSK_PROGRAM:-/usr/bin/ident}" --kiosk
