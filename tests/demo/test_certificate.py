"""The certificate of a demo on the local network: what it vouches for, and how long."""

import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from peace.demo.certificate import Certificate, certificate_for

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)
NAMES = ["192.168.1.20", "nagomi", "nagomi.local", "localhost", "127.0.0.1", "::1"]


def chain_of(files: Certificate) -> tuple[x509.Certificate, x509.Certificate]:
    served, authority = x509.load_pem_x509_certificates(files.chain.read_bytes())
    assert authority == x509.load_pem_x509_certificate(files.authority.read_bytes())
    return served, authority


def test_every_name_of_the_machine_is_in_it(tmp_path):
    files = certificate_for(NAMES, tmp_path / "tls", now=NOW)

    served, _ = chain_of(files)
    names = served.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert [str(each.value) for each in names.value] == NAMES


def test_the_authority_speaks_for_the_local_network_only(tmp_path):
    _, authority = chain_of(certificate_for(NAMES, tmp_path / "tls", now=NOW))

    found = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert found.critical
    hosts = [
        each.value
        for each in found.value.permitted_subtrees
        if isinstance(each, x509.DNSName)
    ]
    assert hosts == ["local", "localhost", "nagomi", "nagomi.local"]
    networks = [
        each.value
        for each in found.value.permitted_subtrees
        if isinstance(each, x509.IPAddress)
    ]
    assert all(each.is_private for each in networks)


def test_the_keys_are_for_nobody_else(tmp_path):
    folder = tmp_path / "tls"
    certificate_for(NAMES, folder, now=NOW)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("ca.key", "server.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_a_second_start_keeps_both(tmp_path):
    before = chain_of(certificate_for(NAMES, tmp_path, now=NOW))

    later = NOW + timedelta(days=300)
    assert chain_of(certificate_for(NAMES, tmp_path, now=later)) == before


def test_a_new_address_needs_no_new_authority(tmp_path):
    first, authority = chain_of(certificate_for(NAMES, tmp_path, now=NOW))

    moved = ["10.0.0.7", *NAMES[1:]]
    second, same = chain_of(certificate_for(moved, tmp_path, now=NOW))
    assert second != first
    assert same == authority


@pytest.mark.parametrize("name", ["203.0.113.9", "hall.example.jp"])
def test_a_name_outside_needs_another_authority(tmp_path, name):
    _, authority = chain_of(certificate_for(NAMES, tmp_path, now=NOW))

    _, other = chain_of(certificate_for([name, *NAMES], tmp_path, now=NOW))
    assert other.subject != authority.subject


def test_it_is_made_anew_a_month_before_its_end(tmp_path):
    _, authority = chain_of(certificate_for(NAMES, tmp_path, now=NOW))

    later = NOW + timedelta(days=340)
    served, other = chain_of(certificate_for(NAMES, tmp_path, now=later))
    assert other.subject != authority.subject
    assert served.issuer == other.subject
    assert served.not_valid_after_utc > later + timedelta(days=300)


def test_what_was_cut_short_is_made_anew(tmp_path):
    files = certificate_for(NAMES, tmp_path, now=NOW)
    files.chain.write_bytes(files.chain.read_bytes()[:40])

    served, _ = chain_of(certificate_for(NAMES, tmp_path, now=NOW))
    assert served.not_valid_after_utc > NOW
