#!/usr/bin/env python3
"""Writes suite1.txt: suite 1 done a second time, from docs/formats.md alone, with other libraries.

Run again only when a suite is added: suite 1's bytes never change. Needs python3-cryptography and libzstd.
"""
import ctypes
import hashlib
import struct

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


def rotate(value, by):
    return ((value << by) & 0xFFFFFFFF) | (value >> (32 - by))


def quarter(s, a, b, c, d):
    for x, y, z, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & 0xFFFFFFFF
        s[z] = rotate(s[z] ^ s[x], by)


def hchacha20(key, nonce16):
    s = list(struct.unpack("<4I", b"expand 32-byte k") + struct.unpack("<8I", key) + struct.unpack("<4I", nonce16))
    for _ in range(10):
        for lane in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                     (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(s, *lane)
    return struct.pack("<8I", *(s[0:4] + s[12:16]))


def xchacha(key, nonce24, plain, data):
    return ChaCha20Poly1305(hchacha20(key, nonce24[:16])).encrypt(bytes(4) + nonce24[16:], plain, data)


def text(agency):
    return bytes([len(agency)]) + agency.encode()


def chunk(key, agency, purpose, obj, version, prefix, number, last, plain):
    nonce = prefix + struct.pack(">IB", number, last)
    data = struct.pack(">BBBH", 1, 1, 1, purpose) + obj + struct.pack(">IIB", version, number, last) + text(agency)
    return bytes([1, 1]) + nonce + xchacha(key, nonce, plain, data)


def raw(public):
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def wrap(key, agency, purpose, obj, epoch, epoch_secret, ephemeral_secret, nonce):
    epoch_public = raw(X25519PrivateKey.from_private_bytes(epoch_secret).public_key())
    ephemeral = X25519PrivateKey.from_private_bytes(ephemeral_secret)
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(epoch_public))
    wrap_key = hashlib.blake2b(raw(ephemeral.public_key()) + epoch_public, digest_size=32, key=shared,
                               person=b"holdfast-wrap-1").digest()
    data = struct.pack(">BBBH", 2, 1, 1, purpose) + obj + struct.pack(">I", epoch) + text(agency)
    head = struct.pack(">BBI", 1, 1, epoch) + raw(ephemeral.public_key()) + nonce
    return epoch_public, head + xchacha(wrap_key, nonce, key, data)


def padme(size):
    size = max(size, 1024)
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


def zstd(plain):
    lib = ctypes.CDLL("libzstd.so.1")
    lib.ZSTD_compress.restype = ctypes.c_size_t
    room = ctypes.create_string_buffer(len(plain) + 1000)
    size = lib.ZSTD_compress(room, ctypes.c_size_t(len(room)), plain, ctypes.c_size_t(len(plain)), 3)
    return room.raw[:size]


def pack(kind, plain):
    body = zstd(plain) if kind == 1 else plain
    packed = struct.pack(">BII", kind, len(plain), len(body)) + body
    return packed.ljust(padme(len(packed)), b"\0")


def block(kind, **fields):
    print("kind =", kind)
    for name, value in fields.items():
        print(name, "=", value.hex() if isinstance(value, bytes) else value)
    print()


def count(start, size):
    return bytes((start + i) % 256 for i in range(size))


print("# Made by suite1.py from docs/formats.md. Suite 1 never changes, and so neither does this file.\n")
OBJECT = count(0xA0, 16)
KEY = count(0x40, 32)
for agency, purpose, version, number, last, plain in (
        ("us-ca", 1, 1, 0, 1, pack(0, b"I am sorry.")),
        ("a" * 64, 15, 0xFFFFFFFF, 7, 0, b""),
        ("x", 2, 2, 0xFFFFFFFE, 1, count(0, 100))):
    prefix = count(0x10 + number % 256, 19)
    block("chunk", agency=agency, purpose=purpose, object=OBJECT, version=version, key=KEY, prefix=prefix,
          chunk=number, last=last, plain=plain,
          sealed=chunk(KEY, agency, purpose, OBJECT, version, prefix, number, last, plain))
for agency, purpose, epoch in (("us-ca", 1, 2969), ("b" * 64, 9, 0xFFFFFFFF)):
    epoch_secret, ephemeral_secret, nonce = count(0x01, 32), count(0x81, 32), count(0xC0, 24)
    public, wrapped = wrap(KEY, agency, purpose, OBJECT, epoch, epoch_secret, ephemeral_secret, nonce)
    block("wrap", agency=agency, purpose=purpose, object=OBJECT, epoch=epoch, key=KEY, epoch_secret=epoch_secret,
          epoch_public=public, ephemeral_secret=ephemeral_secret, nonce=nonce, wrapped=wrapped)
for kind, plain in ((0, b""), (0, b"I am sorry."), (1, b"I think of what I did to you every day. " * 40)):
    block("packing", plain=plain, packed=pack(kind, plain))
