"""A run folder is private, and what was drawn by chance stays the same."""

import os
import stat
import subprocess

import psutil
import pytest

from infra.local.addresses import Addresses
from infra.local.credentials import settle_credentials, settle_setup_token
from infra.local.folder import RunFolder
from infra.local.ownership import end_leftovers, is_held, supervisor_pid
from infra.local.stack import Stack


@pytest.fixture
def folder(tmp_path):
    folder = RunFolder(tmp_path / "run")
    folder.make()
    return folder


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_secrets_are_for_the_owners_eyes_only(folder):
    settle_credentials(folder.credentials)
    settle_setup_token(folder)
    assert mode(folder.root) == 0o700
    assert (mode(folder.credentials), mode(folder.setup_token)) == (0o600, 0o600)


def test_secrets_stay_the_same(folder):
    assert settle_credentials(folder.credentials) == settle_credentials(folder.credentials)
    assert settle_setup_token(folder) == settle_setup_token(folder)


def test_two_folders_have_different_secrets(folder, tmp_path):
    other = RunFolder(tmp_path / "other")
    other.make()
    ours, theirs = settle_credentials(folder.credentials), settle_credentials(other.credentials)
    assert (ours.password, ours.cookie) != (theirs.password, theirs.cookie)
    assert settle_setup_token(folder) != settle_setup_token(other)


def test_a_deep_folder_has_its_socket_in_a_short_private_place(tmp_path):
    deep = RunFolder(tmp_path / ("d" * 100))
    deep.make()
    assert len(str(deep.socket)) < 100
    assert mode(deep.socket.parent) == 0o700
    deep.socket.parent.rmdir()


def test_the_last_lines_of_a_log_are_its_last(folder):
    folder.log("relay").write_text("one\ntwo\nthree\n")
    assert folder.last_lines("relay", count=2) == "two\nthree"
    assert folder.last_lines("judging") == ""


def test_a_noted_process_that_is_not_of_this_folder_is_left_alone(folder):
    # Process 1 runs and is not ours: as if the noted number had been given away.
    (folder.started / "broker").write_text("1")
    folder.supervisor_pid.write_text("1")
    assert supervisor_pid(folder) is None
    assert end_leftovers(folder) == []


def test_a_folder_without_a_stack_is_not_held(folder):
    assert not is_held(folder)


def test_a_broker_and_a_database_from_the_environment_win(folder, monkeypatch):
    monkeypatch.setenv("AMQP_URI", "amqp://a.test/")
    monkeypatch.setenv("MONGODB_URI", "mongodb://m.test/")
    addresses = Addresses(folder, environment={})
    assert (addresses.amqp_uri, addresses.mongodb_uri) == ("amqp://a.test/", "mongodb://m.test/")
    assert not addresses.own_broker
    assert not addresses.own_database


def test_a_program_that_does_not_exist_is_refused_by_name(tmp_path):
    with pytest.raises(ValueError, match="no such program: juding"):
        Stack(tmp_path, programs=["judging", "juding"])


def test_what_a_killed_supervisor_left_running_is_ended(folder, wait_until):
    environment = {**os.environ, "DARKHORSE_RUN_DIR": str(folder.root)}
    left = subprocess.Popen(["sleep", "600"], env=environment, start_new_session=True)
    (folder.started / "relay").write_text(str(left.pid))
    wait_until(lambda: psutil.Process(left.pid).environ())
    assert end_leftovers(folder) == ["relay"]
    assert left.poll() is not None
