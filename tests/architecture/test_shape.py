"""The shape of the code: each rule reads the tree, and is shown to fail on an example."""

from __future__ import annotations

import ast
import fnmatch

import pytest

from tests.architecture.sources import Source, dotted, functions, sources, under

BANNED_NAMES = {"utils", "util", "helpers", "common", "manager", "base_service", "misc"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_STORY = 75
STORIES = {
    "hopecare/demo/stories/*.py": "a story is told from its first day to its last, as on a page",
}
STATUS_WRITERS = {
    "hopecare/services/move_*.py": "asks the care path",
    "notifications/*.py": "messages move by rank, in domain/delivery.py",
    "hopecare/jobs/deliver.py": "messages move by rank, in domain/delivery.py",
}
RAW_SQL = {
    "models/base.py": "declares the condition of a partial index",
    "hopecare/services/lay_out.py": "a compiled insert into a temporary table, handed on as it is",
}
TABLE_USERS = {
    "models/base.py": "the version column of a mapper is named by its table",
}
ENVIRONMENT_READERS = {
    "wsgi.py": "an entry",
    "hopecare/__main__.py": "an entry",
    "hopecare/worker/__main__.py": "an entry",
    "hopecare/settings.py": "reads what the entry hands it",
}
ONE_RECORD = {
    "hopecare/services/change_resident.py": "who wrote this record last, by its own version",
    "hopecare/queries/held_calls.py": "a call from before a merge is made: none is forgotten",
    "hopecare/queries/how_ended.py": "those of merged records are read beside it, by their index",
}
CLOCKS = {"hopecare/clock.py": "the one place"}
ROWS_OF_WORDS = {
    "AnswerLink",
    "Broadcast",
    "BroadcastPerson",
    "ContactPoint",
    "ContactSafetyRule",
    "CostDay",
    "Message",
    "MessageEvent",
    "Person",
    "SettingEntry",
    "Town",
}
"""What the sender may know: words, their readers and telephones, their town and its money."""


def allowed(source: Source, patterns: dict[str, str]) -> bool:
    return any(fnmatch.fnmatch(source.path, pattern) for pattern in patterns)


def too_long(source: Source) -> list[str]:
    lines = source.text.count("\n")
    found = [f"{source.path} has {lines} lines"] if lines > LONGEST_FILE else []
    longest = LONGEST_STORY if allowed(source, STORIES) else LONGEST_FUNCTION
    for function in functions(source.tree):
        length = (function.end_lineno or 0) - function.lineno + 1
        if length > longest:
            found.append(f"{source.path}: {function.name} has {length} lines")
    return found


def badly_named(source: Source) -> list[str]:
    return [source.path] if source.name in BANNED_NAMES else []


def not_one_verb(source: Source) -> list[str]:
    public = [
        node.name
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    return [] if public == [source.name] else [f"{source.path} has {public}"]


def calls(source: Source, *names: str) -> list[str]:
    """Where a function or method of one of these names is called."""
    return [
        f"{source.path}:{node.lineno} calls {dotted(node.func)}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in names
    ]


def uses(source: Source, *names: str) -> list[str]:
    """Where one of these dotted names, or a method so called, stands."""
    return [
        f"{source.path}:{node.lineno} uses {dotted(node)}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and any(dotted(node) == name or dotted(node).endswith(f".{name}") for name in names)
    ]


def raw_sql(source: Source) -> list[str]:
    """Where SQLAlchemy's `text` is called; a method of that name is something else."""
    plain = [each for each in calls(source, "text") if each.endswith((" calls text", "sa.text"))]
    return plain + calls(source, "exec_driver_sql")


def status_written(source: Source) -> list[str]:
    found = []
    for node in ast.walk(source.tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else targets
        found += [
            f"{source.path}:{each.lineno} writes a status"
            for each in targets
            if isinstance(each, ast.Attribute) and each.attr == "status"
        ]
    return found


def clock_read(source: Source) -> list[str]:
    return uses(source, "datetime.now", "datetime.utcnow", "datetime.today", "date.today")


def entries_of_one_record(source: Source) -> list[str]:
    """Where entries are read by a person alone: a merge leaves them with the record of before."""
    return [
        f"{source.path}:{node.lineno} reads the entries of one record"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], ast.Eq)
        and dotted(node.left) == "TimelineEntry.person_id"
    ]


def rows_of_care(source: Source) -> list[str]:
    """Where rows are imported that tell of cases, help, check-ins or alarms."""
    return [
        f"{source.path}:{node.lineno} knows {each.name}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "models"
        for each in node.names
        if each.name not in ROWS_OF_WORDS | {"insert_many", "update_many"}
    ]


def relative(source: Source) -> list[str]:
    nodes = ast.walk(source.tree)
    return [source.path for node in nodes if isinstance(node, ast.ImportFrom) and node.level]


def all_of(found: list[list[str]]) -> list[str]:
    return [each for some in found for each in some]


def test_files_and_functions_stay_short():
    assert all_of([too_long(source) for source in sources()]) == []


def test_files_are_named_for_what_they_are_about():
    assert all_of([badly_named(source) for source in sources()]) == []


def services() -> list[Source]:
    return [each for each in under("hopecare/services/") if each.name != "__init__"]


def test_a_service_is_one_verb_named_as_its_file():
    assert all_of([not_one_verb(source) for source in services()]) == []


def test_services_and_reads_leave_the_transaction_to_the_edge():
    inner = [*services(), *under("hopecare/queries/", "notifications/", "models/")]
    assert all_of([calls(source, "commit", "rollback", "begin") for source in inner]) == []


def test_a_status_is_written_by_its_mover_only():
    found = [status_written(each) for each in sources() if not allowed(each, STATUS_WRITERS)]
    assert all_of(found) == []


def test_nothing_goes_around_the_wall_between_towns():
    raw = RAW_SQL | {
        "hopecare/database.py": "the wall itself",
        "hopecare/turns.py": "whose turn it is to write: no row is touched",
        "models/types.py": "types",
    }
    found = [raw_sql(each) for each in sources() if not allowed(each, raw)]
    found += [uses(each, "__table__") for each in sources() if not allowed(each, TABLE_USERS)]
    assert all_of(found) == []


def test_only_the_clock_asks_the_machine_for_the_time():
    assert all_of([clock_read(each) for each in sources() if not allowed(each, CLOCKS)]) == []


def test_only_the_entries_read_the_environment():
    readers = [each for each in sources() if not allowed(each, ENVIRONMENT_READERS)]
    assert all_of([uses(each, "os.environ", "os.getenv") for each in readers]) == []


def test_the_sender_knows_nothing_of_cases():
    assert all_of([rows_of_care(source) for source in under("notifications/")]) == []


def test_entries_are_read_whichever_record_of_a_person_they_were_written_in():
    found = [entries_of_one_record(each) for each in sources() if not allowed(each, ONE_RECORD)]
    assert all_of(found) == []


def test_imports_are_absolute():
    assert all_of([relative(source) for source in sources()]) == []


def test_every_exception_to_a_rule_is_still_needed():
    for pattern in (*STORIES, *RAW_SQL, *TABLE_USERS, *CLOCKS, *ONE_RECORD):
        assert [each for each in sources() if fnmatch.fnmatch(each.path, pattern)], pattern


def test_the_web_servers_entry_makes_the_app_and_nothing_else():
    entry = next(each for each in sources() if each.path == "wsgi.py")
    assert ast.unparse(entry.tree).splitlines()[1:] == [
        "import os",
        "from hopecare.app import create_app",
        "from hopecare.settings import Settings",
        "app = create_app(Settings.from_env(os.environ))",
    ]


LONG = "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
WRONG = {
    "a long file": (too_long, "x = 1\n" * (LONGEST_FILE + 1)),
    "a long function": (too_long, LONG),
    "a file named for nothing": (badly_named, ""),
    "two verbs": (not_one_verb, "def utils(): ...\ndef other(): ...\n"),
    "another verb": (not_one_verb, "def other(): ...\n"),
    "a commit": (lambda source: calls(source, "commit"), "session.commit()"),
    "a status set": (status_written, "case.status = 1"),
    "a status counted": (status_written, "case.status += 1"),
    "raw SQL": (raw_sql, "text('DELETE FROM cases')"),
    "raw SQL by the driver": (raw_sql, "c.exec_driver_sql('x')"),
    "a bare table": (lambda source: uses(source, "__table__"), "Case.__table__"),
    "the machine's time": (clock_read, "datetime.now(UTC)"),
    "the machine's time, spelled out": (clock_read, "datetime.datetime.now(UTC)"),
    "the entries of one record": (entries_of_one_record, "TimelineEntry.person_id == person.id"),
    "the environment": (lambda source: uses(source, "os.environ"), "os.environ['X']"),
    "a case known to the sender": (rows_of_care, "from models import Case"),
    "a relative import": (relative, "from . import x"),
}


@pytest.mark.parametrize(("rule", "text"), WRONG.values(), ids=WRONG)
def test_each_rule_can_fail(rule, text):
    assert rule(Source("hopecare/services/utils.py", text))


def test_a_rule_lets_the_right_thing_pass():
    good = Source("hopecare/services/make_offer.py", "def make_offer(): return cells.text('x')\n")
    rules = (too_long, badly_named, not_one_verb, raw_sql, status_written, clock_read, relative)
    assert [rule(good) for rule in rules] == [[]] * len(rules)
