"""What supervisord reads is what the table of programs says."""

import os
import time

import pytest
from supervisor.options import ServerOptions
from supervisor.states import ProcessStates

from infra.local.folder import RunFolder
from infra.local.programs import ALL_PROGRAMS, TIERS, Program, product_program
from infra.local.supervision import supervisor_config
from infra.local.supervisor import LONGEST_WAIT, OwnedOptions


@pytest.fixture
def folder(tmp_path):
    folder = RunFolder(tmp_path / "a % run")
    folder.make()
    return folder


def understood(folder, programs):
    """What supervisord makes of the configuration: groups in the order in which they start."""
    folder.supervisor_config.write_text(supervisor_config(folder, programs, root=False))
    options = ServerOptions()
    options.realize(["-c", str(folder.supervisor_config)])
    return sorted(options.process_group_configs)


def test_every_program_is_in_the_configuration(folder):
    programs = [product_program(name, port=20_000, scratch="/tmp") for name in ALL_PROGRAMS]
    names = [process.name for group in understood(folder, programs) for process in group.process_configs]
    assert sorted(names) == sorted(ALL_PROGRAMS)


def test_who_is_called_starts_before_and_stops_after_who_calls(folder):
    programs = [Program(name=f"in-{tier}", tier=tier, command=("true",)) for tier in reversed(TIERS)]
    assert [group.name for group in understood(folder, programs)] == ["names", "stores", "services", "web"]


def test_commands_and_environments_survive_odd_characters(folder):
    command = ("/bin/echo", "100 %", "it's", "{127,0,0,1}", 'say "x"')
    environment = {"HOME": "/a % b", "QUOTED": 'a "b" \\ c', "COMMA": "a,b=c"}
    program = Program(name="odd", tier="stores", command=command, environment=environment)
    (group,) = understood(folder, [program])
    (process,) = group.process_configs
    assert process.environment == environment
    assert process.command == "/bin/echo '100 %' 'it'\"'\"'s' '{127,0,0,1}' 'say \"x\"'"


def test_a_stack_never_gives_a_program_up(folder):
    (group,) = understood(folder, [Program(name="odd", tier="stores", command=("true",))])
    (process,) = group.process_configs
    assert process.autorestart
    assert process.startretries >= 1_000_000


def test_each_program_has_its_health_on_its_own_port():
    relay = product_program("relay", port=20_001, scratch="/tmp")
    assert relay.environment == {"DARKHORSE_HEALTH_PORT": "20001"}


def test_the_web_programs_serve_their_health_where_they_serve_pages():
    gateway = product_program("gateway", port=20_002, scratch="/tmp")
    assert gateway.command[gateway.command.index("--bind") + 1] == "127.0.0.1:20002"


def test_a_program_that_keeps_failing_is_tried_every_ten_seconds(folder):
    folder.supervisor_config.write_text(
        supervisor_config(folder, [Program(name="odd", tier="stores", command=("true",))], root=False)
    )
    options = OwnedOptions(notes=folder.started, owner=os.getppid())
    options.realize(["-c", str(folder.supervisor_config)])
    process = options.process_group_configs[0].process_configs[0].make_process()
    process.backoff = 500
    process.change_state(ProcessStates.BACKOFF)
    assert process.delay <= time.time() + LONGEST_WAIT
