package io.flinklstm.jobs.security;

import java.util.LinkedHashMap;
import java.util.Map;

/** A way to come to the broker; each has a listener of its name. */
enum Login {
  TLS("SSL", "", "User:ANONYMOUS"),
  MUTUAL("SSL", "", "User:CN=machine"),
  PLAIN(
      "SASL_SSL",
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"paula\" password=\"planted-plain-password-2093\";",
      "User:paula"),
  SCRAM(
      "SASL_SSL",
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"sam\" password=\"planted-scram-password-8846\";",
      "User:sam"),
  OAUTH(
      "SASL_SSL",
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"olga\" unsecuredLoginStringClaim_note=\"planted-claim-5520\";",
      "User:olga");

  private final String protocol;
  private final String jaas;
  private final String principal;

  Login(String protocol, String jaas, String principal) {
    this.protocol = protocol;
    this.jaas = jaas;
    this.principal = principal;
  }

  String principal() {
    return principal;
  }

  String mechanism() {
    return switch (this) {
      case SCRAM -> "SCRAM-SHA-512";
      case OAUTH -> "OAUTHBEARER";
      default -> name();
    };
  }

  /** Settings of Kafka's clients. */
  Map<String, String> settings(Certificates certificates) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("security.protocol", protocol);
    settings.put("ssl.truststore.type", "PKCS12");
    settings.put("ssl.truststore.location", certificates.trust("broker").toString());
    settings.put("ssl.truststore.password", Certificates.PASSWORD);
    if (this == MUTUAL) {
      settings.put("ssl.keystore.type", "PKCS12");
      settings.put("ssl.keystore.location", certificates.store("machine").toString());
      settings.put("ssl.keystore.password", Certificates.PASSWORD);
      settings.put("ssl.key.password", Certificates.PASSWORD);
    }
    if (!jaas.isEmpty()) {
      settings.put("sasl.mechanism", mechanism());
      settings.put("sasl.jaas.config", jaas);
    }
    return settings;
  }
}
