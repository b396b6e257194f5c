"""What the environment decides before Django starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import BASE_DIR, reachable_name


def start_with(variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from config.settings import SECURE_CSP; print(*SECURE_CSP['form-action'])"]
    bare = {"PATH": os.environ["PATH"]}
    return subprocess.run(command, cwd=BASE_DIR, env=bare | variables, text=True, capture_output=True, check=False)


def test_the_folder_of_the_database_is_made_even_if_the_secret_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    assert start_with({"SECRET_KEY": "given", "KONTAKTPUNKT_VAR": str(folder)}).returncode == 0
    assert folder.is_dir()


def test_who_keeps_nothing_on_this_machine_needs_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    elsewhere = {"SECRET_KEY": "given", "DATABASE_URL": "postgres://postgres@db.example.com/kontaktpunkt"}
    assert start_with(elsewhere | {"KONTAKTPUNKT_VAR": str(folder)}).returncode == 0
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = start_with({"KONTAKTPUNKT_VAR": str(tmp_path / "file" / "var")})
    assert ended.returncode == 1
    assert ended.stderr.startswith("Kontaktpunkt braucht einen Ordner zum Schreiben")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("host", "name"), [("127.0.0.1", "localhost"), ("::1", "localhost"), ("192.0.2.7", "192.0.2.7")]
)
def test_the_address_that_is_told_is_one_that_browsers_offer_passkeys_to(host: str, name: str) -> None:
    assert reachable_name(host) == name


def test_the_sign_on_button_may_lead_to_the_companys_provider_and_nowhere_else(tmp_path: Path) -> None:
    kept = {"KONTAKTPUNKT_VAR": str(tmp_path)}
    provider = {"OIDC_SERVER_URL": "https://id.example.com/realms/brandt"}
    assert start_with(kept | provider).stdout == "'self' https://id.example.com\n"
    assert start_with(kept).stdout == "'self'\n"
