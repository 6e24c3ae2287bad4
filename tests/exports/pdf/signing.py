"""Signs a contract PDF as the parties' own tools would: a test authority, one certificate per person, PAdES."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

BEGIN, END = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2036, 1, 1, tzinfo=dt.UTC)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def signer(common: str) -> Any:
    """A person with a certificate of a test authority."""
    root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _certificate("Autorité de test", "Autorité de test", root, root, authority=True)
    own = _certificate(common, "Autorité de test", key, root, authority=False)
    bundle = pkcs12.serialize_key_and_certificates(b"k", key, own, [issuer], NoEncryption())
    found = SimpleSigner.load_pkcs12_data(bundle, other_certs=[], passphrase=None)
    assert found is not None
    return found


def _certificate(
    subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, signing: ec.EllipticCurvePrivateKey, authority: bool
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(END)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(signing, hashes.SHA256())
    )


def signed(document: bytes, field: str, common: str) -> bytes:
    """The document with that field signed by that person, as an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    meta = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    out = sign_pdf(writer, meta, signer=signer(common), existing_fields_only=True)
    return bytes(out.getvalue())
