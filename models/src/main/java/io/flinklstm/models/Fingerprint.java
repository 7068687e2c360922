package io.flinklstm.models;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What tells models apart in state and results: the start of the file's SHA-256. */
public final class Fingerprint {

  private Fingerprint() {}

  /** The fingerprint of a file's bytes. */
  public static long of(byte[] file) {
    MessageDigest digest = sha256();
    digest.update(file);
    return of(digest);
  }

  /** As text: the first 16 digits that {@code sha256sum} shows. */
  public static String text(long fingerprint) {
    return String.format("%016x", fingerprint);
  }

  static long of(MessageDigest digest) {
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /** A stream that keeps nothing but the digest of what is written. */
  static DigestOutputStream stream() {
    return new DigestOutputStream(OutputStream.nullOutputStream(), sha256());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
