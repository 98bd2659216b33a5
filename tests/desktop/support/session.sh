#!/bin/bash
# One person's desktop session: a keychain that is unlocked (or none), and a WebDriver in it.
# Started inside dbus-run-session; says its environment to those who start a program beside it.
set -eu
if [ "$DESK_KEYCHAIN" = yes ]; then
  printf practice | gnome-keyring-daemon --unlock --components=secrets > /dev/null
fi
dbus-monitor --session "interface=org.freedesktop.Notifications" > "$DESK_FOLDER/notifications" 2> /dev/null &
env -0 > "$DESK_FOLDER/environment"
exec WebKitWebDriver --port="$DESK_PORT" --host=127.0.0.1
