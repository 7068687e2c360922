package io.flinklstm.jobs.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;

/** A key of its own for each side, made by the JDK's keytool, and stores that trust it. */
record Certificates(Path folder) {

  /** Of every store and key here. */
  static final String PASSWORD = "planted-store-password-4417";

  /** Makes {@code OWNER.p12} with a key, and {@code trust-OWNER.p12} for those who trust it. */
  void make(String owner) throws Exception {
    Path store = store(owner);
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    owner,
                    "-dname",
                    "CN=" + owner,
                    "-keyalg",
                    "EC",
                    "-ext",
                    "SAN=IP:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();

    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      own.load(in, PASSWORD.toCharArray());
    }
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(owner, own.getCertificate(owner));
    try (OutputStream out = Files.newOutputStream(trust(owner))) {
      trust.store(out, PASSWORD.toCharArray());
    }
  }

  Path store(String owner) {
    return folder.resolve(owner + ".p12");
  }

  Path trust(String owner) {
    return folder.resolve("trust-" + owner + ".p12");
  }
}
