"""A passkey without a browser: a key pair that answers as a phone does (WebAuthn level 2, ES256)."""

import hashlib
import json
import os
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HOST = "testserver"
PRESENT_AND_VERIFIED = 0x01 | 0x04


class Passkey:
    """Made for one account; `answer` signs a challenge."""

    def __init__(self, user: Any) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = os.urandom(16)
        self._user_handle = websafe_encode(user_pk_to_url_str(user).encode())
        self._rp = hashlib.sha256(HOST.encode()).digest()

    def registration(self, challenge: bytes = b"0" * 32) -> dict[str, Any]:
        """What the browser posts when the passkey is made."""
        public = ES256.from_cryptography_key(self._key.public_key())
        made = AttestedCredentialData.create(b"\0" * 16, self._id, public)
        data = AuthenticatorData.create(self._rp, PRESENT_AND_VERIFIED | 0x40, 0, made)
        return self._credential(
            {
                "clientDataJSON": self._client("webauthn.create", challenge),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            }
        )

    def answer(self, challenge: bytes, *, origin: str = f"https://{HOST}") -> str:
        """What the browser posts when she signs in."""
        client = self._client("webauthn.get", challenge, origin)
        data = AuthenticatorData.create(self._rp, PRESENT_AND_VERIFIED, 1)
        signed = data + hashlib.sha256(websafe_decode(client)).digest()
        return json.dumps(
            self._credential(
                {
                    "clientDataJSON": client,
                    "authenticatorData": websafe_encode(data),
                    "signature": websafe_encode(self._key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                    "userHandle": self._user_handle,
                }
            )
        )

    def _client(self, kind: str, challenge: bytes, origin: str = f"https://{HOST}") -> str:
        made = CollectedClientData.create(kind, challenge, origin)
        return websafe_encode(made)

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": websafe_encode(self._id),
            "rawId": websafe_encode(self._id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": response,
        }


def give_passkey(user: Any, name: str = "Her phone") -> Passkey:
    """Her account has this passkey from now on."""
    passkey = Passkey(user)
    WebAuthn.add(user, name, passkey.registration())
    return passkey


def challenge_of(client: Any) -> bytes:
    """The challenge that the page put into this browser's session."""
    return websafe_decode(client.session["mfa.webauthn.state"]["challenge"])


def passkeys_of(user: Any) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN))
