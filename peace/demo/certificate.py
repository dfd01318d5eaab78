"""A small certificate authority for the demo on a local network.

A phone opens its camera only over HTTPS, and keeps the scanner for offline use only
where it trusts the certificate. So the demo signs its own, and the phone is told to
trust who signed. What it then trusts is little: the authority may speak for the local
network and for the names of this machine alone, and it ends after a year.
"""

import ipaddress
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LASTS = timedelta(days=365)
# Made anew before that, so that no door closes in the middle of a day.
SPARE = timedelta(days=30)
# Clocks of phones may be behind.
EARLIER = timedelta(days=1)
LOCAL_NETWORKS = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
    *("127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"),
)


@dataclass(frozen=True)
class Certificate:
    """Files of the demo's TLS: who signed, the chain that is served, and its key."""

    authority: Path
    chain: Path
    key: Path


def tls_folder() -> Path:
    """Where the demo keeps its own."""
    return settings.VAR_DIR / "tls"


def names_of_machine(host: str) -> list[str]:
    """What the demo can be reached as: HOST unless it means all, then every way in."""
    found = ["localhost", "127.0.0.1", "::1"]
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - compared with, not bound to
        return list(dict.fromkeys([host, *found]))
    name = socket.gethostname().split(".")[0].lower()
    return [*_addresses(name), name, f"{name}.local", *found]


def _addresses(name: str) -> list[str]:
    """The machine's own, first the one by which it would leave for the world."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way, suppress(OSError):
        way.connect(("192.0.2.1", 9))  # sends nothing; asks only for the way
        found.append(way.getsockname()[0])
    with suppress(OSError):
        found += socket.gethostbyname_ex(name)[2]
    return [each for each in dict.fromkeys(found) if not each.startswith("127.")]


def certificate_for(names: list[str], folder: Path, *, now: datetime) -> Certificate:
    """The certificate for NAMES in FOLDER; made, or made anew where it ends soon.

    The authority stays the same as long as it may speak for all NAMES: phones that
    trust it need not be asked again when the machine gets another address.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = Certificate(folder / "ca.crt", folder / "server.crt", folder / "server.key")
    authority = _read(files.authority)
    if (
        authority is None
        or not (folder / "ca.key").exists()
        or not _lasts(authority, now)
        or not all(_may_speak_for(authority, name) for name in names)
    ):
        authority = _make_authority(names, folder, now=now)
    mine = _read(files.chain)
    if (
        mine is None
        or mine.issuer != authority.subject
        or not _lasts(mine, now)
        or set(names) - set(_names_in(mine))
    ):
        _make_server(names, authority, folder, now=now)
    return files


def _make_authority(
    names: list[str], folder: Path, *, now: datetime
) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    networks = [ipaddress.ip_network(each) for each in LOCAL_NETWORKS]
    networks += [
        ipaddress.ip_network(address)
        for address in map(_address, names)
        if address and not any(address in network for network in networks)
    ]
    hosts = {name for name in names if not _address(name)} | {"local"}
    allowed: list[x509.GeneralName] = [x509.IPAddress(each) for each in networks]
    allowed += [x509.DNSName(each) for each in sorted(hosts)]
    # The serial makes it another authority than an earlier one, also by its name.
    serial = x509.random_serial_number()
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Kunitachi peace (demo)"),
            x509.NameAttribute(
                NameOID.COMMON_NAME,
                f"Kunitachi peace demo {now:%Y-%m-%d} {serial % 16**6:06x}",
            ),
        ]
    )
    made = (
        _begun(subject, subject, key.public_key(), serial, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_others=True), critical=True)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    _keep(folder / "ca.key", _pem_of_key(key))
    _keep(folder / "ca.crt", made.public_bytes(serialization.Encoding.PEM))
    return made


def _make_server(
    names: list[str], authority: x509.Certificate, folder: Path, *, now: datetime
) -> None:
    signing = serialization.load_pem_private_key(
        (folder / "ca.key").read_bytes(), password=None
    )
    if not isinstance(signing, ec.EllipticCurvePrivateKey):
        raise TypeError("ca.key is not the key that was made here")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    made = (
        _begun(
            subject,
            authority.subject,
            key.public_key(),
            x509.random_serial_number(),
            now,
            until=authority.not_valid_after_utc,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_others=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        .add_extension(
            x509.SubjectAlternativeName([_general(name) for name in names]),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()),
            critical=False,
        )
        .sign(signing, hashes.SHA256())
    )
    chain = [made, authority]
    _keep(folder / "server.key", _pem_of_key(key))
    _keep(
        folder / "server.crt",
        b"".join(each.public_bytes(serialization.Encoding.PEM) for each in chain),
    )


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    serial: int,
    now: datetime,
    *,
    until: datetime | None = None,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(serial)
        .not_valid_before(now - EARLIER)
        .not_valid_after(until or now + LASTS)
    )


def _usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _lasts(one: x509.Certificate, now: datetime) -> bool:
    return one.not_valid_before_utc <= now < one.not_valid_after_utc - SPARE


def _may_speak_for(authority: x509.Certificate, name: str) -> bool:
    found = authority.extensions.get_extension_for_class(x509.NameConstraints)
    allowed = found.value.permitted_subtrees or []
    address = _address(name)
    if address:
        return any(
            isinstance(each, x509.IPAddress)
            and isinstance(each.value, ipaddress.IPv4Network | ipaddress.IPv6Network)
            and address in each.value
            for each in allowed
        )
    hosts = [each.value for each in allowed if isinstance(each, x509.DNSName)]
    return any(name == host or name.endswith(f".{host}") for host in hosts)


def _names_in(one: x509.Certificate) -> list[str]:
    found = one.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return [str(each.value) for each in found.value]


def _general(name: str) -> x509.GeneralName:
    address = _address(name)
    return x509.IPAddress(address) if address else x509.DNSName(name)


def _address(name: str) -> Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _read(path: Path) -> x509.Certificate | None:
    """The first certificate of a file; None where there is none to be read."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None


def _pem_of_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _keep(path: Path, content: bytes) -> None:
    """Whole or not at all, and for nobody else to read."""
    draft = path.with_suffix(f"{path.suffix}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)
