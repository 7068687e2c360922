package io.flinklstm.jobs.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As whom Kafka's clients come to the broker by their settings, for messages about what is denied.
 * The broker may map the name to another.
 */
final class Identity {

  private static final Pattern USER =
      Pattern.compile("\\b(?:username|unsecuredLoginStringClaim_sub)\\s*=\\s*\"?([^\"\\s;]+)");

  private Identity() {}

  /** Such as {@code User:scorer}. */
  static String of(Map<String, String> kafka) {
    String protocol = kafka.getOrDefault("security.protocol", "PLAINTEXT").toUpperCase(Locale.ROOT);
    return switch (protocol) {
      case "SASL_SSL", "SASL_PLAINTEXT" ->
          user(kafka.getOrDefault("sasl.jaas.config", "")).orElse("the user of sasl.jaas.config");
      case "SSL" -> kafka.containsKey("ssl.keystore.location") ? subject(kafka) : "User:ANONYMOUS";
      default -> "User:ANONYMOUS";
    };
  }

  private static Optional<String> user(String jaas) {
    Matcher found = USER.matcher(jaas);
    return found.find() ? Optional.of("User:" + found.group(1)) : Optional.empty();
  }

  private static String subject(Map<String, String> kafka) {
    try (InputStream in = Files.newInputStream(Path.of(kafka.get("ssl.keystore.location")))) {
      KeyStore store = KeyStore.getInstance(kafka.getOrDefault("ssl.keystore.type", "JKS"));
      store.load(in, kafka.getOrDefault("ssl.keystore.password", "").toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate certificate) {
          return "User:" + certificate.getSubjectX500Principal().getName();
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      return "the owner of ssl.keystore.location"; // the client itself says what is wrong with it
    }
    return "User:ANONYMOUS";
  }
}
